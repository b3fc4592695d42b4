"""An operator lets a demo city live on to now."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.spans import day_span, days_between, local_day
from app.simulation.city import City, simulate
from app.simulation.columns import moment, take
from app.simulation.scans import as_known
from app.store import partitions, visits
from app.store.db import Database
from app.usecases.add_demo_visits import Progress, add_visits, microseconds, part
from app.usecases.demo_cases import add_cases
from app.usecases.demo_ids import venue_id, visit_id
from app.usecases.release_demo import release_demo
from app.usecases.remember_demo import Demo, save_demo
from app.usecases.seal_demo_contacts import seal_contacts
from app.vault.keystore import DAYS_AHEAD, KeyStore


def live_on(
    database: Database, keys: KeyStore, demo: Demo, *, policy: Policy, now: datetime, progress: Progress
) -> City:
    """Let a demo city live on to now: the same people and venues, the days since then."""
    today = local_day(now, policy.zone)
    city = simulate(
        demo.people,
        demo.start,
        today,
        demo.seed,
        zone=policy.zone,
        progress=part(progress, 0, 0.7, "simulating"),
    )
    # What has left retention meanwhile is not written: its keys are gone, and are never made again.
    first = max(local_day(demo.lived_until, policy.zone) - timedelta(days=1), first_kept_day(policy, now=now))
    keys.ensure(days_between(first, today + timedelta(days=DAYS_AHEAD)))
    partitions.ensure_partitions(database, policy.zone, now=now, back=(today - first).days + 1)
    before, until = microseconds(demo.lived_until), microseconds(now)
    known = as_known(city.scans, until)
    kept_from = microseconds(day_span(first, policy.zone).start)
    new = take(known, (known.received > before) & (known.entered >= kept_from))
    ended = take(known, (known.received <= before) & (known.left > before))
    with database.writing() as session:
        add_visits(session, city, new, keys, policy, part(progress, 0.7, 0.9, "writing visits"))
        visits.end_many(
            session,
            (
                (venue_id(city.seed, int(ended.venue[row])), visit_id(ended, row), moment(ended.left[row]))
                for row in range(len(ended.person))
            ),
        )
        seal_contacts(session, city, new, keys, policy)
        save_demo(session, Demo(demo.people, demo.seed, demo.start, now), now=now)
    progress(0.95, "reporting cases")
    add_cases(database, city, keys, since=demo.lived_until, policy=policy, now=now)
    release_demo(database, policy=policy, now=now)
    progress(1.0, "done")
    return city
