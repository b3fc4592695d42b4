"""How many posters a second."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from app.cli.scratch import scratch
from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.policy import Policy
from app.domain.registrations import register
from app.domain.venue_kinds import VenueKind
from app.main import utc_now
from app.usecases.print_poster import PosterFormat, print_poster
from app.usecases.register_venue import register_venue
from qr.paper import Paper


def posters(count: Annotated[int, typer.Option(min=1)] = 40) -> None:
    """Posters as PDF, one after the other."""
    now, policy = utc_now(), Policy()
    with tempfile.TemporaryDirectory() as folder:
        ghe = scratch(Path(folder))
        with ghe.database.writing() as session:
            said = register(
                name="Phở Hòa Pasteur",
                address="260C Pasteur",
                kind=VenueKind.SHOP,
                capacity=9,
                hours=OpeningHours(),
            )
            made = register_venue(session, VenueId(uuid4()), said, None, now=now)
        began = time.perf_counter()
        for _ in range(count):
            print_poster(
                made.venue,
                made.code,
                parent=None,
                public_url="https://ghe.example.vn",
                policy=policy,
                vietnamese=lambda sentence, **values: sentence % values if values else sentence,
                form=PosterFormat.PDF,
                paper=Paper.A4,
                now=now,
            )
        print(f"posters, A4 PDF, one core: {count / (time.perf_counter() - began):.0f} /s")
        ghe.recorder.stop()
