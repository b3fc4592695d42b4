"""The venue registration form: every field as typed, so that nothing is lost when something is wrong."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.domain.codes import parse_code, parse_typed_code
from app.domain.errors import CodeMistyped, CodeUnknown, InputRefused, Problem
from app.domain.ids import VenueId
from app.domain.venues import MINUTES_A_DAY, Hours, OpeningHours, Position, Registration, VenueKind, register
from app.store.db import Session
from app.usecases.open_poster_address import find_typed, venue_of_code
from app.web.forms import degrees, minutes_of_day, phone_number, whole_number

Typed = Annotated[str, Field(max_length=1000)]


class RegistrationForm(BaseModel):
    """As the browser sends it; a repeated submission carries the same `id`."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    name: Typed = ""
    address: Typed = ""
    kind: Typed = ""
    capacity: Typed = ""
    days: list[Annotated[int, Field(ge=0, le=6)]] = []
    opens: Typed = ""
    closes: Typed = ""
    always: Typed = ""
    latitude: Typed = ""
    longitude: Typed = ""
    parent: Typed = ""
    phone: Typed = ""
    different: Typed = ""


def blank(new_id: UUID) -> RegistrationForm:
    """The form before anything is typed: open daily from seven to nine in the evening."""
    return RegistrationForm(id=new_id, days=list(range(7)), opens="07:00", closes="21:00")


def read_registration(session: Session, form: RegistrationForm) -> Registration:
    """Turn what was typed into a registration.

    Raises:
        InputRefused: every problem at once, in the order of the form.
    """
    problems: list[Problem] = []
    kind = _kind(form, problems)
    capacity = whole_number(form.capacity)
    if capacity is None:
        problems.append(Problem("capacity", "number"))
    hours = _hours(form, problems)
    position = _position(form, problems)
    parent = _parent(session, form, problems)
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
        )
    except InputRefused as refused:
        problems = [*refused.problems, *problems]
    if problems:
        order = list(RegistrationForm.model_fields)
        raise InputRefused(sorted(problems, key=lambda p: order.index(p.field) if p.field in order else 99))
    return registration


def _kind(form: RegistrationForm, problems: list[Problem]) -> VenueKind:
    try:
        return VenueKind(form.kind)
    except ValueError:
        problems.append(Problem("kind", "choice"))
        return VenueKind.OTHER


def _hours(form: RegistrationForm, problems: list[Problem]) -> OpeningHours:
    if form.always == "yes":
        return OpeningHours()
    opens, closes = minutes_of_day(form.opens), minutes_of_day(form.closes)
    if opens is None or closes is None:
        problems.append(Problem("opens" if opens is None else "closes", "missing"))
        return OpeningHours()
    opening = Hours(opens, closes if closes > opens else closes + MINUTES_A_DAY)
    return OpeningHours(tuple((opening,) if day in form.days else () for day in range(7)))


def _position(form: RegistrationForm, problems: list[Problem]) -> Position | None:
    if not form.latitude.strip() and not form.longitude.strip():
        return None
    latitude, longitude = degrees(form.latitude), degrees(form.longitude)
    if latitude is None or longitude is None:
        problems.append(Problem("latitude", "position"))
        return None
    return Position(latitude, longitude)


def _parent(session: Session, form: RegistrationForm, problems: list[Problem]) -> VenueId | None:
    """The venue around this one, named by either of its codes."""
    if not form.parent.strip():
        return None
    try:
        try:
            code = find_typed(session, parse_typed_code(form.parent))
        except CodeMistyped:
            code = parse_code(form.parent)
        return venue_of_code(session, code)
    except CodeMistyped:
        problems.append(Problem("parent", "code"))
    except CodeUnknown:
        problems.append(Problem("parent", "venue"))
    return None
