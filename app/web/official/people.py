"""People and gatherings that several open cases list: whom to go to first. No names; nothing is opened."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.domain.retention import first_kept_day
from app.domain.roles import Permission
from app.usecases import find_on_list, list_people
from app.usecases.choose_disease import choose_disease
from app.usecases.find_gatherings import Gathered
from app.usecases.list_people import ListedPerson, ListsView
from app.usecases.view_sources import record_links_viewing
from app.web.deps import Ghe, Now, Reading
from app.web.official import link_words
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.case_page import PAGE
from app.web.official.case_words import STANDINGS
from app.web.official.links_page import links_page
from app.web.pages import kept_language

router = APIRouter(prefix="/official/people", include_in_schema=False)

Reader = Annotated[Official, Depends(needs(Permission.READ_CASE))]
SHOWN = 4
"""Cases named in one line."""


@router.get("", name="people")
def people(
    request: Request,
    ghe: Ghe,
    session: Reading,
    official: Reader,
    now: Now,
    disease: Annotated[str, Query(max_length=32)] = "",
) -> HTMLResponse:
    """Who and what stands on most lists."""
    chosen = choose_disease(session, disease)
    with ghe.database.writing() as recording:
        record_links_viewing(recording, official, chosen.disease, "people", now=now)
    view, computed_at = ghe.held.get(
        ("people", official.role, official.jurisdiction, chosen.disease.slug),
        lambda own: list_people.list_people(own, official, chosen.disease, policy=ghe.policy, now=now),
        session,
        now=now,
    )
    kept_from = first_kept_day(ghe.policy, now=now)
    kept = kept_language(request)

    def event(one: Gathered) -> str:
        venue = view.venues[one.venue]
        opens = one.venue in view.open_to_event and link_words.can_be_traced(one.span, kept_from, ghe.policy)
        return link_words.event_address(venue, view.disease.slug, ghe.policy, kept, one.span) if opens else ""

    return links_page(
        request,
        ghe,
        "official/people.html",
        official,
        chosen,
        view=view,
        computed_at=computed_at,
        people=[_row(rank, person, view) for rank, person in enumerate(view.people, start=1)],
        gatherings=[
            {
                "venue": view.venues[one.venue],
                "span": one.span,
                "cases": [view.cases[case] for case in one.cases[:SHOWN]],
                "count": len(one.cases),
                "more": max(len(one.cases) - SHOWN, 0),
                "event": event(one),
            }
            for one in view.gatherings
        ],
    )


@router.post("/line", name="find_on_list")
def line(request: Request, session: Reading, official: Reader, form: Posted) -> RedirectResponse:
    """To somebody's line in the list of a case. Who it is stands in the form, never in an address."""
    posted = typed(form)
    try:
        case, person = CaseId(UUID(posted.get("case", ""))), PersonId(UUID(posted.get("person", "")))
    except ValueError:
        raise InputRefused([Problem("person", "form")]) from None
    rank = find_on_list.find_on_list(session, official, case, person)
    first = rank - (rank - 1) % PAGE
    query = f"?from={first}{kept_language(request).replace('?', '&')}"
    anchor = "person" if rank == first else f"person-{rank}"
    return RedirectResponse(f"/official/cases/{case}{query}#{anchor}", 303)


def _row(rank: int, person: ListedPerson, view: ListsView) -> dict[str, object]:
    by_strength = sorted(person.lists, key=lambda case: (-person.lists[case].hours, str(case)))
    return {
        "rank": rank,
        "who": person.who,
        "lists": len(by_strength),
        "cases": [
            {
                "case": view.cases[case],
                "band": person.lists[case].band,
                "standing": STANDINGS[person.standings[case]] if case in person.standings else "",
            }
            for case in by_strength[:SHOWN]
        ],
        "more": max(len(by_strength) - SHOWN, 0),
        "own": [view.cases[case] for case in person.own],
    }
