"""One table: every refusal, its status, its slug and its words. Pages, API and commands read the same row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.domain import errors
from app.web import words
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking


@dataclass(frozen=True, slots=True)
class Answer:
    """How a refusal is told: what is wrong, and how to mend it."""

    status: int
    slug: str
    title: str
    help: str


ANSWERS: Final[dict[type[errors.Refusal], Answer]] = {
    errors.CodeMistyped: Answer(
        400,
        "code-mistyped",
        N_("This code has a mistake in it"),
        N_("Scan the poster again, or type the nine digits printed beside the symbol."),
    ),
    errors.CodeUnknown: Answer(
        404,
        "code-unknown",
        N_("No venue has this code"),
        N_("Check the address on the poster. If it is right, ask the staff to check you in."),
    ),
    errors.CodeRevoked: Answer(
        410,
        "code-revoked",
        N_("This poster is out of date"),
        N_("The venue has a new code. Scan the new poster, or ask the staff."),
    ),
    errors.VenueClosed: Answer(
        410,
        "venue-closed",
        N_("This venue no longer takes check-ins"),
        N_("There is nothing you need to do."),
    ),
    errors.VenueUnknown: Answer(
        404, "venue-unknown", N_("There is no such venue"), N_("Go back to the list of your venues.")
    ),
    errors.EntryTooOld: Answer(
        409,
        "entry-too-old",
        N_("This check-in is more than two days old"),
        N_("It was not recorded. Scan the poster again when you are there."),
    ),
    errors.EntryInFuture: Answer(
        409,
        "entry-in-future",
        N_("The clock of your phone is ahead"),
        N_("Set the clock to automatic and scan the poster again."),
    ),
    errors.VisitIdMalformed: Answer(
        400,
        "visit-id-malformed",
        N_("This form is damaged"),
        N_("Nothing was recorded. Scan the poster again."),
    ),
    errors.VisitUnknown: Answer(
        404,
        "visit-unknown",
        N_("This receipt is no longer kept"),
        N_("Visits are deleted after their time. There is nothing you need to do."),
    ),
    errors.VisitWithdrawn: Answer(
        410,
        "visit-withdrawn",
        N_("You have taken this visit back"),
        N_("It stays deleted. If you come again, scan the poster again."),
    ),
    errors.VisitOfAnother: Answer(
        409,
        "visit-of-another",
        N_("This form belongs to another phone"),
        N_("Nothing was recorded. Scan the poster with your own phone."),
    ),
    errors.LeftBeforeEntry: Answer(
        409, "left-before-entry", N_("You cannot leave before you came"), N_("Check the time and try again.")
    ),
    errors.KeyDestroyed: Answer(
        410,
        "day-destroyed",
        N_("That day has been deleted"),
        N_("Its keys were destroyed on time. Nobody can open it any more."),
    ),
    errors.OwnerKeyUnknown: Answer(
        403,
        "owner-key-unknown",
        N_("No owner has this key"),
        N_("Check the 20 characters on the sheet you kept when you registered."),
    ),
    errors.NameNotPrintable: Answer(
        409,
        "name-not-printable",
        N_("The poster cannot be printed"),
        N_("Its typeface lacks these characters: %(characters)s. Write the name without them."),
    ),
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
    errors.CaseUnknown: Answer(
        404, "case-unknown", N_("There is no such case"), N_("Go back to the list of cases.")
    ),
    errors.CaseClosed: Answer(
        409, "case-closed", N_("This case is closed"), N_("Nothing was changed. A closed case is only read.")
    ),
    errors.NothingToTrace: Answer(
        409,
        "nothing-to-trace",
        N_("There is nothing to trace yet"),
        N_("Add the patient's visits first, or trace before undoing."),
    ),
    errors.ReleaseUnknown: Answer(
        404,
        "release-unknown",
        N_("This code is not right"),
        N_("Ask the official to read the ten digits again."),
    ),
    errors.ReleaseExpired: Answer(
        410,
        "release-expired",
        N_("The time for this is over"),
        N_("Ask the official for a new code."),
    ),
    errors.ReleaseUsed: Answer(
        410,
        "release-used",
        N_("This code has been used"),
        N_("Each code works once. Ask the official for a new one."),
    ),
    errors.NoVisitsHere: Answer(
        404,
        "no-visits-here",
        N_("This browser holds no visits on the days asked for"),
        N_("Open the page in the browser that you check in with, or tell the official what you remember."),
    ),
    errors.ContactUnknown: Answer(
        404, "contact-unknown", N_("This person is not a contact of the case"), N_("Go back to the case.")
    ),
    errors.QuotaReached: Answer(
        429,
        "quota-reached",
        N_("You have opened as many contacts as one may in a day"),
        N_("Ask a colleague to go on, or wait until tomorrow. Nothing was opened."),
    ),
    errors.NoAreas: Answer(
        409,
        "no-areas",
        N_("No wards have been imported yet"),
        N_("Import them first: ghe import wards FILE."),
    ),
    errors.FileRefused: Answer(
        422, "file-refused", N_("There is a problem with this file"), N_("Nothing was imported.")
    ),
    errors.FileTakenBefore: Answer(
        409,
        "file-taken-before",
        N_("This very file has been imported already"),
        N_("Nothing was changed: a second time would register every venue twice."),
    ),
    errors.MapVenueUnknown: Answer(
        404, "map-venue-unknown", N_("This venue is not on your map"), N_("Go back to the map.")
    ),
    errors.NotNow: Answer(
        503,
        "not-now",
        N_("Too many people at once"),
        N_("Nothing is lost. Press the button again in a few seconds."),
    ),
}

NOT_FOUND = Answer(404, "not-found", N_("This page does not exist"), N_("Check the address and try again."))
MALFORMED = Answer(422, "malformed", N_("This request is not complete"), N_("Go back and try again."))
FAULT = Answer(
    500, "fault", N_("Something went wrong on our side"), N_("Nothing was recorded. Try again in a moment.")
)

PROBLEMS: Final = {
    "missing": N_("Fill in this field"),
    "form": N_("This value has the wrong form"),
    "unexpected": N_("There is no such field"),
    "too_long": N_("Use at most %(longest)s characters"),
    "markup": N_("Leave out the signs < > and {{"),
    "range": N_("Use a whole number from %(least)s to %(most)s"),
    "hours": N_("Check both times: a place may stay open past midnight, until noon at the latest"),
    "never_open": N_("Choose at least one day"),
    "time": N_("Write the time as 07:30"),
    "position": N_("Write latitude and longitude as a map shows them: 10.7769, 106.7009"),
    "number": N_("Use digits only"),
    "unprintable": N_("The poster cannot print these characters: %(characters)s"),
    "too_short": N_("Use at least %(least)s characters"),
    "easy_password": N_("This is guessed too easily: use a sentence of several words"),
    "passwords_differ": N_("The two passwords are not the same"),
    "totp": N_("This is not the code that the app shows now"),
    "user_name": N_("Use 3 to 60 small letters, digits, dots or hyphens, without accents"),
    "user_name_taken": N_("Somebody has this user name"),
    "area_code": N_("Use the code of an area, for example 26734"),
    "choice": N_("Choose one of the list"),
    "onset_or_sample": N_("Give the first day of symptoms, or the day of the sample"),
    "future": N_("This day has not come yet"),
    "long_ago": N_("This is more than %(days)s days ago"),
    "date": N_("This is not a date: day, month and year in digits"),
    "order": N_("Leaving comes after arriving"),
    "too_long_stay": N_("One visit lasts at most %(hours)s hours"),
    "choose_venue": N_("Choose one of the venues found"),
    "choose_people": N_("Tick at least one person"),
    "nothing_to_trace": N_("Add a visit in the infectious days first"),
    "phone": N_("This is not a phone number: write it as 0901 234 567"),
    "code": N_("This is not a venue's code: nine digits, or the 17 characters of a poster"),
    "venue": N_("No venue has this code"),
    "token": N_("This is not a device token: 32 bytes in base64url"),
}
"""The words for each kind of problem with a field."""


NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def problem_words(
    problem: errors.Problem, translate: words.Gettext, missing: Mapping[str, str] = NOTHING
) -> str:
    """What is wrong with a field, in the person's language; `missing` has a form's words for empty ones."""
    if problem.kind == "missing" and problem.field in missing:
        return translate(missing[problem.field])
    return translate(PROBLEMS[problem.kind], **dict(problem.values))


def answer_to(refusal: errors.Refusal) -> Answer:
    """The row of a refusal."""
    return ANSWERS[type(refusal)]
