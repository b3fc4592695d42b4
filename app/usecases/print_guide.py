"""An owner prints how to hang the poster."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from app.domain.policy import Policy
from app.usecases.poster_mark import poster_mark
from app.usecases.sheet_file import LEAD, SheetForm, sheet_file
from qr.guide import Guide, Step, sheet


def print_guide(
    steps: Sequence[str],
    *,
    policy: Policy,
    vietnamese: Callable[..., str],
    form: SheetForm,
    now: datetime,
) -> bytes:
    """The guide as a file: each English sentence of `steps` below its Vietnamese."""
    guide = Guide(
        title=vietnamese("How to hang the poster"),
        second_language="How to hang the poster",
        steps=tuple(Step(_held(vietnamese(step)), _held(step)) for step in steps),
        lowest="90\u00a0cm",
        highest="120\u00a0cm",
        corner="50\u00a0cm",
        footer=vietnamese("Printed %(date)s", date=f"{now.astimezone(policy.zone):%d/%m/%Y}"),
        brand="Ghé",
        mark=poster_mark(),
        accent=LEAD,
    )
    return sheet_file(sheet(guide), form)


def _held(text: str) -> str:
    """A number stays on one line with its unit."""
    return re.sub(r"(\d) (c?m)\b", "\\1\u00a0\\2", text)
