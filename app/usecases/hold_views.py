"""Numbers of a large city that take longer than a page may wait: computed beside it, shown with their time.

A small city never meets this: its numbers are always of now.
"""

from __future__ import annotations

import gc
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock, Thread
from time import monotonic
from typing import Any, ClassVar, Final, TypeVar, cast

from app.domain.held_errors import StillComputing
from app.store import city
from app.store.db import Database, Session

T = TypeVar("T")

PATIENCE: Final = timedelta(milliseconds=120)
"""How long a page waits for numbers that are not there."""
FRESH: Final = timedelta(minutes=1)
"""Older numbers are still shown, with their time, and computed anew beside it ..."""
_REST: Final = 20
"""... but not before this many times as long as they took: a page watched all day costs a 20th of a core."""
STALE: Final = timedelta(minutes=10)
"""Older numbers are not shown."""
_TURNS: Final = 0.0005
"""Seconds for which a computation keeps the interpreter where others wait for it."""
_MOST_KEPT: Final = 64
_MOST_WAITING: Final = 16
"""More are refused: each asks again by itself, so whoever still looks is served in the end."""


@dataclass(slots=True)
class _Held:
    """What was computed last, and what is being computed."""

    at: datetime | None = None
    done: Future[Any] | None = None
    coming: Future[Any] | None = None
    began: datetime | None = field(default=None)
    took: timedelta = timedelta()
    """The last computation, without the time that it waited for its turn."""

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be computed, anew or the first time."""
        fresh = min(max(FRESH, _REST * self.took), STALE / 2)
        return self.coming is None and (self.at is None or now - self.at > fresh)


@contextmanager
def _considerate() -> Iterator[None]:
    """Let threads that answer run often while this one computes; one at a time may be in here.

    Each time such a thread waits for something it has to get the interpreter back: by default within 5 ms,
    and a check-in needs it several times. And a million objects on their way into a view are no garbage: to
    look through them for some stops everybody for a fifth of a second.
    """
    before, collected = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(_TURNS)
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
        sys.setswitchinterval(before)


class HeldViews:
    """What one process holds. A key names all that decides who may see what: role and jurisdiction above all.

    One computation at a time: a second one beside it would take the processor from those who check in.
    """

    _turn: ClassVar = Lock()
    """Of the whole process, whose interpreter `_considerate` sets."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._views: OrderedDict[Hashable, _Held] = OrderedDict()
        self._lock = Lock()
        self._waiting = 0
        self._large = False

    def get(
        self, key: Hashable, compute: Callable[[Session], T], session: Session, *, now: datetime
    ) -> tuple[T, datetime | None]:
        """The view, in a small city computed in this session and of now (None); else with its time.

        Raises:
            StillComputing: a large city's numbers are not there yet.
            Refusal: what `compute` raised.
        """
        if not self._is_large():
            return compute(session), None
        with self._lock:
            held = self._views.setdefault(key, _Held())
            self._views.move_to_end(key)
            self._take_in(held)
            if held.is_due(now):
                self._begin(held, compute, now)
            coming = held.coming
            usable = held.done if held.at is not None and now - held.at <= STALE else None
            at = held.began if usable is None else held.at
            while len(self._views) > _MOST_KEPT:
                self._views.popitem(last=False)
        if usable is None:
            if coming is None or not wait([coming], PATIENCE.total_seconds()).done:
                raise StillComputing
            usable = coming
        return cast("T", usable.result()), at

    def also(self, key: Hashable, other: Hashable) -> None:
        """Show what was computed under one key under another one too, which asks for the same by other words.

        Only the numbers, with their time: computed anew is each for itself, for tomorrow they may differ.
        """
        with self._lock:
            held, same = self._views.get(key), self._views.get(other)
            if held is not None:
                self._take_in(held)
            if held is None or held.at is None or (same and same.at and same.at >= held.at):
                return
            same = self._views.setdefault(other, _Held())
            same.at, same.done, same.took = held.at, held.done, held.took

    def _is_large(self) -> bool:
        # A city does not shrink: once large, nobody counts again. In a session of its own: the caller's may
        # not have begun, and some compute only once it has ended.
        if not self._large:
            with self._database.reading() as own:
                self._large = city.is_large(own)
        return self._large

    @staticmethod
    def _take_in(held: _Held) -> None:
        """What has been computed meanwhile takes the place of what was."""
        if held.coming is not None and held.coming.done():
            held.done, held.at, held.coming = held.coming, held.began, None

    def _begin(self, held: _Held, compute: Callable[[Session], Any], now: datetime) -> None:
        if self._waiting >= _MOST_WAITING:
            return
        self._waiting += 1
        coming: Future[Any] = Future()
        held.coming, held.began = coming, now
        # A daemon: the service stops without waiting for numbers that nobody will see.
        Thread(target=self._run, args=(held, coming, compute), daemon=True, name="held-view").start()

    def _run(self, held: _Held, coming: Future[Any], compute: Callable[[Session], Any]) -> None:
        with self._turn:
            began = monotonic()
            try:
                with _considerate(), self._database.reading() as session:
                    found = compute(session)
                held.took = timedelta(seconds=monotonic() - began)  # before anybody takes in the result
                coming.set_result(found)
            except BaseException as fault:  # noqa: BLE001 - it belongs to who asks, not to this thread
                coming.set_exception(fault)
        with self._lock:
            self._waiting -= 1
