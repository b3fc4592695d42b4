"""A second server on one SQLite file: it must go, and the first must not notice."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime

from app.usecases.gather_check_ins import CheckIn
from tests import loops
from tests.reliability.ledger import Verdict
from tests.reliability.phones import OK, Line, Load, ask
from tests.reliability.server import Server
from tests.reliability.town import Town, someone


@dataclass
class Refused:
    verdict: Verdict
    code: int | None
    """What the second one's process ended with."""
    said: str
    """The last line that it wrote."""
    served_after: bool
    """Whether the first one keeps a check-in afterwards."""


def start_second(town: Town) -> Refused:
    """Start two servers on the town, one after the other."""
    first, second, load, chance = Server(town), Server(town), Load(), random.Random(1)

    def check_in() -> bool:
        command = someone(chance, town, datetime.now(UTC))
        load.ledger.sent.add(command.visit)
        answer = loops.run(_alone(first.port, command, load))
        return answer == OK

    first.start()
    try:
        check_in()
        second.start(ready=False)
        code = second.ended(20)
        after = check_in()
    finally:
        first.close()
        second.close()
    verdict = load.ledger.at(town.url)
    lines = second.log.read_text().strip().splitlines()
    return Refused(verdict, code, lines[-1] if lines else "", after)


async def _alone(port: int, command: CheckIn, load: Load) -> int:
    line = Line(port)
    answer = await ask(line, command, load)
    line.hang_up()
    return answer.status if answer else 0
