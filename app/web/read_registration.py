"""Turns the registration form into a registration, or says everything that is wrong with it."""

from __future__ import annotations

from app.domain.code_errors import TooManyGuesses
from app.domain.codes import parse_code
from app.domain.errors import CodeMistyped, CodeUnknown, InputRefused, NameNotPrintable, Problem
from app.domain.ids import VenueId
from app.domain.opening_hours import MINUTES_A_DAY, Hours, OpeningHours
from app.domain.positions import Position
from app.domain.registrations import Registration, register
from app.domain.spaces import Ventilation
from app.domain.typed_codes import parse_typed_code
from app.domain.venue_kinds import VenueKind
from app.store.db import Session
from app.usecases.check_printable import check_printable
from app.usecases.find_code import find_typed, venue_of_code
from app.web.forms import coordinates, minutes_of_day, phone_number, whole_number
from app.web.guesses import Watch
from app.web.registration_form import RegistrationForm


def read_registration(session: Session, form: RegistrationForm, watch: Watch) -> Registration:
    """Turn what was typed into a registration; `watch` counts wrong codes of the venue around it.

    Raises:
        InputRefused: every problem at once, in the order of the form.
    """
    problems = _not_printable(form)
    kind = _kind(form, problems)
    capacity = whole_number(form.capacity)
    if capacity is None:
        problems.append(Problem("capacity", "number" if form.capacity.strip() else "missing"))
    hours = _hours(form, problems)
    position = _position(form, problems)
    parent = _parent(session, form, problems, watch)
    ventilation = _ventilation(form, problems)
    phone = phone_number(form.phone) if form.phone.strip() else None
    if form.phone.strip() and phone is None:
        problems.append(Problem("phone", "phone"))
    try:
        registration = register(
            name=form.name,
            address=form.address,
            kind=kind,
            capacity=1 if capacity is None else capacity,
            hours=hours,
            position=position,
            parent=parent,
            phone=phone,
            ventilation=ventilation,
        )
    except InputRefused as refused:
        problems = [*refused.problems, *problems]
    if problems:
        order = list(RegistrationForm.model_fields)
        raise InputRefused(sorted(problems, key=lambda p: order.index(p.field)))
    return registration


def _not_printable(form: RegistrationForm) -> list[Problem]:
    """Said now, because a venue whose poster cannot be printed is registered in vain."""
    problems = []
    for field in ("name", "address"):
        try:
            check_printable(getattr(form, field))
        except NameNotPrintable as refusal:
            problems.append(Problem(field, "unprintable", (("characters", refusal.characters),)))
    return problems


def _kind(form: RegistrationForm, problems: list[Problem]) -> VenueKind:
    try:
        return VenueKind(form.kind)
    except ValueError:
        problems.append(Problem("kind", "choice" if form.kind else "missing"))
        return VenueKind.OTHER


def _ventilation(form: RegistrationForm, problems: list[Problem]) -> Ventilation | None:
    """None where nothing was chosen: the owner does not know."""
    try:
        return Ventilation(form.ventilation) if form.ventilation else None
    except ValueError:
        problems.append(Problem("ventilation", "choice"))
        return None


def _hours(form: RegistrationForm, problems: list[Problem]) -> OpeningHours:
    if form.always == "yes":
        return OpeningHours()
    opens, closes = minutes_of_day(form.opens), minutes_of_day(form.closes)
    if opens is None:
        problems.append(Problem("opens", "time" if form.opens.strip() else "missing"))
    if closes is None:
        problems.append(Problem("closes", "time" if form.closes.strip() else "missing"))
    if not form.days:
        problems.append(Problem("days", "never_open"))
    if opens is None or closes is None or not form.days:
        return OpeningHours()
    opening = Hours(opens, closes if closes > opens else closes + MINUTES_A_DAY)
    return OpeningHours(tuple((opening,) if day in form.days else () for day in range(7)))


def _position(form: RegistrationForm, problems: list[Problem]) -> Position | None:
    if not form.position.strip():
        return None
    pair = coordinates(form.position)
    position = Position(*pair) if pair else None
    if position is None or abs(position.latitude) > 90 or abs(position.longitude) > 180:  # noqa: PLR2004 - degrees
        problems.append(Problem("position", "position"))
        return None
    return position


def _parent(
    session: Session, form: RegistrationForm, problems: list[Problem], watch: Watch
) -> VenueId | None:
    """The venue around this one, named by either of its codes."""
    if not form.parent.strip():
        return None
    try:
        with watch.looking_up():
            try:
                code = find_typed(session, parse_typed_code(form.parent))
            except CodeMistyped:
                code = parse_code(form.parent)
            return venue_of_code(session, code)
    except TooManyGuesses:
        problems.append(Problem("parent", "guesses"))
    except CodeMistyped:
        problems.append(Problem("parent", "code"))
    except CodeUnknown:
        problems.append(Problem("parent", "venue"))
    return None
