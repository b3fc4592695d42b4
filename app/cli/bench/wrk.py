"""As many requests as a server answers: wrk, fed with requests that were made beforehand.

wrk sends each connection's next request when the last is answered, so it finds the most that a server does
and says little of how long people wait; for that there is `open_loop`. The ids inside the requests are made
before the run rather than by wrk: a phone's id may be minutes old, and making them costs processor time that
the server needs, on the same two cores.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from app.cli.bench.check_in_requests import BLOCK, Kind, Request

THREADS: Final = 2
_SCRIPT: Final = Path(__file__).with_name("check_ins.lua")
_UUID: Final = "(" + "%-".join("%x" * length for length in (8, 4, 4, 4, 12)) + ")"
IN_JSON: Final = '"visit":"' + _UUID
"""Where a receipt has the id of its visit, as a pattern of Lua."""
IN_PAGE: Final = 'name="visit" value="' + _UUID


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back."""

    acknowledged: Counter[UUID]
    """The ids that the answers named, and how often."""
    refused: Counter[int]
    """Other answers, by status."""
    unanswered: list[Request]
    """Sent, or about to be, when the run ended."""
    seconds: float
    p50: float
    """Milliseconds from sending to the answer."""
    p99: float
    ran_out: bool
    """Whether the requests were too few for the time."""

    @property
    def rate(self) -> float:
        """Acknowledged requests a second."""
        return self.acknowledged.total() / self.seconds


def drive(
    url: str, made: Iterable[Request], folder: Path, *, seconds: int, connections: int, pattern: str
) -> Answers:
    """Send requests as fast as they are answered, for so many seconds; wrk knows no earlier end."""
    shares: list[list[Request]] = [[] for _ in range(THREADS)]
    for number, block in enumerate(_blocks(made)):
        shares[number % THREADS].extend(block)
    for number, share in enumerate(shares):
        with (folder / f"requests.{number}").open("wb") as file:
            file.writelines(b"%06d%b" % (len(request.data), request.data) for request in share)
    words = ["wrk", f"-t{THREADS}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    words += ["-s", str(_SCRIPT), url, "--", str(folder), pattern]
    said = subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603 - made here
    found = re.search(r"^measured (.+)$", said.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"wrk said: {said.stdout}{said.stderr}")
    duration, over, p50, p99, *sent = map(float, found[1].split())
    begun = [share[: int(count)] for share, count in zip(shares, sent, strict=True)]
    acknowledged, refused, unanswered = _told(begun, folder)
    return Answers(acknowledged, refused, unanswered, duration / 1e6, p50, p99, over > 0)


def _blocks(made: Iterable[Request]) -> Iterable[list[Request]]:
    """Whole blocks, so that a repeat is sent by the thread that has sent its original."""
    block: list[Request] = []
    for request in made:
        block.append(request)
        if len(block) == BLOCK:
            yield block
            block = []
    yield block


def _told(begun: list[list[Request]], folder: Path) -> tuple[Counter[UUID], Counter[int], list[Request]]:
    """What was acknowledged, what refused, and which of the requests that each thread began stay open."""
    acknowledged: Counter[UUID] = Counter()
    refused: Counter[int] = Counter()
    unanswered = []
    for number, sent in enumerate(begun):
        lines = (folder / f"answers.{number}").read_text(encoding="ascii").split()
        ids = Counter(UUID(line) for line in lines if "-" in line)
        refused.update(int(line) for line in lines if line.isdigit())
        acknowledged += ids
        unanswered += [one for one in sent if one.kind is not Kind.REVOKED and one.visit not in ids]
    return acknowledged, refused, unanswered
