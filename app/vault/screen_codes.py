"""The tags that screens show, and the proof that a browser has shown one in time."""

from __future__ import annotations

import hmac

from app.domain.codes import Code
from app.domain.ids import VenueId, VisitId
from app.domain.people import DeviceToken
from app.domain.screen_codes import TAG_BITS, ScreenCode, screen_code
from app.vault.keystore import KeyStore
from app.vault.tokens import digest, written

_KEY = "screen-codes"
_SEEN_BYTES = 16


def shown_code(keys: KeyStore, code: Code, step: int) -> ScreenCode:
    """What the screens of a venue show during a step: HMAC-SHA256 over its code and the step, cut to 40 bits.

    The key never leaves the server, so a screen computes nothing and a stolen one gives nothing away.
    """
    said = b"ghe screen code\0" + code.encode() + step.to_bytes(8, "big")
    mac = hmac.digest(keys.named(_KEY), said, "sha256")
    return screen_code(code, step, int.from_bytes(mac[: TAG_BITS // 8], "big"))


def is_shown(keys: KeyStore, shown: ScreenCode, step: int) -> bool:
    """Whether this is what screens show during that step, compared in constant time."""
    true = shown_code(keys, shown.code, step)
    return hmac.compare_digest(shown.written(), true.written())


def seen_token(token_key: bytes, venue: VenueId, visit: VisitId, device: DeviceToken) -> str:
    """What a page carries that was opened while the screen's code was fresh.

    Somebody may read for two minutes before pressing the button. The token holds for this visit, whose time
    of entry is when the page was opened, and for this browser; it dies with the day.
    """
    said = b"seen" + venue.bytes + visit.bytes + digest(device)
    return written(hmac.digest(token_key, said, "sha256")[:_SEEN_BYTES])


def is_seen_token(text: str, token_key: bytes, venue: VenueId, visit: VisitId, device: DeviceToken) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(text.encode(), seen_token(token_key, venue, visit, device).encode())
