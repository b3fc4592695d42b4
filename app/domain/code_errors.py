"""Refusals about signed codes, codes on screens, and codes that are tried out."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import Refusal


class SignatureWrong(Refusal):
    """A signed code that no key of this city has signed: a forged poster, or a misread one."""


class CodeKeyUnknown(Refusal):
    """A signed code that names a key which this city never had."""


class CodeKeyRetired(Refusal):
    """A signed code under a key that is believed no more."""


class LastCodeKey(Refusal):
    """The newest key signs the posters of today: another is made before it is retired."""


class ScreenCodeOver(Refusal):
    """The screen showed this code more than a minute ago."""


class ScreenCodeWrong(Refusal):
    """No screen shows this code at that time."""


class ScreenCodeUsed(Refusal):
    """This phone has used this screen's code of this minute already."""


class ScreenLinkUnknown(Refusal):
    """No screen has this link, or its owner has ended it."""


class TooManyScreens(Refusal):
    """The venue has as many screen links as one may."""


class TooManyGuesses(Refusal):
    """Too many codes that no venue has came from here lately."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until
