"""Retry storms: every check-in is sent several times at once, shuffled, while servers come and go."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from app.domain.ids import new_visit_id
from app.usecases.gather_check_ins import CheckIn
from tests import loops
from tests.reliability.ledger import Verdict
from tests.reliability.phones import COME_AGAIN, Line, Load, ask
from tests.reliability.server import Server
from tests.reliability.town import Town, someone


@dataclass
class Storm:
    verdict: Verdict
    load: Load
    contradicted: int = 0
    """Check-ins whose answers were not all the same."""

    @property
    def answered(self) -> int:
        """Requests that got an answer, repeats included."""
        return self.load.statuses.total()


async def _storm(
    town: Town, ports: list[int], load: Load, storm: Storm, commands: int, *, seed: int, phones: int
) -> None:
    left = iter(range(commands))

    async def one(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        lines = [Line(ports[n % len(ports)]) for n in range(10)]
        for _ in left:
            first = someone(chance, town, datetime.now(UTC))
            wanted = [first]
            if chance.random() < 0.3:  # the same new phone at a second place in the same moment
                other = chance.choice([code for code in town.codes if code != first.code])
                visit = new_visit_id(datetime.now(UTC), chance.getrandbits(74))
                wanted.append(replace(first, code=other, visit=visit))
            copies = [command for command in wanted for _ in range(chance.randint(3, 10) // len(wanted))]
            chance.shuffle(copies)
            load.ledger.sent |= {command.visit for command in copies}
            answers: dict[UUID, set[bytes]] = {command.visit: set() for command in copies}
            await asyncio.gather(
                *(
                    _stubborn(line, command, load, chance, answers)
                    for line, command in zip(lines, copies, strict=False)
                )
            )
            storm.contradicted += sum(len(some) > 1 for some in answers.values())
            load.stuck += sum(not some for some in answers.values())
        for line in lines:
            line.hang_up()

    await asyncio.gather(*(one(number) for number in range(phones)))


async def _stubborn(
    line: Line,
    command: CheckIn,
    load: Load,
    chance: random.Random,
    answers: dict[UUID, set[bytes]],
) -> None:
    """Send one copy until it is answered, whatever becomes of the others."""
    async with asyncio.timeout(60):
        while True:
            await asyncio.sleep(chance.uniform(0, 0.02))
            answer = await ask(line, command, load)
            if answer is not None and answer.status not in COME_AGAIN:
                answers[command.visit].add(answer.body)
                return


def storm_over(
    town: Town,
    commands: int,
    *,
    servers: int = 1,
    restarts: int = 2,
    seed: int = 1,
    phones: int = 16,
) -> Storm:
    """Send so many check-ins, each 3 to 10 times, while each server is killed and restarted in turn."""
    running = [Server(town) for _ in range(servers)]
    load = Load()
    storm = Storm(Verdict(0, 0, 0, 0), load)

    async def run() -> None:
        sending = asyncio.create_task(
            _storm(town, [one.port for one in running], load, storm, commands, seed=seed, phones=phones)
        )
        for number in range(restarts):
            await load.served(commands // (restarts + 1) // 2)
            one = running[number % servers]
            await asyncio.to_thread(one.kill)
            await asyncio.to_thread(one.start)
        await sending

    for one in running:
        one.start()
    try:
        loops.run(run())
    finally:
        for one in running:
            one.close()
    storm.verdict = load.ledger.at(town.url)
    return storm
