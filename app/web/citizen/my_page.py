"""What every page about one's own data shares."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.domain.code_errors import TooManyGuesses
from app.domain.errors import Refusal
from app.domain.privacy import PRIVACY_NOTICE
from app.usecases.show_own_visits import Summary
from app.web import pages, words
from app.web.answers import answer_to
from app.web.citizen.my_device import Mine
from app.web.citizen.my_words import KINDS, basis_words
from app.web.state import Installation


def my_page(
    request: Request,
    ghe: Installation,
    template: str,
    mine: Mine,
    *,
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
    again: Sequence[tuple[str, object]] | None = None,
    shown_once: bool = False,
    **values: object,
) -> HTMLResponse:
    """A page whose forms carry on who asks; its other language is asked for by posting the same again."""
    posted = pages.Again(request.url.path, [*mine.fields, *(again or ())])
    by_post = pages.SHOWN_ONCE if shown_once else posted
    return pages.render(
        request,
        template,
        policy=ghe.policy,
        status=status,
        errors=errors,
        again=by_post if request.method == "POST" else None,
        mine=mine,
        **values,
    )


def start_page(
    request: Request,
    ghe: Installation,
    mine: Mine,
    summary: Summary | None,
    *,
    done: str = "",
    unread: int = 0,
) -> HTMLResponse:
    """The first page: how much is kept, and what one may do with it. `summary` None: nobody is here yet."""
    translate = words.gettext(words.language(request))
    return my_page(
        request,
        ghe,
        "citizen/my.html",
        mine,
        summary=summary,
        joined=[(translate(KINDS[one.kind]), one.joined_at) for one in (summary.joined if summary else ())],
        basis=basis_words(ghe.policy.basis, translate),
        privacy_notice=PRIVACY_NOTICE,
        done=done,
        unread=unread,
    )


def sentence(request: Request, ghe: Installation, refusal: Refusal) -> str:
    """A refusal in one line, for the field that it is about."""
    answer = answer_to(refusal)
    translate = words.gettext(words.language(request))
    if isinstance(refusal, TooManyGuesses):
        again = words.clock(refusal.until, ghe.policy.zone)
        return translate("Too many wrong codes came from here. Try again at %(time)s.", time=again)
    return f"{translate(answer.title)}. {translate(answer.help)}"
