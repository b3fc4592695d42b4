"""Texts as long as those of earlier check-in systems, in the same alphabets: made up, nobody's data.

Lengths, levels and fixed versions are those found in the systems' own published sources; where a system says
nothing of its level, M is taken.
"""

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from qrcode.main import QRCode

from qr.symbol import LEVELS, QUIET_ZONE, Level, Symbol, encode

URL_SAFE: Final = string.ascii_letters + string.digits + "-_"
BASE64: Final = string.ascii_letters + string.digits + "+/"
BASE32: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOWER: Final = string.ascii_lowercase

HOST: Final = "GHE.TENTINH.EXAMPLE"
"""19 characters, the longest that keeps the plain address in version 3."""

SHORT_HOST: Final = "EXAMPLE.VN"
"""10 characters, the longest that makes version 2 at level M."""


@dataclass(frozen=True)
class Payload:
    """A text of `length` characters: `head`, then as many of `alphabet` as it takes.

    `version` is the one a system has fixed for all its symbols; without it the smallest is used.
    """

    system: str
    length: int
    head: str
    alphabet: str
    level: Level
    version: int | None = None
    ours: bool = False

    def texts(self) -> Iterator[str]:
        """One drawn text after the other, without end: the same ones at every call."""
        chance = random.Random(self.system)  # noqa: S311
        while True:
            yield self.head + "".join(chance.choices(self.alphabet, k=self.length - len(self.head)))

    @property
    def text(self) -> str:
        """The first."""
        return next(self.texts())

    @cached_property
    def symbol(self) -> Symbol:
        """The first one's symbol."""
        return self._encoded(self.text)

    def symbols(self, count: int) -> tuple[Symbol, ...]:
        """Those of the first texts; none of these systems makes symbols of several sizes."""
        return tuple(map(self._encoded, islice(self.texts(), count)))

    def _encoded(self, text: str) -> Symbol:
        """Systems of others get the same search for the smallest mixture of modes as ours."""
        return encode(text, level=self.level) if self.version is None else self._fixed(text, self.version)

    def _fixed(self, text: str, version: int) -> Symbol:
        code = QRCode(version, LEVELS[self.level], border=QUIET_ZONE)
        code.add_data(text, optimize=0)
        code.make(fit=False)
        modules = tuple(tuple(bool(module) for module in row) for row in code.modules)
        return Symbol(text, self.level, version, modules)


def _ours(system: str, host: str, code_length: int, level: Level) -> Payload:
    head = f"HTTPS://{host}/V/"
    return Payload(system, len(head) + code_length, head, CROCKFORD, level, ours=True)


OURS: Final = _ours("Ghé, venue code", HOST, 17, Level.Q)
SIGNED: Final = _ours("Ghé, signed code", HOST, 123, Level.M)
SCREEN: Final = _ours("Ghé, code of a screen", HOST, 27, Level.M)
SHORT: Final = _ours("Ghé, venue code at M, host of 10", SHORT_HOST, 17, Level.M)

OTHERS: Final = (
    Payload("PC-Covid, short address", 32, "https://example.vn/", LOWER, Level.M),
    Payload("luca, table", 83, "https://app.example.org/webapp/", URL_SAFE, Level.M),
    Payload("luca, guest", 160, "", BASE32, Level.M),
    Payload("Cléa, short", 171, "https://example.fr?v=0#", URL_SAFE, Level.M),
    Payload("Cléa, full", 258, "https://example.fr?v=0#", URL_SAFE, Level.M),
    Payload("CWA", 231, "https://e.example.de?v=1#", URL_SAFE, Level.M),
    Payload("NHS", 251, "EXAMPLETRACING:1:", URL_SAFE, Level.M),
    Payload("LeaveHomeSafe", 266, "EXAM:0", BASE64, Level.M),
    Payload("NZ", 202, "EXAMPLETRACER:", BASE64, Level.M, version=13),
    Payload("CrowdNotifier", 322, "https://qr.example.ch?v=3#", URL_SAFE, Level.M),
    Payload("luca with CWA", 325, "https://app.example.org/webapp/", URL_SAFE, Level.M),
    Payload("NSW", 228, "https://example.org.au/app?data=", BASE64, Level.H),
)

ALL: Final = (OURS, SIGNED, SCREEN, SHORT, *OTHERS)
