"""The public map: for everybody, without signing in; every release is frozen, so it may be kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from app.domain.map_release_errors import MapReleaseUnknown
from app.store.db import Session
from app.usecases import export_map
from app.usecases.remember_results import Remembered
from app.usecases.view_map_release import ReleaseView, ground_of, newest_release, view_release
from app.usecases.write_table import as_csv
from app.web import map_frame, pages, words
from app.web.basemap import in_force
from app.web.deps import Ghe, Reading
from app.web.map_ground import on_basemap, on_ground
from app.web.public_map_drawing import COUNT, RATE, Drawing, Use, usual_measure
from app.web.public_map_sheet import below, facts, notes, rows, table, why
from app.web.state import Installation

if TYPE_CHECKING:
    import maps

router = APIRouter(include_in_schema=False)

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "png": "image/png",
    "pdf": "application/pdf",
}
LISTED: Final = 60
"""Releases that a page leads to."""
_HOUR: Final = "public, max-age=3600"
_MINUTE: Final = "public, max-age=60"
_DRAWN: Final[Remembered[bytes]] = Remembered(24)
"""Documents and files: they are drawn once, for everybody asks for the same."""

Short = Annotated[str, Query(max_length=60)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class Asked:
    """Whether counts or rates are drawn, and which ward is looked for; all else is in the address."""

    def __init__(self, measure: Short = "", q: Short = "") -> None:
        self.measure = measure if measure in {COUNT, RATE} else ""
        self.text = q.strip()


Choice = Annotated[Asked, Depends(Asked)]


@router.get("/map", name="public_map")
def newest(request: Request, ghe: Ghe, session: Reading, asked: Choice, disease: Short = "") -> Response:
    """The newest release, or that there is none yet."""
    number = newest_release(session, disease or None)
    if number is None and disease:
        raise MapReleaseUnknown
    if number is None:
        page = pages.render(request, "public/map_empty.html", policy=ghe.policy)
    else:
        page = _page(request, ghe, view_release(session, number), asked)
    return _kept(request, page, _MINUTE)


@router.get("/map/releases/{number}", name="public_map_release")
def release(request: Request, ghe: Ghe, session: Reading, asked: Choice, number: Number) -> Response:
    """One release."""
    return _kept(request, _page(request, ghe, view_release(session, number), asked), _HOUR)


@router.get("/map/releases/{number}/frame", name="public_map_frame")
def in_frame(request: Request, ghe: Ghe, session: Reading, asked: Choice, number: Number) -> Response:
    """Its map as a document under a policy of its own: drawn once, sent with a fresh nonce each time."""
    view, lang = view_release(session, number), words.language(request)
    measure = asked.measure or usual_measure(view)
    base = in_force(ghe.settings.basemap)

    def draw() -> bytes:
        import maps

        drawn = _drawn(session, ghe, view, measure, lang, Use.DOCUMENT)
        found = on_basemap(drawn, ghe.settings.basemap, words.gettext(lang))
        marker = map_frame.new_nonce()  # nobody outside ever sees it, so nothing in a name can be it
        html = maps.document(found, nonce=marker, asset_base=map_frame.ASSETS)
        return f"{marker}{html}".encode()

    key = (_fingerprint(ghe, view), "frame", measure, lang, base and base.version)
    marked = _DRAWN.get(key, draw).decode()
    length, nonce = len(map_frame.new_nonce()), map_frame.new_nonce()
    html = marked[length:].replace(marked[:length], nonce)
    answer = map_frame.document(request, html, nonce)
    answer.headers["cache-control"] = _HOUR
    answer.headers["vary"] = "accept-encoding, accept-language"
    return answer


@router.get("/map/{number}.{form}", name="public_map_file")
def file(request: Request, ghe: Ghe, session: Reading, asked: Choice, number: Number, form: str) -> Response:
    """A release as a file."""
    if form not in MEDIA:
        raise HTTPException(404)
    view, lang = view_release(session, number), words.language(request)
    _ = words.gettext(lang)
    measure = COUNT if form == "geojson" else asked.measure or usual_measure(view)

    def make() -> bytes:
        if form == "csv":
            return as_csv(table(view, notes(view, ghe.policy.zone, _), lang, _))
        drawn = _drawn(session, ghe, view, measure, lang, Use.DATA if form == "geojson" else Use.PICTURE)
        return export_map.map_file(on_ground(drawn, _), form, paper="a4", stamp="", now=view.release.made_at)

    content = _DRAWN.get((_fingerprint(ghe, view), form, measure, lang), make)
    name = f"ghe-map-{view.release.disease}-{view.release.period.last}-{view.release.number}.{form}"
    answer = Response(content, media_type=MEDIA[form])
    answer.headers["content-disposition"] = f'attachment; filename="{name}"'
    answer.headers["vary"] = "Accept-Language"
    return _kept(request, answer, _HOUR)


def _page(request: Request, ghe: Installation, view: ReleaseView, asked: Asked) -> HTMLResponse:
    lang = words.language(request)
    _ = words.gettext(lang)
    number, measure = view.release.number, asked.measure or usual_measure(view)
    kept = f"?lang={lang}&measure={measure}"
    return pages.render(
        request,
        "public/map.html",
        policy=ghe.policy,
        page_class="citizen wide",
        release=view.release,
        disease=view.called(view.release.disease, lang),
        diseases=[(slug, view.called(slug, lang)) for slug in view.diseases],
        measures=[(RATE, _("Per 100,000 people a week")), (COUNT, _("Cases"))],
        measure=measure,
        facts=facts(view, lang, _),
        rows=rows(view, asked.text, lang, _),
        text=asked.text,
        below=below(view, lang, _),
        notes=notes(view, ghe.policy.zone, _),
        why=why(view, _),
        newer=view.newer,
        listed=view.released[:LISTED],
        day=words.calendar,
        frame_address=f"/map/releases/{number}/frame{kept}",
        files=[(form, f"/map/{number}.{form}{kept}") for form in MEDIA],
    )


def _drawn(
    session: Session, ghe: Installation, view: ReleaseView, measure: str, lang: str, use: Use
) -> maps.CaseMap:
    drawing = Drawing(view, measure, use, ghe.policy.zone, lang, words.gettext(lang))
    return drawing.case_map(ground_of(session, view.release))


def _fingerprint(ghe: Installation, view: ReleaseView) -> bytes:
    """Everything that a drawing depends on, but its language and what is asked for."""
    said = (view.release, view.told, view.boundaries, view.sources, ghe.policy.zone)
    return hashlib.sha256(repr(said).encode()).digest()


def _kept(request: Request, answer: Response, how_long: str) -> Response:
    """The answer, or that it has not changed since it was sent."""
    tag = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": how_long}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer
