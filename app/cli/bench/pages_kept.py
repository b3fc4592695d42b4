"""The city that pages are asked about: made once, and kept in a folder where someone wants to ask again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from app.cli.bench.bulk_rows import unchecked
from app.cli.bench.pages_city import facts_of, make_city, signed_in
from app.cli.scratch import scratch
from app.domain.ids import OfficialId, OwnerId
from app.vault.keystore import KeyStore
from app.web.state import Installation

_WRITTEN: Final = "city.json"


@dataclass(frozen=True, slots=True)
class Stage:
    """All that asking needs to know of a city."""

    counts: dict[str, int]
    facts: dict[str, str]
    """What stands in for the names in the addresses of `page_ways`."""
    officials: dict[str, str]
    """Their ids, by role."""
    owner: str
    person: str
    """The cookie of somebody on a list."""


def staged(folder: Path, url: str, scale: float) -> tuple[Stage, dict[str, str]]:
    """The city of this folder and database, made if it is not there, and the cookies of who asks."""
    ghe = scratch(folder, url)
    ghe.recorder.stop()
    written = folder / _WRITTEN
    try:
        if not written.exists():
            written.write_text(json.dumps(asdict(_made(ghe, url, scale))), encoding="utf-8")
        stage = Stage(**json.loads(written.read_text(encoding="utf-8")))
        officials = {name: OfficialId(UUID(one)) for name, one in stage.officials.items()}
        with ghe.database.writing() as session:
            cookies = signed_in(session, officials, OwnerId(UUID(stage.owner)), now=ghe.clock())
    finally:
        ghe.database.close()
    return stage, cookies | {"person": stage.person}


class _AtHand(KeyStore):
    """The same keys, each read from its file once: hundreds of thousands of people are sealed with one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._known: dict[str, bytes] = {}

    def named(self, name: str) -> bytes:
        if name not in self._known:
            self._known[name] = super().named(name)
        return self._known[name]


def _made(ghe: Installation, url: str, scale: float) -> Stage:
    ghe.database.close()  # nobody else has it open while nothing is checked
    began, keys = time.perf_counter(), _AtHand(ghe.settings.keys)
    with unchecked(url) as database:
        city = make_city(
            database, keys, scale=scale, policy=ghe.policy, now=ghe.clock(), progress=_progress(began)
        )
        facts = facts_of(database, city)
    print(f"  {time.perf_counter() - began:6.1f} s: {city.counts}")
    officials = {name: str(one) for name, one in city.officials.items()}
    return Stage(city.counts, facts, officials, str(city.places.owner), city.person)


def _progress(began: float) -> Callable[[str], None]:
    return lambda words: print(f"  {time.perf_counter() - began:6.1f} s: {words} ...", flush=True)
