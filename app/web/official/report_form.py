"""Reads what is reported of a case: the person, the illness, its days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from app.domain.case_dates import Dates, Onset, Precision, checked_dates
from app.domain.cases import Classification
from app.domain.errors import InputRefused, Problem
from app.domain.subjects import Subject, checked_subject
from app.web.forms import phone_number, whole_number
from app.web.official.case_forms import day_parts


def read_ward(form: Mapping[str, str], known: Collection[str]) -> str | None:
    """The ward where the person lives; None where it is not known.

    Raises:
        InputRefused: not a ward of the boundaries in force.
    """
    ward = form.get("ward", "")
    if ward and ward not in known:
        raise InputRefused([Problem("ward", "choice")])
    return ward or None


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


def read_report(
    form: Mapping[str, str], active: Collection[str], today: date
) -> tuple[Subject, Dates, Classification, str]:
    """The subject, the dates, the classification and the disease of a new case: one of the active.

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
    if form.get("disease") not in active:
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
