"""Turns a template and values into a page in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.domain.policy import Policy
from app.web import words

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(
    request: Request,
    template: str,
    *,
    policy: Policy,
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
    **values: object,
) -> HTMLResponse:
    """A page. `errors` are pairs of field id and message for the summary at the top."""
    lang = words.language(request)
    other = "en" if lang == "vi" else "vi"
    page = _ENVIRONMENT.get_template(template).render(
        lang=lang,
        _=words.gettext(lang),
        other_lang_url=_in_language(request, other),
        other_lang_name=words.LANGUAGE_NAMES[other],
        # Forms and links keep an explicitly chosen language, since there may be no cookie to remember it.
        keep_lang=f"?lang={lang}" if "lang" in request.query_params else "",
        hotline=policy.hotline,
        policy=policy,
        errors=list(errors),
        clock=lambda moment: words.clock(moment, policy.zone),
        calendar=lambda moment: words.calendar(moment.astimezone(policy.zone).date()),
        number=lambda value: words.number(value, lang),
        **values,
    )
    return HTMLResponse(page, status, headers={"content-language": lang, "vary": "Accept-Language"})


def _in_language(request: Request, lang: str) -> str:
    """This page's address in the other language; after a form was posted, the page that it came from."""
    url: URL = request.url.include_query_params(lang=lang)
    return f"{url.path}?{url.query}"
