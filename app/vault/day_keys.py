"""The keys of one local day, and how a file holds them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.domain.errors import KeyDestroyed


@dataclass(frozen=True, slots=True, repr=False)
class DayKeys:
    """The keys of one local day."""

    day: date
    link: bytes
    token: bytes
    sealing: ec.EllipticCurvePrivateKey


def new_day() -> bytes:
    """Fresh keys, as the file of a day holds them."""
    pem = pem_of(ec.generate_private_key(ec.SECP256R1()))
    return json.dumps(
        {"link": secrets.token_hex(16), "token": secrets.token_hex(32), "sealing": pem.decode()}
    ).encode()


def pem_of(private: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as a file holds it."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def private_of(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """The private key that a file holds."""
    private = load_pem_private_key(pem, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)  # noqa: S101 - the file was written by `pem_of`
    return private


def read_day(day: date, path: Path) -> DayKeys:
    """The keys in the file of a day.

    Raises:
        KeyDestroyed: the file is gone.
    """
    try:
        held = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise KeyDestroyed(day.isoformat()) from None
    private = private_of(held["sealing"].encode())
    return DayKeys(day, bytes.fromhex(held["link"]), bytes.fromhex(held["token"]), private)
