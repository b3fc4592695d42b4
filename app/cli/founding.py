"""Put a demo city into an installation."""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from app.cli.terminal import out, progress_bars
from app.domain.spans import local_day
from app.main import install, utc_now
from app.settings import Settings
from app.simulation.city import City
from app.simulation.columns import moment
from app.store import migrate
from app.store.db import open_database
from app.usecases import found_demo
from app.web.state import Installation

PEOPLE, DAYS, SEED = 20_000, 21, 2021


def installation() -> Installation:
    """The installation of the settings, its database brought to the newest schema."""
    database = open_database(Settings().database_url)
    migrate.upgrade(database)
    database.close()
    return install(Settings())


def close(ghe: Installation) -> None:
    """Let another process have the database."""
    ghe.recorder.stop()
    ghe.database.close()


def found(
    ghe: Installation, people: int, days: int, seed: int, until: date | None, truth: Path | None
) -> None:
    """Simulate a city that ends now, or at the end of an earlier day, into an empty database."""
    now = utc_now()
    if until is not None and until < local_day(now, ghe.policy.zone):
        # The whole of that day has been lived: one minute before its midnight.
        now = datetime.combine(until, datetime.max.time(), tzinfo=ghe.policy.zone) - timedelta(minutes=1)
    start = local_day(now, ghe.policy.zone) - timedelta(days=days - 1)
    try:
        with progress_bars() as progress:
            city = found_demo.found_demo(
                ghe.database,
                ghe.keys,
                people_count=people,
                start=start,
                seed=seed,
                policy=ghe.policy,
                now=now,
                progress=progress,
            )
    except found_demo.NotEmpty:
        close(ghe)
        sys.exit("This database is in use already. Point GHE_DATABASE_URL at an empty one.")
    out.print(
        f"{len(city.residents):,} people, {len(city.places):,} venues, {len(city.scans.person):,} check-ins, "
        f"{len(city.infections.person):,} infections, {start:%d/%m/%Y} to {now:%d/%m/%Y}."
    )
    if truth is not None:
        _write_truth(city, truth)


def _write_truth(city: City, path: Path) -> None:
    """Who really infected whom, where and when: kept apart from the database, for judging the tracer."""
    cases = city.infections
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["person", "infector", "venue", "infected_at", "onset_at", "reported_at"])
        for row in range(len(cases.person)):
            times = (cases.infected_at[row], cases.onset_at[row], cases.reported_at[row])
            table.writerow(
                [
                    int(cases.person[row]),
                    int(cases.infector[row]),
                    int(cases.venue[row]),
                    *(moment(int(t)).isoformat() if t >= 0 else "" for t in times),
                ]
            )
