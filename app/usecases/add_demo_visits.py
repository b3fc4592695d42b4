"""The scans of a demo city, put into the database as visits. Shared by founding and living on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from app.domain.assurance import Flag
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.visits import Visit
from app.simulation.city import City
from app.simulation.columns import moment
from app.simulation.scans import ASSURANCES, Scans
from app.store import city as facts
from app.store import visits
from app.store.db import Session
from app.usecases.demo_ids import person_id, venue_id, visit_id
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms

Progress = Callable[[float, str], None]


def microseconds(at: datetime) -> int:
    """A moment as scans count time."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def part(progress: Progress, begin: float, end: float, words: str) -> Progress:
    """Progress through one part of the work, from `begin` to `end`, under its own words."""
    return lambda share, _: progress(begin + (end - begin) * share, words)


def add_visits(
    session: Session, city: City, scans: Scans, keys: KeyStore, policy: Policy, progress: Progress
) -> None:
    """Keep scans as visits."""
    basis = facts.basis_id(session, policy.basis, now=moment(0))
    visits.add_many(session, _visits(city, scans, keys, basis, progress))


def _visits(city: City, scans: Scans, keys: KeyStore, basis: int, progress: Progress) -> Iterator[Visit]:
    """The scans as visits, day by day: each day's pseudonyms are made in one pass."""
    everyone = [person_id(city.seed, person) for person in range(len(city.residents))]
    ids = [venue_id(city.seed, row) for row in range(len(city.places))]
    day, names = None, []
    for row in range(len(scans.person)):
        visit = visit_id(scans, row)
        entered = moment(int(scans.entered[row]))
        if (today := local_day(entered, city.zone)) != day:
            day, names = today, pseudonyms(keys.day(today).link, everyone)
            progress(row / len(scans.person), "")
        yield Visit(
            venue=ids[scans.venue[row]],
            id=visit,
            pseudonym=names[scans.person[row]],
            assurance=ASSURANCES[scans.assurance[row]],
            received_at=moment(int(scans.received[row])),
            basis=basis,
            flags=Flag(int(scans.flags[row])),
            left_at=moment(int(scans.left[row])) if scans.left[row] >= 0 else None,
        )
