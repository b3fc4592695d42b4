"""What phones send in the benchmark of the check-in path: the mix, and each request to the last byte.

Of every 1,000 requests 989 are new check-ins, 10 are the same bytes as one 50 requests earlier (a phone that
did not hear the answer) and one carries a code that has been revoked. Every fifth has contact details with
it, sealed on the phone. All come from browsers that have been here before, with their cookie and the headers
that a browser on a phone sends.

Of three new check-ins one closes an open visit: its person has not checked out of a visit at another venue
today. Nothing is written for that here, since a missing check-out is assumed when the visit is read and the
next entry elsewhere bounds it; but the path reads the visit and decides on it. Another third checked out of
a visit today, the last third has none.
"""

from __future__ import annotations

import json
import secrets
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from app.domain.ids import PersonId, VisitId, new_visit_id
from app.domain.people import ContactDetails, DeviceToken
from app.vault.day_keys import DayKeys
from app.vault.sealing import seal
from app.vault.tokens import written
from app.web.cookies import DEVICE

BLOCK: Final = 1_000
_BEFORE: Final = 50
_REPEATS: Final = frozenset(range(99, BLOCK, 100))
_REVOKED: Final = 751
_SEALS: Final = 64
"""Details are sealed this often and then used again: what is inside one, only opening tells."""
_BROWSER: Final = (
    "User-Agent: Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36\r\nAccept-Language: vi-VN,vi;q=0.9\r\n"
    "Sec-Fetch-Site: same-origin\r\n"
)
_JSON: Final = (
    "Accept: */*\r\nContent-Type: application/json\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
)
_FORM: Final = (
    "Accept: text/html,application/xhtml+xml\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"
)


class Kind(StrEnum):
    """What a request is."""

    NEW = "new"
    REPEAT = "repeat"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that has been here before."""

    token: DeviceToken
    person: PersonId
    before: int | None
    """Which venue it has a visit at today; it checks in at another."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be sent."""

    kind: Kind
    visit: UUID
    data: bytes
    """The whole of it as HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Door:
    """What requests are written with."""

    host: str
    """For example 127.0.0.1:8000."""
    codes: Sequence[str]
    """One a venue."""
    revoked: Sequence[str]
    today: DayKeys
    form: bool = False
    """Whether a browser without script posts the door's form."""


def kind_of(number: int) -> Kind:
    """What the request with this number is, counted from 0."""
    place = number % BLOCK
    if place == _REVOKED:
        return Kind.REVOKED
    return Kind.REPEAT if place in _REPEATS else Kind.NEW


def visitors_for(count: int) -> int:
    """How many visitors it takes to make so many requests: a repeat needs none of its own."""
    return sum(kind_of(number) is not Kind.REPEAT for number in range(count))


def requests(
    door: Door, visitors: Sequence[Visitor], count: int, *, now: datetime, seconds: float
) -> Iterator[Request]:
    """Requests in the order of sending, their ids those of scans spread over the next `seconds`."""
    seals = [_seal(visitor.person, door.today) for visitor in visitors[:_SEALS]]
    made: deque[Request] = deque(maxlen=_BEFORE)
    coming = iter(visitors)
    for number in range(count):
        kind = kind_of(number)
        if kind is Kind.REPEAT:
            request = replace(made[0], kind=kind)
        else:
            visitor = next(coming)
            visit = new_visit_id(now + seconds * number / count * timedelta(seconds=1), secrets.randbits(74))
            code = _code(door, visitor, kind, number)
            sealed = seals[number % len(seals)] if number % 5 == 0 else None
            request = Request(kind, visit, _written(door, visitor, visit, code, sealed))
        made.append(request)
        yield request


def _code(door: Door, visitor: Visitor, kind: Kind, number: int) -> str:
    if kind is Kind.REVOKED:
        return door.revoked[number % len(door.revoked)]
    # Never the venue where the visitor has a visit already: that would be continued and no new row.
    venues = len(door.codes)
    if visitor.before is None:
        return door.codes[secrets.randbelow(venues)]
    return door.codes[(visitor.before + 1 + secrets.randbelow(venues - 1)) % venues]


def _seal(person: PersonId, today: DayKeys) -> str:
    details = ContactDetails("Nguyễn Thị Minh Khai", "+84901234567")
    return written(seal(details, today.sealing.public_key(), person, today.day))


def _written(door: Door, visitor: Visitor, visit: VisitId, code: str, sealed: str | None) -> bytes:
    device, epoch = written(visitor.token), door.today.day.isoformat()
    if door.form:
        fields = {"visit": str(visit), "by": "static"}
        if sealed is not None:
            fields |= {"sealed": sealed, "person": str(visitor.person), "epoch": epoch}
        path, kind, body = f"/v/{code}", _FORM, urlencode(fields).encode()
    else:
        said: dict[str, object] = {"visit": str(visit), "code": code, "device": device, "typed": False}
        said |= {"seen": "", "companions": 0, "children": 0}
        if sealed is not None:
            said["contact"] = {"epoch": epoch, "person": str(visitor.person), "blob": sealed}
        path, kind, body = (
            "/api/v1/check-ins?lang=vi",
            _JSON,
            json.dumps(said, separators=(",", ":")).encode(),
        )
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {door.host}\r\n{_BROWSER}{kind}Origin: http://{door.host}\r\n"
        f"Cookie: {DEVICE}={device}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
