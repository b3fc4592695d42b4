"""The phones of a demo city: a slow trickle of check-ins and check-outs over the public interface.

Runs beside the service as a process of its own, and knows nothing of its database but who lives there.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta

from app.domain.spans import local_day
from app.settings import Settings
from app.simulation.city import HO_CHI_MINH, City, simulate
from app.simulation.scans import ASSURANCES
from app.simulation.trickle import trickle
from app.store.db import open_database
from app.usecases.demo_ids import code_of, device_of, visit_id
from app.usecases.remember_demo import Demo, demo_of, save_demo
from app.vault.tokens import written

_STEP = timedelta(seconds=15)


def main() -> None:
    """Play until the parent process ends."""
    os.nice(10)
    url, database = sys.argv[1], open_database(Settings().database_url)
    with database.reading() as session:
        demo = demo_of(session)
    if demo is None:
        return
    now = datetime.now(UTC)
    city = _city(demo, now)
    receipts: dict[int, dict[str, str]] = {}
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(_STEP.total_seconds())
        before, now = now, datetime.now(UTC)
        if local_day(now, city.zone) == city.until:
            city, receipts = _city(demo, now), {}
        try:
            _play(city, url, before, now, receipts)
            with database.writing() as session:
                save_demo(session, Demo(demo.people, demo.seed, demo.start, now), now=now)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            continue  # the service is busy, restarting or gone; the phones try again with the next window


def _city(demo: Demo, now: datetime) -> City:
    """The city simulated to the end of tomorrow: the same rows that `live_on` would write later."""
    return simulate(demo.people, demo.start, local_day(now, HO_CHI_MINH) + timedelta(days=1), demo.seed)


def _play(city: City, url: str, begin: datetime, end: datetime, receipts: dict[int, dict[str, str]]) -> None:
    scans, seed = city.scans, city.seed
    rows = trickle(scans, begin, end)
    for row in rows.check_ins.tolist():
        sent = {
            "code": code_of(seed, int(scans.venue[row])),
            "visit": str(visit_id(scans, row)),
            "device": written(device_of(seed, int(scans.person[row]))),
            "typed": ASSURANCES[scans.assurance[row]].value == "typed",
        }
        receipts[row] = json.loads(
            _post(f"{url}/api/v1/check-ins", json.dumps(sent).encode(), "application/json")
        )
    for row in rows.check_outs.tolist():
        if (receipt := receipts.pop(row, None)) is not None:
            form = {
                "venue": receipt["venue"],
                "visit": receipt["visit"],
                "token": receipt["check_out_token"],
            }
            _post(
                f"{url}/visit/leave",
                urllib.parse.urlencode(form).encode(),
                "application/x-www-form-urlencoded",
            )


def _post(url: str, body: bytes, media_type: str) -> bytes:
    request = urllib.request.Request(url, body, {"content-type": media_type})  # noqa: S310 - our own service
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        content: bytes = answer.read()
        return content


if __name__ == "__main__":
    main()
