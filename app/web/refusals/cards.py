"""Refusals about cards. Staff at a door read them before the holder: nothing here is about the holder."""

from __future__ import annotations

from typing import Final

from app.domain import card_errors, errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

CARDS: Final[dict[type[errors.Refusal], Answer]] = {
    card_errors.CardMistyped: Answer(
        400,
        "card-mistyped",
        N_("This is not the number of a card"),
        N_("It has 15 digits, in three groups of five. Scan it again, or type them."),
    ),
    card_errors.CardUnknown: Answer(
        404,
        "card-unknown",
        N_("No card has this number"),
        N_("Scan it again. If that does not help, a health station gives a new card."),
    ),
    card_errors.CardBlank: Answer(
        409,
        "card-blank",
        N_("This card is not registered yet"),
        N_("A relative registers it at the address /card, or a health station does."),
    ),
    card_errors.CardRegistered: Answer(
        409,
        "card-registered",
        N_("This card is registered already"),
        N_("Nothing was changed. If it should not be, call the health hotline."),
    ),
    card_errors.CardBlocked: Answer(
        409,
        "card-blocked",
        N_("This card is blocked"),
        N_("It records nothing. A health station gives a new card."),
    ),
    card_errors.CardExpired: Answer(
        410,
        "card-expired",
        N_("This card is too old"),
        N_("Its last day stands on it. A health station gives a new card."),
    ),
    card_errors.CardReplaced: Answer(
        409,
        "card-replaced",
        N_("Another card has taken the place of this one"),
        N_("The newer card works. If that one is lost, replace that one."),
    ),
    card_errors.CardNotReplaceable: Answer(
        400,
        "card-not-replaceable",
        N_("This is the old card"),
        N_("Scan the new, blank card here."),
    ),
    card_errors.CardUsedTooOften: Answer(
        429,
        "card-used-too-often",
        N_("This card has been used too often today"),
        N_("It works again tomorrow. If somebody else uses it, call the health hotline."),
    ),
    card_errors.CardWithoutVisits: Answer(
        404,
        "card-without-visits",
        N_("This card has no visits in these days"),
        N_("Nothing was copied. Ask where the patient was and add the visits by hand."),
    ),
    card_errors.DoorUndoOver: Answer(
        409,
        "door-undo-over",
        N_("It is too late to undo this here"),
        N_("The holder can have the visit taken back at a health station."),
    ),
    card_errors.CardGuesses: Answer(
        429,
        "card-guesses",
        N_("Too many wrong card numbers came from here"),
        N_("Check the number on the card. Entering one works again at %(time)s."),
    ),
}
