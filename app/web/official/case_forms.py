"""Reads the forms of case work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.domain.cases import Classification, Dates, Onset, Precision, checked_dates
from app.domain.contacts import Standing
from app.domain.diseases import DISEASES
from app.domain.errors import InputRefused, Problem
from app.domain.ids import PersonId, VenueId
from app.domain.policy import Policy
from app.domain.subjects import Subject, checked_subject
from app.web.forms import minutes_of_day, phone_number, whole_number


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


def read_dates(form: Mapping[str, str], today: date) -> Dates:
    """Onset, sample and isolation.

    Raises:
        InputRefused: every problem at once.
    """
    problems: list[Problem] = []
    onset_on = day_parts(form, "onset", problems)
    sample_on = day_parts(form, "sample", problems)
    isolated_on = day_parts(form, "isolated", problems)
    try:
        precision = Precision(form.get("precision", Precision.DAY.value))
    except ValueError:
        problems.append(Problem("precision", "choice"))
        precision = Precision.DAY
    if problems:
        raise InputRefused(problems)
    onset = None if onset_on is None else Onset(onset_on, precision)
    return checked_dates(onset, sample_on, isolated_on, today=today)


def read_report(form: Mapping[str, str], today: date) -> tuple[Subject, Dates, Classification, str]:
    """The subject, the dates, the classification and the disease of a new case.

    Raises:
        InputRefused: every problem at once, in the order of the form.
    """
    problems: list[Problem] = []
    phone = phone_number(form.get("phone", "")) if form.get("phone", "").strip() else None
    if form.get("phone", "").strip() and phone is None:
        problems.append(Problem("phone", "phone"))
    birth_year = whole_number(form.get("birth_year", "")) if form.get("birth_year", "").strip() else None
    if form.get("birth_year", "").strip() and birth_year is None:
        problems.append(Problem("birth_year", "number"))
    subject, dates = None, None
    try:
        subject = checked_subject(
            name=form.get("name", ""),
            phone=phone,
            birth_year=birth_year,
            address=form.get("address", ""),
            this_year=today.year,
        )
    except InputRefused as refused:
        problems += refused.problems
    if form.get("disease") not in DISEASES:
        problems.append(Problem("disease", "choice"))
    classification = None
    try:
        classification = Classification(form.get("classification", ""))
    except ValueError:
        problems.append(Problem("classification", "choice"))
    try:
        dates = read_dates(form, today)
    except InputRefused as refused:
        problems += refused.problems
    if problems or subject is None or dates is None or classification is None:
        raise InputRefused(problems)
    return subject, dates, classification, form["disease"]


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
