"""Found a demo city."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.founding import DAYS, PEOPLE, SEED, close, found, installation


def demo(
    people: Annotated[int, typer.Option(help="How many people live there.", min=100)] = PEOPLE,
    days: Annotated[int, typer.Option(help="How many days they have lived.", min=1, max=60)] = DAYS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same city.", min=0)] = SEED,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; today.")] = None,
    truth: Annotated[Path | None, typer.Option(help="Where to write who really infected whom.")] = None,
) -> None:
    """Put a simulated Ho Chi Minh City into an empty database."""
    ghe = installation()
    found(ghe, people, days, seed, until.date() if until else None, truth)
    close(ghe)
