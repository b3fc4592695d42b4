"""The course of an outbreak: its numbers, and its clusters. For officials who may see exact counts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from app.domain.officials import Official
from app.domain.roles import Permission
from app.store.db import Session
from app.usecases.clusters_view import Clusters
from app.usecases.outbreak_data import OutbreakData, gather_outbreak
from app.usecases.outbreak_places import PROSPECTIVE_DAYS, gather_places
from app.usecases.outbreak_view import Numbers
from app.usecases.view_clusters import clusters
from app.usecases.view_outbreak import SHOWN, outbreak_numbers, record_viewing
from app.web import pages, words
from app.web.deps import Ghe, Now
from app.web.official.access import needs
from app.web.official.frame import frame
from app.web.official.map_choice import Choice, Chosen
from app.web.official.outbreak_page import around, cluster_values, number_values
from app.web.state import Installation

router = APIRouter(prefix="/official/outbreak", include_in_schema=False)

Viewer = Annotated[Official, Depends(needs(Permission.VIEW_EXACT_COUNTS))]


# Neither handler asks for a session as others do: its snapshot would be held while the numbers are computed.


@router.get("", name="outbreak")
def outbreak(request: Request, ghe: Ghe, official: Viewer, now: Now, choice: Chosen) -> HTMLResponse:
    """Cases a day, reproduction number, growth, projection."""

    def compute(session: Session) -> tuple[OutbreakData, Numbers]:
        data = gather_outbreak(session, official, choice.asked, policy=ghe.policy, now=now)
        session.rollback()
        return data, outbreak_numbers(data)

    with ghe.database.reading() as own:
        key = ("outbreak", official.role, official.jurisdiction, choice.asked)
        (data, numbers), computed_at = ghe.held.get(key, compute, own, now=now)
    with ghe.database.writing() as session:
        record_viewing(session, official, data, "outbreak-numbers", days=SHOWN, now=now)
    values = number_values(request, numbers) | {"computed_at": computed_at}
    return _page(request, ghe, official, "official/outbreak.html", data, choice, values)


@router.get("/clusters", name="outbreak_clusters")
def outbreak_clusters(request: Request, ghe: Ghe, official: Viewer, now: Now, choice: Chosen) -> HTMLResponse:
    """Wards, days and venues with more cases than chance would put there."""

    def compute(session: Session) -> tuple[OutbreakData, Clusters]:
        data = gather_outbreak(session, official, choice.asked, policy=ghe.policy, now=now)
        places = gather_places(session, official, data, policy=ghe.policy)
        session.rollback()
        return data, clusters(data, places, choice.asked.days)

    with ghe.database.reading() as own:
        key = ("outbreak clusters", official.role, official.jurisdiction, choice.asked)
        (data, found), computed_at = ghe.held.get(key, compute, own, now=now)
    with ghe.database.writing() as session:
        days = max(PROSPECTIVE_DAYS, choice.asked.days)
        record_viewing(session, official, data, "outbreak-clusters", days=days, now=now)
    values = cluster_values(request, data, found) | {"computed_at": computed_at}
    return _page(request, ghe, official, "official/outbreak_clusters.html", data, choice, values)


def _page(
    request: Request,
    ghe: Installation,
    official: Official,
    template: str,
    data: OutbreakData,
    choice: Choice,
    values: dict[str, Any],
) -> HTMLResponse:
    translate = words.gettext(words.language(request))
    problems = [("until", translate("Write the day as 13/07/2021"))] if choice.unreadable_day else []
    return pages.render(
        request,
        template,
        policy=ghe.policy,
        status=400 if problems else 200,
        errors=problems,
        **around(request, data, choice, ghe.policy.zone),
        **values,
        **frame(request, official),
    )
