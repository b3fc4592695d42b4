"""What every page of an official has around it: name, way out, and the places that the role may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request

from app.domain.officials import Official
from app.domain.roles import Permission, Role
from app.web import words
from app.web.pages import kept_language
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places."""

    href: str
    label: str
    text: str
    permission: Permission
    also: tuple[str, ...] = ()
    """Other addresses that belong to it."""


PLACES: Final = (
    Place(
        "/official/cases",
        N_("Cases"),
        N_("Report a case, see who was there, call the contacts."),
        Permission.READ_CASE,
    ),
    Place(
        "/official/events",
        N_("Events"),
        N_("Gatherings looked into without a case: how many were there, and who."),
        Permission.READ_EVENT,
    ),
    Place(
        "/official/sources",
        N_("Links"),
        N_("Where several cases may have been infected, whom their lists have in common, who infected whom."),
        Permission.VIEW_LINKS,
        ("/official/people", "/official/chains"),
    ),
    Place(
        "/official/cards",
        N_("Cards"),
        N_("Register and block cards of people without a phone, and show holders their visits."),
        Permission.MANAGE_CARDS,
    ),
    Place("/official/map", N_("Map"), N_("Cases by ward, on a map and as a table."), Permission.VIEW_MAP),
    Place(
        "/official/outbreak",
        N_("Course of the outbreak"),
        N_("How fast it grows, what may come, and where cases cluster."),
        Permission.VIEW_EXACT_COUNTS,
    ),
    Place(
        "/official/diseases",
        N_("Diseases"),
        N_("By which values cases are traced, and where these are from."),
        Permission.VIEW_DISEASES,
    ),
    Place(
        "/official/staff",
        N_("Officials"),
        N_("Add officials, hand out links, take accounts out of service."),
        Permission.MANAGE_OFFICIALS,
    ),
    Place("/official/audit", N_("Audit"), N_("Who did what, and when."), Permission.READ_AUDIT),
)

ROLES: Final = {
    Role.TRACER: N_("Tracer"),
    Role.EPIDEMIOLOGIST: N_("Epidemiologist"),
    Role.APPROVER: N_("Approver"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("Administrator"),
}


def places(official: Official) -> list[Place]:
    """Where this official may go."""
    return [place for place in PLACES if official.may(place.permission)]


def frame(request: Request, official: Official) -> dict[str, Any]:
    """What a page needs beside its own values: `pages.render(..., **frame(request, official))`."""
    translate, lang = words.gettext(words.language(request)), kept_language(request)
    return {
        "official": official,
        "page_class": "official",
        "person": official.full_name,
        "home_url": f"/official{lang}",
        "sign_out_url": f"/official/sign-out{lang}",
        "nav": [
            (place.href + lang, translate(place.label), _is_within(request.url.path, place))
            for place in places(official)
        ],
    }


def _is_within(path: str, place: Place) -> bool:
    return any(path == href or path.startswith(f"{href}/") for href in (place.href, *place.also))
