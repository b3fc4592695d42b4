"""Reads what a tracer adds: a remembered visit, a decision about people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from starlette.datastructures import FormData

from app.domain.contacts import Standing
from app.domain.errors import InputRefused, Problem
from app.domain.ids import PersonId, VenueId
from app.domain.policy import Policy
from app.web.forms import minutes_of_day
from app.web.official.case_forms import day_parts


def read_stay(form: Mapping[str, str], policy: Policy) -> tuple[VenueId, datetime, datetime]:
    """Where a patient remembers having been, from when to when; past midnight is the next day.

    Raises:
        InputRefused: every problem at once.
    """
    problems: list[Problem] = []
    venue = _uuid(form.get("venue", ""))
    if venue is None:
        problems.append(Problem("venue", "choose_venue"))
    day = day_parts(form, "day", problems)
    if day is None and not any(problem.field == "day" for problem in problems):
        problems.append(Problem("day", "missing"))
    entered, left = minutes_of_day(form.get("entered", "")), minutes_of_day(form.get("left", ""))
    problems += [Problem(name, "time") for name, at in (("entered", entered), ("left", left)) if at is None]
    if problems or venue is None or day is None or entered is None or left is None:
        raise InputRefused(problems)
    midnight = datetime.combine(day, time(), tzinfo=policy.zone)
    if left <= entered:
        left += 24 * 60
    return VenueId(venue), midnight + timedelta(minutes=entered), midnight + timedelta(minutes=left)


def read_decision(form: FormData) -> tuple[list[PersonId], Standing]:
    """Whom an official ticked, and which button was pressed.

    Raises:
        InputRefused: nobody was ticked.
    """
    people = [PersonId(person) for value in form.getlist("person") if (person := _uuid(value)) is not None]
    try:
        standing = Standing(str(form.get("standing", "")))
    except ValueError:
        people = []
    if not people:
        raise InputRefused([Problem("person", "choose_people")])
    return people, standing


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
