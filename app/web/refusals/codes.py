"""Refusals about signed codes, codes on screens, and codes that are tried out."""

from __future__ import annotations

from typing import Final

from app.domain import code_errors, errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

CODES: Final[dict[type[errors.Refusal], Answer]] = {
    code_errors.SignatureWrong: Answer(
        400,
        "signature-wrong",
        N_("This poster is not genuine"),
        N_("Nothing was recorded. Tell the staff, or type the nine digits that they give you."),
    ),
    code_errors.CodeKeyUnknown: Answer(
        400,
        "code-key-unknown",
        N_("This poster was not made by this city"),
        N_("Nothing was recorded. Tell the staff, or type the nine digits that they give you."),
    ),
    code_errors.CodeKeyRetired: Answer(
        410,
        "code-key-retired",
        N_("This poster is too old"),
        N_("Nothing was recorded. Scan a newer poster, or type the nine digits printed on this one."),
    ),
    code_errors.LastCodeKey: Answer(
        409,
        "last-code-key",
        N_("This key signs the posters of today"),
        N_("Make a new one first: ghe keys rotate-codes."),
    ),
    code_errors.ScreenCodeOver: Answer(
        410,
        "screen-code-over",
        N_("The screen shows another code by now"),
        N_("Nothing was recorded. Scan the screen itself, not a photo, or type the nine digits shown there."),
    ),
    code_errors.ScreenCodeWrong: Answer(
        400,
        "screen-code-wrong",
        N_("No screen shows this code"),
        N_("Nothing was recorded. Scan the screen again, or ask the staff."),
    ),
    code_errors.ScreenCodeUsed: Answer(
        409,
        "screen-code-used",
        N_("This phone has used this code already"),
        N_("Wait a minute, then scan the screen again."),
    ),
    code_errors.ScreenLinkUnknown: Answer(
        404,
        "screen-link-unknown",
        N_("This screen's link does not work any more"),
        N_("Whoever runs this place makes a new one on its page."),
    ),
    code_errors.TooManyScreens: Answer(
        409,
        "too-many-screens",
        N_("This venue has twenty screens already"),
        N_("End a link that is not used any more, then make a new one."),
    ),
    code_errors.TooManyGuesses: Answer(
        429,
        "too-many-guesses",
        N_("Too many wrong codes came from here"),
        N_("Scan the poster or ask the staff. Typing works again at %(time)s."),
    ),
}
