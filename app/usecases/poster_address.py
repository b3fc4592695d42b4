"""The address that a poster's symbol carries: plain, or signed where the city has decided so."""

from __future__ import annotations

from datetime import datetime

from app.domain.codes import Code, check_in_url
from app.domain.policy import Policy
from app.vault.code_signatures import sign_code
from app.vault.keystore import KeyStore
from qr.symbol import Level


def poster_address(
    code: Code, *, public_url: str, keys: KeyStore, policy: Policy, now: datetime
) -> tuple[str, Level]:
    """The address and the error level of its symbol.

    A plain code takes 29 modules at level Q. A signed one would take 49; at level M it takes 41.
    """
    if not policy.signed_posters:
        return check_in_url(public_url, code), Level.Q
    signed = sign_code(keys.codes.newest(now=now), code)
    return check_in_url(public_url, signed.written()), Level.M
