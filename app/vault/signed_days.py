"""The public keys of the coming days, signed, so that a phone can seal contact details (DESIGN 4.5).

The document is JSON: `text`, `key` (the signing key's point, 65 bytes) and `signature` (r and s, 64 bytes),
both in base64url. Signed is `ghe day keys`, a line break, and the text as it stands; ECDSA on P-256 with
SHA-256, because every browser's WebCrypto has it. A phone trusts the signing key that it saw first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.domain.spans import Span
from app.vault.chain import canonical_json
from app.vault.tokens import written

SIGNING: Final = "day-list"
"""The name of the signing key in the key store."""
SIGNED: Final = b"ghe day keys\n"
_VERSION: Final = 1
_HALF: Final = 32


@dataclass(frozen=True, slots=True)
class PublicDay:
    """One local day: what is sealed to for a visit that began within its span."""

    day: date
    span: Span
    public: ec.EllipticCurvePublicKey


def point(public: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as WebCrypto reads it: 65 bytes, uncompressed."""
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def signed_days(days: Sequence[PublicDay], signing: ec.EllipticCurvePrivateKey, *, issued: datetime) -> bytes:
    """The document that phones fetch; the same input gives the same bytes."""
    held = {
        "v": _VERSION,
        "issued": _milliseconds(issued),
        "days": [
            {
                "day": one.day.isoformat(),
                "from": _milliseconds(one.span.start),
                "until": _milliseconds(one.span.end),
                "key": written(point(one.public)),
            }
            for one in days
        ],
    }
    text = canonical_json(held).decode()
    # Signed without fresh randomness (RFC 6979): whoever asks twice in an hour gets the same bytes.
    der = signing.sign(SIGNED + text.encode(), ec.ECDSA(SHA256(), deterministic_signing=True))
    signature = b"".join(half.to_bytes(_HALF, "big") for half in decode_dss_signature(der))
    return canonical_json(
        {"text": text, "key": written(point(signing.public_key())), "signature": written(signature)}
    )


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
