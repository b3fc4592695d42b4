"""Chains of cases: who infected whom, as a table and as trees."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import view_chains
from app.usecases.choose_disease import choose_disease
from app.usecases.view_chains import Chain
from app.usecases.view_sources import record_links_viewing
from app.usecases.weigh_infectors import DAYS, MOST
from app.web import words
from app.web.deps import Ghe, Now, Reading
from app.web.official import link_words
from app.web.official.access import needs
from app.web.official.links_page import links_page

router = APIRouter(prefix="/official/chains", include_in_schema=False)

Viewer = Annotated[Official, Depends(needs(Permission.VIEW_LINKS))]
_DEEPEST: Final = 12
"""Generations that a nested list can show on a phone."""


@router.get("", name="chains")
def chains(
    request: Request,
    ghe: Ghe,
    session: Reading,
    official: Viewer,
    now: Now,
    disease: Annotated[str, Query(max_length=32)] = "",
) -> HTMLResponse:
    """The chains of a disease, the largest first."""
    chosen = choose_disease(session, disease)
    with ghe.database.writing() as recording:
        record_links_viewing(recording, official, chosen.disease, "chains", now=now)
    view, computed_at = ghe.held.get(
        ("chains", official.role, official.jurisdiction, chosen.disease.slug),
        lambda own: view_chains.view_chains(
            own, official, chosen.disease, keys=ghe.keys, policy=ghe.policy, now=now
        ),
        session,
        now=now,
    )
    translate = words.gettext(words.language(request))
    return links_page(
        request,
        ghe,
        "official/chains.html",
        official,
        chosen,
        view=view,
        computed_at=computed_at,
        trees=[chain for chain in view.chains if _can_be_drawn(chain)],
        weights={
            case: link_words.percent(link.weight, translate)
            for case, link in view.links.items()
            if not link.decided
        },
        last_days=DAYS,
        most=MOST,
    )


def _can_be_drawn(chain: Chain) -> bool:
    depth = len(chain.members) if chain.generations is None else chain.generations
    return depth <= _DEEPEST
