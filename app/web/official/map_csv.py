"""The officials' map as a file: the same numbers, small ones hidden from everybody."""

from __future__ import annotations

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.neutral import neutral
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import view_map
from app.usecases.map_view import Asked
from app.web import words
from app.web.deps import Ghe, Now, Reading
from app.web.map_words import notes
from app.web.official.access import needs
from app.web.official.map import written_down
from app.web.official.map_choice import Chosen

router = APIRouter(prefix="/official/map", include_in_schema=False)

Viewer = Annotated[Official, Depends(needs(Permission.VIEW_MAP))]


@router.get("/cases.csv", name="map_csv")
def map_csv(
    request: Request, ghe: Ghe, session: Reading, official: Viewer, now: Now, choice: Chosen
) -> Response:
    """The table as a file. It leaves the system, so small numbers are hidden from everybody."""
    translate = words.gettext(words.language(request))
    asked = Asked(choice.asked.disease, choice.asked.until, choice.asked.days, for_export=True)
    view = view_map.view_map(session, official, asked, policy=ghe.policy, now=now)
    written_down(ghe, official, view, "csv")
    said = notes(view, ghe.policy.zone, translate)
    target = io.StringIO()
    writer = csv.writer(target)
    header = ("code", "name", "from", "to", "cases", "cases_before", "as_of", "source", "rule", "version")
    writer.writerow(header)
    hidden = f"<{view.k}"
    days = (view.window.first.isoformat(), view.window.last.isoformat())
    for ward in view.wards:
        shown = [hidden if n is None else n for n in (ward.shown.now, ward.shown.before)]
        if not view.compared:
            shown[1] = ""
        cells = (ward.area.code, ward.area.name, *days, *shown)
        texts = (said.as_of, said.source, said.rule, said.version)
        writer.writerow([neutral(c) if isinstance(c, str) else c for c in (*cells, *texts)])
    name = f"ghe-{view.disease}-{days[0]}-{days[1]}.csv"
    return Response(
        target.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
