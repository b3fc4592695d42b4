"""The cookies: `__Host-` ties each to this host, all paths, HTTPS (or loopback); no script reads them."""

from __future__ import annotations

from functools import cache
from typing import Final

from starlette.responses import Response

from app.vault.tokens import written

DEVICE: Final = "__Host-device"
OWNER: Final = "__Host-owner"
OFFICIAL: Final = "__Host-official"

DEVICE_SECONDS: Final = 400 * 24 * 3600  # browsers keep no cookie longer
OWNER_SECONDS: Final = 180 * 24 * 3600


def put(response: Response, name: str, value: bytes, *, seconds: int | None) -> None:
    """Set a cookie; without `seconds` it ends with the browser."""
    response.set_cookie(
        name, written(value), max_age=seconds, path="/", secure=True, httponly=True, samesite="lax"
    )


def lasting(name: str, value: bytes, *, seconds: int) -> bytes:
    """The header that `put` sets, for those who make no `Response`."""
    before, after = _around(name, seconds)
    return before + written(value).encode() + after


@cache
def _around(name: str, seconds: int) -> tuple[bytes, bytes]:
    answer = Response()
    put(answer, name, b"", seconds=seconds)
    before, _, after = answer.headers["set-cookie"].encode().partition(b'""')
    return before, after


def drop(response: Response, name: str) -> None:
    """Remove a cookie."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
