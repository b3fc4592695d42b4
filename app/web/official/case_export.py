"""An official takes a case's list away as a table."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import (
    export_case,
    write_table,
)
from app.web import words
from app.web.deps import Ghe, Now, Writing
from app.web.official import case_words
from app.web.official.access import needs

router = APIRouter(prefix="/official/cases/{case}", include_in_schema=False)

Exporter = Annotated[Official, Depends(needs(Permission.EXPORT_CASE))]


@router.post("/export.{form}", name="export_case")
def export(
    request: Request, case: UUID, form: str, ghe: Ghe, session: Writing, official: Exporter, now: Now
) -> Response:
    """The list in force as CSV or XLSX."""
    translate = words.gettext(words.language(request))
    table = export_case.export_case(
        session,
        official,
        CaseId(case),
        word=lambda text: translate(case_words.EXPORT_WORDS.get(text, text)),
        keys=ghe.keys,
        policy=ghe.policy,
        now=now,
    )
    name = f"ghe-{table.title}.{'xlsx' if form == 'xlsx' else 'csv'}"
    content = write_table.as_xlsx(table) if form == "xlsx" else write_table.as_csv(table)
    media = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        if form == "xlsx"
        else "text/csv; charset=utf-8"
    )
    return Response(
        content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
