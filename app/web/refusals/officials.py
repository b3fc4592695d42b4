"""Refusals about officials: signing in, links, roles."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

OFFICIALS: Final[dict[type[errors.Refusal], Answer]] = {
    errors.SignInRefused: Answer(
        403,
        "sign-in-refused",
        N_("User name, password or code is wrong"),
        N_("Check all three. A code works once, and for half a minute."),
    ),
    errors.TooManyTries: Answer(
        429,
        "too-many-tries",
        N_("Too many failed tries with this user name"),
        N_("Wait a few minutes, then try again."),
    ),
    errors.LinkUnknown: Answer(
        404,
        "link-unknown",
        N_("This link does not work any more"),
        N_("It works once and for a short time. Ask an administrator for a new one."),
    ),
    errors.NotYours: Answer(
        403,
        "not-yours",
        N_("Your role does not include this page"),
        N_("Go back to your start page. If you need it for your work, ask an administrator."),
    ),
    errors.OfficialUnknown: Answer(
        404, "official-unknown", N_("There is no such official"), N_("Go back to the list of officials.")
    ),
    errors.NotOneself: Answer(
        409,
        "not-oneself",
        N_("You cannot disable your own account"),
        N_("Ask another administrator to do it."),
    ),
    errors.NotADemo: Answer(
        404,
        "not-a-demo",
        N_("This is not a demo"),
        N_("Sign in with your user name and password."),
    ),
}
