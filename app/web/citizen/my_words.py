"""The words for what stands in one's own data."""

from __future__ import annotations

from typing import Final

from app.domain.assurance import Assurance, Flag
from app.domain.corrections import Correction
from app.domain.joins import Kind
from app.domain.policy import Basis, LegalBasis
from app.domain.visits import Visit
from app.web.words import Gettext
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

RECORDED: Final = {
    Assurance.STATIC: N_("poster scanned"),
    Assurance.TYPED: N_("digits typed"),
    Assurance.CARD: N_("your card, scanned by staff"),
    Assurance.DYNAMIC: N_("screen scanned"),
    Assurance.STAFF: N_("your shift at work"),
}
FLAGS: Final = {
    Flag.CLOSED_HOURS: N_("outside opening hours"),
    Flag.BURST: N_("more people at once than the place holds"),
    Flag.IMPOSSIBLE_TRAVEL: N_("too far from the place before"),
    Flag.OFFLINE: N_("sent later, without a network at the time"),
    Flag.EDITED: N_("you corrected the time of leaving"),
}
REASONS: Final = {
    Correction.FORGOT: N_("I forgot to press the button"),
    Correction.WRONG_TIME: N_("I pressed it at the wrong time"),
    Correction.LEFT_EARLIER: N_("I left earlier than recorded"),
    Correction.STAYED_LONGER: N_("I stayed longer than recorded"),
}
KINDS: Final = {
    Kind.BROWSER: N_("Another browser on this phone"),
    Kind.CHAT_APP: N_("A chat app, for example Zalo"),
    Kind.INSTALLED: N_("Ghé on the home screen"),
    Kind.OTHER_PHONE: N_("Another phone or computer"),
    Kind.RECOVERY: N_("A recovery code"),
}
ASKED_KINDS: Final = (Kind.BROWSER, Kind.CHAT_APP, Kind.INSTALLED, Kind.OTHER_PHONE)
"""What somebody who types a join code may choose from."""
_CONSENT: Final = N_("your consent, version %(reference)s")
_ORDER: Final = N_("order %(reference)s")


def flags_of(visit: Visit, translate: Gettext) -> list[str]:
    """What is noted about a visit, in words."""
    return [translate(words) for flag, words in FLAGS.items() if visit.flags & flag]


def basis_words(basis: LegalBasis, translate: Gettext) -> str:
    """Why something may be kept."""
    words = _ORDER if basis.kind is Basis.ORDER else _CONSENT
    return translate(words, reference=basis.reference)
