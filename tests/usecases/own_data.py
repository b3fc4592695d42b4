"""Several browsers of one human, as the tests of joining and of one's own data use them."""

from __future__ import annotations

from app.domain.ids import new_visit_id
from app.domain.people import DeviceToken
from app.usecases.check_in import check_in
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn

CAMERA, CHAT, APP, STRANGER = (DeviceToken(bytes([n]) * 32) for n in (11, 12, 13, 14))
"""Three browsers of one human, and one of another."""


def arrive(do, device, venue, at, *, number=1):
    """Check in; the receipt, or the refusal."""
    (receipt,) = do(check_in, [CheckIn(venue.code.code, new_visit_id(at, number), device)], at=at)
    return receipt


def key(receipt) -> VisitKey:
    return VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)
