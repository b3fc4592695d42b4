"""The words of notices: every kind, every advice, each with one thing to do and no link.

Who imitates a notice must not be believed, so none of these sentences ever holds an address, a link or a
code, and a test reads them all. They exist in every language of the notices.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.diseases import Disease
from app.domain.notices import Advice, Draft
from app.store.notices import EXPOSURE, Notice
from app.usecases.send_notices import Preview
from app.web import words
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

KINDS: Final = {
    "contact_opened": (
        N_("A health official opened your name and phone number"),
        N_("It was done for a case, with a reason, and is on record. Expect a call. Nobody asks for money."),
    ),
}
"""Heading and text of each kind that says the same to everybody."""

HEADING: Final = N_("You may have been near a source of infection")
WHERE: Final = N_("It was on %(date)s, at a place where you checked in.")
DISEASE: Final = N_("The disease is %(disease)s.")
CALL: Final = N_("Call %(hotline)s if you feel ill or have a question.")
NO_LONGER: Final = (N_("This notice no longer counts"), N_("You need to do nothing because of it."))
"""Heading and text of a notice that was withdrawn."""

ADVICE: Final = {
    Advice.WATCH: N_("Watch for symptoms until %(until)s."),
    Advice.TEST: N_("Take a test at %(place)s, by %(until)s."),
    Advice.STAY_HOME: N_("Stay at home until %(until)s and call %(hotline)s."),
    Advice.NOTHING: N_("You need to do nothing."),
}
"""What to do: one thing."""


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in one language."""

    heading: str
    where: str
    """What happened, and when; never at which venue."""
    action: str
    call: str


def message(notice: Notice, disease: Disease | None, lang: str, hotline: str) -> Message:
    """What a person reads. `disease` only where it is named."""
    translate = words.gettext(lang)
    if notice.kind != EXPOSURE or notice.sending is None or notice.exposed_on is None:
        heading, text = KINDS[notice.kind]
        return Message(translate(heading), translate(text), "", "")
    where = where_words(notice.exposed_on, disease, lang)
    until = "" if notice.until_on is None else words.calendar(notice.until_on, lang)
    return exposure_message(notice.sending.draft, where, until, lang, hotline)


def exposure_message(draft: Draft, where: str, until: str, lang: str, hotline: str) -> Message:
    """The words of an exposure; both days are written already, as `lang` writes them."""
    translate = words.gettext(lang)
    number = words.telephone(hotline).replace(" ", "\u00a0")  # never over two lines
    calls = draft.advice is Advice.STAY_HOME  # it names the number already
    return Message(
        translate(HEADING),
        where,
        translate(ADVICE[draft.advice], until=until, place=draft.place, hotline=number),
        "" if calls else translate(CALL, hotline=number),
    )


def where_words(exposed_on: date, disease: Disease | None, lang: str) -> str:
    """What happened, and on which day."""
    translate = words.gettext(lang)
    where = translate(WHERE, date=words.calendar(exposed_on, lang))
    if disease is None:
        return where
    return f"{where} {translate(DISEASE, disease=disease.name.get(lang) or disease.called('en'))}"


def preview_messages(ready: Preview, draft: Draft, hotline: str) -> list[tuple[str, Message]]:
    """What most of the people will read, by language, Vietnamese first."""
    [((exposed_on, until_on), _)] = Counter((one.exposed_on, one.until_on) for one in ready.told).most_common(
        1
    )
    disease = ready.reach.disease if ready.disease else None
    return [
        (
            lang,
            exposure_message(
                draft, where_words(exposed_on, disease, lang), words.calendar(until_on, lang), lang, hotline
            ),
        )
        for lang in words.LANGUAGES
    ]
