"""The officials' maps as files: small numbers are hidden from everybody, and each says who took it out."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.usecases import export_map, write_table
from app.usecases.write_table import Table
from app.web.map_ground import on_ground
from app.web.official.map import Ask, Kind
from app.web.official.map_kinds import MapKind
from app.web.official.map_sheet import Cell, MapRequest, MapSheet
from app.web.words import calendar, clock

router = APIRouter(prefix="/official/map", include_in_schema=False)

MEDIA: Final = {
    "png": "image/png",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}
PAPERS: Final = ("a4", "a4-portrait", "a3", "a3-portrait", export_map.WALL)


@router.get("/file.{form}", name="map_file")
def map_file(
    form: str, ask: Ask, kind: Kind, paper: Annotated[str, Query(max_length=20)] = PAPERS[0]
) -> Response:
    """The map of the same address as a file; written down, and committed, before anything is made."""
    if form not in MEDIA or paper not in PAPERS:
        raise HTTPException(404)
    leaving = replace(ask, choice=replace(ask.choice, asked=replace(ask.asked, for_export=True)))
    sheet = kind.sheet(leaving)
    drawn = on_ground(sheet.draw(), ask._)
    stamp = _stamp(leaving, kind, sheet, form)
    others = {row.code for row in sheet.rows} - {area.code for area in drawn.areas}
    if form == "csv" and (sheet.table_as_csv or others):
        content = write_table.as_csv(_table(sheet, stamp))
    else:
        content = export_map.map_file(drawn, form, paper=paper, stamp=stamp, now=ask.now)
    headers = {"content-disposition": f'attachment; filename="{_name(kind, sheet, form)}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)


def _stamp(ask: MapRequest, kind: MapKind, sheet: MapSheet, form: str) -> str:
    """Who took it out and when, with the id of the audit's entry."""
    detail = {"map": kind.slug, "form": form, **sheet.audit}
    with ask.ghe.database.writing() as session:
        number = export_map.record_export(
            session, ask.official, detail, randomness=secrets.randbits(64), now=ask.now
        )
    zone = ask.ghe.policy.zone
    at = f"{clock(ask.now, zone)} {calendar(ask.now.astimezone(zone).date())}"
    return ask._(
        "Taken out by %(who)s at %(at)s. Number in the audit: %(number)s",
        who=ask.official.user_name,
        at=at,
        number=number,
    )


def _table(sheet: MapSheet, stamp: str) -> Table:
    """The page's table, for maps whose rows are not their areas: venues, links."""
    notes = sheet.notes
    said = {
        "title": sheet.caption,
        "as_of": notes.as_of,
        "source": notes.source,
        "rule": notes.rule,
        "version": notes.version,
        "exported": stamp,
    }
    header = ["code", *(column.slug for column in sheet.columns), *said]
    numeric = [column.numeric for column in sheet.columns[1:]]
    rows = [
        [
            row.code,
            row.name,
            *(_plain(cell, is_number) for cell, is_number in zip(row.cells, numeric, strict=True)),
            *said.values(),
        ]
        for row in sheet.rows
    ]
    return Table(sheet.caption, header, rows)


def _plain(cell: Cell, is_number: bool) -> str | float:  # noqa: FBT001 - a column's own word
    return cell.key if is_number and cell.key is not None else cell.text


def _name(kind: MapKind, sheet: MapSheet, form: str) -> str:
    """Letters of slugs and days alone: nothing that anybody typed."""
    parts = ("ghe", kind.slug, sheet.asked.disease, sheet.asked.until)
    return "-".join(str(part) for part in parts if part) + f".{form}"
