"""Counts codes that no venue has, by where they come from, in this process's memory alone.

Nothing is written down: a table of addresses beside the visits is what others were broken by. The keys are
hashes under a random key that dies with the process. Several processes count apart, so the limits are as many
times as high as there are processes.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import Request

from app.domain.card_errors import CardUnknown
from app.domain.code_errors import ScreenCodeWrong, TooManyGuesses
from app.domain.errors import CodeUnknown
from app.domain.guesses import (
    OF_ALL,
    OF_CODES,
    OF_DEVICE,
    OF_JOINS,
    OF_JOINS_NETWORK,
    OF_NETWORK,
    Allowance,
)
from app.domain.join_errors import JoinCodeUnknown, RecoveryUnknown
from app.domain.people import DeviceToken
from app.vault.tokens import read_token
from app.web import cookies

_MOST_KEYS: Final = 100_000
"""A dozen megabytes; beyond them the ones that were first to come are forgotten."""

_WRONG: Final = (CodeUnknown, ScreenCodeWrong, CardUnknown, JoinCodeUnknown, RecoveryUnknown)
Buckets = Sequence[tuple[bytes, Allowance]]


class Guesses:
    """Wrong codes lately. One moment a key: when its whole allowance is back."""

    def __init__(self) -> None:
        self._full_at: OrderedDict[bytes, datetime] = OrderedDict()
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()

    def key(self, *parts: bytes) -> bytes:
        """The key of something, which cannot be turned back."""
        return hashlib.blake2b(b"\0".join(parts), key=self._secret, digest_size=16).digest()

    def admit(self, buckets: Buckets, now: datetime) -> None:
        """Let a code be looked up.

        Raises:
            TooManyGuesses: too many wrong ones came lately.
        """
        with self._lock:
            free = [rule.free_at(self._full_at[key]) for key, rule in buckets if key in self._full_at]
        if free and (until := max(free)) > now:
            raise TooManyGuesses(until)

    def note(self, buckets: Buckets, now: datetime) -> None:
        """Count a code that no venue has."""
        with self._lock:
            for key, rule in buckets:
                self._full_at[key] = rule.spent(self._full_at.pop(key, None), now)
            while len(self._full_at) > _MOST_KEYS:
                self._full_at.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Watch:
    """One request's look-ups, watched."""

    guesses: Guesses
    gates: Buckets
    """Whoever has emptied one of these is sent away before the look-up."""
    counted: Callable[[], Buckets]
    """What a wrong code is counted in; asked only when there is one, for a right one must not wait for it."""
    now: datetime

    @contextmanager
    def looking_up(self) -> Iterator[None]:
        """Around a look-up that tells whether anything has a code.

        Raises:
            TooManyGuesses: before it, or instead of its refusal: too many wrong ones came lately.
        """
        self.guesses.admit(self.gates, self.now)
        try:
            yield
        except _WRONG:
            counted = self.counted()
            self.guesses.admit(counted, self.now)
            self.guesses.note(counted, self.now)
            raise


def typed(request: Request, guesses: Guesses, now: datetime, *, known: bool) -> Watch:
    """For typed codes. A browser that has checked in before answers for itself alone.

    So nobody can switch typing off for those who come every day by guessing from the same network; and a
    script gets five guesses more for each check-in that it makes up.
    """
    device = read_token(request.cookies.get(cookies.DEVICE))
    own = [] if device is None else [(guesses.key(b"typed", device), OF_DEVICE)]
    network = (guesses.key(b"typed network", _network(request)), OF_NETWORK)
    everybody = (guesses.key(b"typed known" if known else b"typed all"), OF_ALL)
    counted = [*own, everybody] if known else [*own, network, everybody]
    return Watch(guesses, counted, lambda: counted, now)


def scanned(request: Request, guesses: Guesses, now: datetime, device: DeviceToken | None) -> Watch:
    """For scanned codes: no phone of an honest person sends one that nobody has printed or shown.

    Only the guessing browser itself is kept from checking in: a neighbour who guesses must not keep a whole
    mobile network out, and 40 bits are beyond guessing for anybody.
    """
    own = [] if device is None else [(guesses.key(b"scanned", device), OF_CODES)]
    return Watch(
        guesses,
        own,
        lambda: [*own, (guesses.key(b"scanned network", _network(request)), OF_CODES)],
        now,
    )


def cards(request: Request, guesses: Guesses, now: datetime, who: bytes | None) -> Watch:
    """For numbers of cards: `who` is an owner or an official who is signed in, None for whoever comes along.

    Fourteen digits are not found by guessing at any pace that this allows. The guesses of a neighbour keep no
    door and no station from its work.
    """
    if who is not None:
        own = [(guesses.key(b"card", who), OF_CODES)]
        return Watch(guesses, own, lambda: own, now)
    device = read_token(request.cookies.get(cookies.DEVICE))
    anybody = [] if device is None else [(guesses.key(b"card", device), OF_DEVICE)]
    anybody += [
        (guesses.key(b"card network", _network(request)), OF_NETWORK),
        (guesses.key(b"card all"), OF_ALL),
    ]
    return Watch(guesses, anybody, lambda: anybody, now)


def joining(request: Request, guesses: Guesses, now: datetime, device: DeviceToken | None) -> Watch:
    """For codes that link browsers or bring somebody back: each opens a history, so few are let in."""
    own = [] if device is None else [(guesses.key(b"joining", device), OF_DEVICE)]
    network = (guesses.key(b"joining network", _network(request)), OF_JOINS_NETWORK)
    counted = [*own, network, (guesses.key(b"joining all"), OF_JOINS)]
    return Watch(guesses, counted, lambda: counted, now)


def _network(request: Request) -> bytes:
    """The neighbourhood of an address: 256 of the old kind, a household of the new."""
    host = "" if request.client is None else request.client.host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.encode()
    return address.packed[: 3 if address.version == 4 else 7]  # noqa: PLR2004 - /24 and /56
