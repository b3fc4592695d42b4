"""Power cuts: the recorder and the use case on a disk that dies at a moment drawn from a seed."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from app.domain.errors import NotNow, Refusal
from app.domain.policy import Policy
from app.store.db import Database, open_database
from app.store.recorder import Recorder
from app.usecases.change_visit import check_out
from app.usecases.check_in import check_in
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from tests.reliability.disk import Disk
from tests.reliability.ledger import Ledger
from tests.reliability.town import Town, someone
from tests.reliability.vfs import under

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Mode:
    """How the database is set, and whether the disk does what it says."""

    name: str
    pragma: str = ""
    lies: bool = False


AS_SHIPPED = Mode("as shipped (WAL, synchronous=FULL)")
UNSAFE = (
    Mode("synchronous=NORMAL", "synchronous=NORMAL"),
    Mode("synchronous=OFF", "synchronous=OFF"),
    Mode("as shipped, on a disk that lies", lies=True),
)
"""Each of them must be seen to fail, or the harness sees nothing."""


@dataclass
class Cuts:
    """What many cuts left behind."""

    cuts: int = 0
    while_folding: int = 0
    """Cuts that came while the log was being folded into the database."""
    acknowledged: int = 0
    lossy: int = 0
    """Cuts after which something acknowledged was gone or kept twice."""
    corrupt: int = 0
    """Cuts after which the database was not sound or did not open."""
    bad: list[int] = field(default_factory=list)
    """Their seeds."""


def cut_power(town: Town, template: bytes, seeds: Iterable[int], mode: Mode = AS_SHIPPED) -> Cuts:
    """Cut the power for each seed, open what is left on a real disk, and count what is wrong with it."""
    found = Cuts()
    with tempfile.TemporaryDirectory() as folder:
        world = _World(town, mode, Path(folder) / "ghe.db")
        for seed in seeds:
            sound, kept = world.run(seed, template, found)
            found.cuts += 1
            found.corrupt += not sound
            found.lossy += sound and not kept
            if not (sound and kept):
                found.bad.append(seed)
        world.database.close()
    return found


class _World:
    """One engine for all seeds: compiling its statements anew would be most of the time."""

    def __init__(self, town: Town, mode: Mode, path: Path) -> None:
        self.town, self.mode, self.path = town, mode, path
        self.database: Database = open_database(f"sqlite:///{path}")
        self.pages = 1000
        event.listen(self.database.engine, "connect", self._set)

    def _set(self, connection: Any, _record: object) -> None:
        # After the service's own pragmas: a control changes one of them.
        connection.execute(f"PRAGMA wal_autocheckpoint={self.pages}")
        if self.mode.pragma:
            connection.execute(f"PRAGMA {self.mode.pragma}")

    def run(self, seed: int, template: bytes, found: Cuts) -> tuple[bool, bool]:
        """Whether the database is sound after this seed's cut, and keeps what was acknowledged."""
        chance, ledger = random.Random(seed), Ledger()
        files = {str(self.path): template}
        for _life in range(chance.choice((1, 1, 2))):  # some cuts come while an earlier one is recovered from
            # In every other life the cut comes while the log is folded into the database itself.
            folding = chance.random() < 0.5
            cut_at = chance.randint(1, 60) if folding else int(10 ** chance.uniform(0.3, 2.4))
            self.pages = chance.choice((4, 16) if folding else (16, 64, 1000))
            disk = Disk(files, cut_at=cut_at, cut_in=".db" if folding else "", lies=self.mode.lies)
            with under(disk):
                self._live(chance, ledger, disk)
            found.while_folding += bool(disk.names[str(self.path)].pending)
            files = disk.left_by(chance)
        found.acknowledged += len(ledger.acknowledged)
        return self._judge(files, ledger)

    def _live(self, chance: random.Random, ledger: Ledger, disk: Disk) -> None:
        """Check people in and out until the power goes."""
        keys, policy = self.town.keys, Policy()
        recorder = Recorder(
            self.database,
            lambda session, commands: check_in(session, commands, keys=keys, policy=policy, now=NOW),
        )
        earlier: list[CheckIn] = []
        try:
            while True:
                new = [
                    someone(chance, self.town, NOW - timedelta(minutes=9))
                    for _ in range(chance.randint(1, 6))
                ]
                wave = [*new, *chance.sample(earlier, min(len(earlier), 2))]
                ledger.sent |= {command.visit for command in wave}
                receipts = [_receipt(answer) for answer in [recorder.submit(command) for command in wave]]
                for receipt in receipts:
                    ledger.acknowledges(receipt.visit.id, receipt.visit.left_at)
                earlier += new
                if chance.random() < 0.3:
                    self._leave(chance.choice(receipts), ledger)
        except Exception as fault:
            # A broken database answers what it likes; a sound one fails only where its disk is dead.
            if self.mode is AS_SHIPPED and not (disk.dead and isinstance(fault, (DBAPIError, NotNow))):
                raise
        finally:
            disk.dead = True
            recorder.stop()
            self.database.close()

    def _leave(self, receipt: Receipt, ledger: Ledger) -> None:
        key = VisitKey(receipt.venue.id, receipt.visit.id, receipt.check_out_token)
        with self.database.writing() as session:
            left = check_out(session, key, keys=self.town.keys, policy=Policy(), now=NOW).visit
        ledger.acknowledges(left.id, left.left_at)

    def _judge(self, files: dict[str, bytes], ledger: Ledger) -> tuple[bool, bool]:
        for path in self.path.parent.iterdir():
            path.unlink()
        for path, content in files.items():
            Path(path).write_bytes(content)
        try:
            with self.database.reading() as session:
                sound = session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            return sound, sound and ledger.against(self.database).kept
        except Exception:
            if self.mode is AS_SHIPPED:
                raise
            return False, False
        finally:
            self.database.close()


def _receipt(answer: Future[Receipt | Refusal]) -> Receipt:
    receipt = answer.result(timeout=30)
    if isinstance(receipt, Refusal):
        raise receipt
    return receipt
