"""Refusals about notices."""

from __future__ import annotations

from typing import Final

from app.domain import errors, notice_errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

NOTICES: Final[dict[type[errors.Refusal], Answer]] = {
    notice_errors.NoticeUnknown: Answer(
        404,
        "notice-unknown",
        N_("There is no such notice, or it has a newer version"),
        N_("Go back to the notices and look at the newest version."),
    ),
    notice_errors.NoticeShown: Answer(
        409,
        "notice-shown",
        N_("People can read this notice already"),
        N_("Nothing was changed. Correct it or withdraw it instead."),
    ),
    notice_errors.NoticeNotShown: Answer(
        409,
        "notice-not-shown",
        N_("Nobody can read this notice yet"),
        N_("Nothing was changed. Take it back instead, and send another."),
    ),
    notice_errors.NobodyToTell: Answer(
        409,
        "nobody-to-tell",
        N_("Nobody would read anything new"),
        N_("Nothing was sent. Decide who is a contact first, or change what the notice says."),
    ),
    notice_errors.EventNotApproved: Answer(
        409,
        "event-not-approved",
        N_("Another official has to approve the event first"),
        N_("Nothing was sent. Who was there is told only after that."),
    ),
}
