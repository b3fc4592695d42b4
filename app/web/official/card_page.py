"""The pages about one card: what it is and what can be done with it, drawn again after each thing done."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.card_numbers import CardNumber, grouped_card
from app.domain.cards import Card, CardState, Ground, UnblockReason
from app.domain.errors import InputRefused, Problem, Refusal
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.usecases.hold_card_rights import HeldVisits
from app.web import card_numbers, pages, words
from app.web.official.access import needs
from app.web.official.frame import frame
from app.web.problems import problem_words
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

Clerk = Annotated[Official, Depends(needs(Permission.MANAGE_CARDS))]
Number = Annotated[str, Form(max_length=card_numbers.LONGEST)]

STATES: Final = {
    CardState.BLANK: (N_("Blank: nobody's yet"), "neutral"),
    CardState.REGISTERED: (N_("It works"), "ok"),
    CardState.EXPIRED: (N_("Expired"), "attention"),
    CardState.BLOCKED: (N_("Blocked"), "danger"),
    CardState.REPLACED: (N_("Replaced by another card"), "attention"),
}
GROUNDS: Final = {
    Ground.WITH_CARD: N_("The holder is here with the card"),
    Ground.BY_PHONE: N_("The holder asks by phone and knows the number"),
    Ground.FOR_RELATIVE: N_("Somebody who cares for the holder asks"),
    Ground.BY_ORDER: N_("A court or an authority has ordered it"),
}
REASONS: Final = {
    UnblockReason.FOUND: N_("The card was found again"),
    UnblockReason.RETURNED: N_("Somebody brought the card back"),
    UnblockReason.MISTAKE: N_("It was blocked by mistake"),
}
_WORDS: Final = {
    "name": N_("Write a name"),
    "ground": N_("Say who asks for it"),
    "reason": N_("Say why it works again"),
}


def read_ground(text: str) -> Ground:
    """On what visits are shown.

    Raises:
        InputRefused: nothing was chosen.
    """
    if text not in set(Ground):
        raise InputRefused([Problem("ground", "missing")])
    return Ground(text)


def find_page(
    request: Request,
    ghe: Installation,
    official: Official,
    *,
    typed: str = "",
    refusal: Refusal | None = None,
    done: str = "",
) -> HTMLResponse:
    """The field for a number; `done` is what has just been done, `refusal` what is wrong with the number."""
    status, message = (200, "") if refusal is None else card_numbers.told(request, ghe, refusal)
    return pages.render(
        request,
        "official/cards.html",
        policy=ghe.policy,
        status=status,
        errors=[("number", message)] if message else (),
        again=pages.Again("/official/cards/card", [("number", typed)]) if request.method == "POST" else None,
        typed=typed,
        done=done,
        **frame(request, official),
    )


def card_page(
    request: Request,
    ghe: Installation,
    official: Official,
    number: CardNumber,
    card: Card,
    *,
    done: str = "",
    wrong: InputRefused | tuple[str, Refusal] | None = None,
    typed: Mapping[str, str] = MappingProxyType({}),
) -> HTMLResponse:
    """What a card is. `wrong` is what was wrong with a form of the page, or with one field of it."""
    status, errors = _wrong(request, ghe, wrong)
    state = card.state(local_day(ghe.clock(), ghe.policy.zone))
    translate = words.gettext(words.language(request))
    return pages.render(
        request,
        "official/card.html",
        policy=ghe.policy,
        status=status,
        errors=errors,
        again=pages.Again("/official/cards/card", [("number", number)]),
        number=number,
        grouped=grouped_card(number),
        card=card,
        state=state.value,
        badge=(translate(STATES[state][0]), STATES[state][1]),
        grounds=[(ground.value, translate(label), "") for ground, label in GROUNDS.items()],
        reasons=[(reason.value, translate(label), "") for reason, label in REASONS.items()],
        day=words.calendar,
        done=done,
        typed=typed,
        **frame(request, official),
    )


def visits_page(
    request: Request,
    ghe: Installation,
    official: Official,
    number: CardNumber,
    held: HeldVisits,
    ground: Ground,
    *,
    done: str = "",
) -> HTMLResponse:
    """What is kept about a holder, to be read together or printed."""
    translate = words.gettext(words.language(request))
    return pages.render(
        request,
        "official/card_visits.html",
        policy=ghe.policy,
        # In the other language the page would be another look at the visits: that is asked for anew.
        again=pages.SHOWN_ONCE,
        number=number,
        grouped=grouped_card(number),
        held=held,
        ground=ground.value,
        ground_words=translate(GROUNDS[ground]),
        now=ghe.clock(),
        done=done,
        **frame(request, official),
    )


def _wrong(
    request: Request, ghe: Installation, wrong: InputRefused | tuple[str, Refusal] | None
) -> tuple[int, list[tuple[str, str]]]:
    if wrong is None:
        return 200, []
    if isinstance(wrong, InputRefused):
        translate = words.gettext(words.language(request))
        return 400, [(p.field, problem_words(p, translate, _WORDS)) for p in wrong.problems]
    field, refusal = wrong
    status, message = card_numbers.told(request, ghe, refusal)
    return status, [(field, message)]
