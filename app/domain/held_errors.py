"""Not a refusal of anything asked: the numbers of a large city that are still being put together."""

from __future__ import annotations

from app.domain.errors import Refusal


class StillComputing(Refusal):
    """The numbers are being computed beside the request; asked again in a moment, they are there."""
