"""The words for what is wrong with one field."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.domain import errors
from app.web import words
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

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
    "too_long_event": N_("One event lasts at most %(hours)s hours: open several"),
    "not_yet": N_("This time has not come yet"),
    "before_exposure": N_("The sample is older than the first exposure"),
    "too_long_stay": N_("One visit lasts at most %(hours)s hours"),
    "choose_venue": N_("Choose one of the venues found"),
    "choose_result": N_("Choose how the test came out"),
    "choose_infector": N_("Choose a case, or none of these"),
    "oneself": N_("Nobody infects themselves"),
    "other_disease": N_("This case has another disease"),
    "reference": N_("There is no case with this reference"),
    "choose_people": N_("Tick at least one person"),
    "choose_advice": N_("Choose what people should do"),
    "link": N_("Leave out links and addresses of pages: a real notice never holds one"),
    "telephone": N_("Leave out telephone numbers: a notice holds one number, the hotline"),
    "nothing_to_trace": N_("Add a visit in the infectious days first"),
    "more_children": N_("At most as many as came with you"),
    "zone_twice": N_("There is a zone of this name already"),
    "phone": N_("This is not a phone number: write it as 0901 234 567"),
    "code": N_("This is not a venue's code: nine digits, or the 17 characters of a poster"),
    "venue": N_("No venue has this code"),
    "guesses": N_("Too many wrong codes came from here: leave this empty, or try again later"),
    "json": N_("This is not a document in JSON"),
    "too_large": N_("Use at most %(largest)s bytes"),
    "twice": N_("This field is given twice"),
    "slug": N_("Use at most 32 small letters, digits and hyphens, beginning with a letter"),
    "shipped": N_("A profile of this name ships and cannot be replaced"),
    "not_one": N_("The shares must add up to one, and none may be negative"),
    "not_positive": N_("Use a number above zero"),
    "below_zero": N_("This time cannot be below zero"),
    "mass_at_zero": N_("Day by day, a serial interval begins on day one"),
    "misses": N_("This window misses more than half of what the distribution gives"),
    "window": N_("The first day comes before the last, and neither is more than %(most)s days away"),
    "share": N_("Use a number from 0 to 1"),
    "factor": N_("Use a factor from 1 to 100"),
    "minutes": N_("Use whole minutes from 0 to %(most)s"),
    "source": N_("Say where this value is from: author and year"),
    "not_by_air": N_("Only what passes through the air has a dose"),
    "between": N_("Use a number from %(least)s to %(most)s"),
    "decision_ships": N_("A decision of this name ships and cannot be replaced"),
    "ends_first": N_("The last day comes before the first"),
    "least_most": N_("The least value is not below the most"),
    "breaks": N_("Breaks rise, and lie inside what is possible"),
    "levels": N_("Number the levels from 1, at least two and at most %(most)s"),
    "same_colour": N_("Two levels have the same colour"),
    "colour": N_("Write a colour as #1b9e9e"),
    "row": N_("A row has %(columns)s levels, each one of those named, or null"),
    "falls": N_("A higher rate gives a lower level here"),
    "rows": N_("The matrix has %(rows)s rows: each combination of classes once"),
    "no_strictest": N_("No class is the strictest everywhere: say no-level"),
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
