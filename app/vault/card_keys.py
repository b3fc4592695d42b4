"""The keys of the card register, one a year: a card is registered once and used for months.

Details on cards are sealed to the key of the year of registration. It is destroyed when the last card that is
sealed to it has expired and the visits of that card have left retention: later than a day's key, and for that
reason another one.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.card_numbers import CardNumber
from app.domain.errors import KeyDestroyed
from app.vault.day_keys import pem_of, private_of
from app.vault.private_files import erase, write_once

CARDS: Final = "cards"
"""The named key under which numbers are kept."""


class CardKeys:
    """Files are made once and never rewritten, so several processes may share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _path(self, year: int) -> Path:
        return self._folder / f"{year:04d}.pem"

    def ensure(self, year: int) -> ec.EllipticCurvePublicKey:
        """The public key of a year, made when the first card of the year is registered.

        Raises:
            KeyDestroyed: the year is over and gone.
        """
        if not self._path(year).with_suffix(".destroyed").exists():
            write_once(self._path(year), pem_of(ec.generate_private_key(ec.SECP256R1())))
        return self.of_year(year).public_key()

    def of_year(self, year: int) -> ec.EllipticCurvePrivateKey:
        """The private key of a year.

        Raises:
            KeyDestroyed: it is gone, or never was.
        """
        try:
            return private_of(self._path(year).read_bytes())
        except FileNotFoundError:
            raise KeyDestroyed(str(year)) from None

    def years(self) -> list[int]:
        """The years that have a key, in order."""
        return sorted(int(path.stem) for path in self._folder.glob("????.pem"))

    def destroy(self, *, before: int, kept: Collection[int]) -> list[int]:
        """Overwrite and remove the keys of the years before `before` but for those `kept`; returns which.

        A marker stays, so that nothing is ever sealed to a new key of an old year.
        """
        gone = [year for year in self.years() if year < before and year not in kept]
        for year in gone:
            self._path(year).with_suffix(".destroyed").touch(mode=0o600)
            erase(self._path(year))
        return gone


def card_mac(number: CardNumber, key: bytes) -> bytes:
    """What is stored of a card's number: its HMAC-SHA256, 32 bytes.

    Not a plain hash: fourteen random digits are 10^14 values, which one graphics card tries in hours. Whoever
    holds a dump of the database and not the key cannot tell which number is whose.
    """
    return hmac.digest(key, b"ghe card" + number.encode(), "sha256")
