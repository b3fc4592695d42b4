"""Turns a template and values into a page in the person's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Match

from app.domain.policy import Policy
from app.web import static_files, words
from app.web.later import whole
from app.web.state import Installation

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["static"] = static_files.address


@dataclass(frozen=True, slots=True)
class Again:
    """How a page that answers a POST is asked for in the other language: the same fields, posted again.

    Its address alone would lose them. Without an action the page has no other language: it is shown once.
    """

    action: str
    fields: Sequence[tuple[str, object]]


SHOWN_ONCE: Final = Again("", ())


def render(
    request: Request,
    template: str,
    *,
    policy: Policy,
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
    again: Again | None = None,
    **values: object,
) -> HTMLResponse:
    """A page. `errors` are pairs of field id and message for the summary at the top."""
    lang = words.language(request, template)
    other = "en" if lang == "vi" else "vi"
    keep_lang = kept_language(request)
    in_language = _addresses(request)
    given: dict[str, object] = {
        "lang": lang,
        "html_lang": words.html_language(lang),
        "languages": _menu(in_language, template, {lang, other}),
        "_": words.gettext(lang),
        "other_lang": other,
        "other_lang_url": in_language(other),
        "other_lang_name": words.LANGUAGE_NAMES[other],
        "keep_lang": keep_lang,
        "home_url": f"/{keep_lang}",
        "privacy_url": f"/privacy{keep_lang}",
        "public_map_url": f"/map{keep_lang}",
        "accessibility_url": f"/accessibility{keep_lang}",
        "hotline": words.telephone(policy.hotline),
        "now_ms": int(_clock(request).timestamp() * 1000),
        "policy": policy,
        "errors": list(errors),
        "again": again,
        "clock": lambda moment: words.clock(moment, policy.zone),
        "calendar": lambda moment: words.calendar(moment.astimezone(policy.zone).date(), lang),
        "number": lambda value: words.number(value, lang),
    }
    page = _ENVIRONMENT.get_template(template).render(given | values)
    return HTMLResponse(page, status, headers=headers_in(lang))


def headers_in(lang: str) -> dict[str, str]:
    """What a page says of its language."""
    return {"content-language": lang, "vary": "Accept-Language"}


def _clock(request: Request) -> datetime:
    """The service's time; what phones correct their own by before they make the id of a visit."""
    ghe: Installation = request.state.ghe
    return ghe.clock()


def kept_language(request: Request) -> str:
    """What forms, links and redirects append so that a chosen language stays: no cookie remembers it."""
    if "lang" not in request.query_params:
        return ""
    return f"?lang={words.asked_language(request) or words.language(request)}"


def _menu(
    in_language: Callable[[str], str], template: str, at_hand: set[str]
) -> list[tuple[str, str, str, str]]:
    """The further languages of a page that has more than two: code, own name, what `lang` says, address."""
    if template not in words.RECEIPT_PAGES:
        return []
    return [
        (code, name, words.html_language(code), in_language(code))
        for code, name in words.LANGUAGE_NAMES.items()
        if code not in at_hand
    ]


def _addresses(request: Request) -> Callable[[str], str]:
    """This page's address in any language; the start page's where a form's answer cannot be opened."""
    path = request.url.path
    if request.method != "GET" and not _opens(request, path):
        start = f"/{path.split('/')[1]}"
        there = start if _opens(request, start) else "/"
        return lambda lang: f"{there}?lang={lang}"
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return lambda lang: f"{path}?{urlencode([*others, ('lang', lang)])}"


def _opens(request: Request, path: str) -> bool:
    """Whether a link can lead there."""
    scope = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(scope)[0] is Match.FULL for route in whole(request.app).routes)
