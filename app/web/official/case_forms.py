"""What every form of case work has: its fields as they were typed, and days in three parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.domain.errors import Problem


async def _form(request: Request) -> FormData:
    return await request.form()


Posted = Annotated[FormData, Depends(_form)]


def typed(form: Mapping[str, object]) -> dict[str, str]:
    """Every text field as it was typed, to be shown again."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def day_parts(form: Mapping[str, str], field: str, problems: list[Problem]) -> date | None:
    """A date from three fields; None when all are empty."""
    parts = [form.get(f"{field}-{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        problems.append(Problem(field, "date"))
        return None
