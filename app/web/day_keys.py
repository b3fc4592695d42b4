"""The public keys of the coming days, for phones that seal contact details themselves."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response

from app.usecases.publish_day_keys import publish_day_keys
from app.web.deps import Ghe, Now

router = APIRouter(prefix="/api/v1", tags=["sealing"])


@router.get(
    "/day-keys",
    name="day_keys",
    summary="Public keys of the coming days, signed",
    response_class=Response,
    responses={
        200: {
            "content": {"application/json": {}},
            "description": (
                "`text` is JSON as text: days with their first and last moment in ms and the point of their "
                "key. `signature` (r and s) is ECDSA on P-256 with SHA-256 over `ghe day keys`, a line break "
                "and that text, by `key`, which a phone remembers from its first answer. Binary values are "
                "base64url."
            ),
        },
        304: {"description": "Nothing has changed since the ETag sent"},
    },
)
def day_keys(ghe: Ghe, now: Now, if_none_match: Annotated[str, Header()] = "") -> Response:
    """The signed list. It changes once an hour."""
    body = publish_day_keys(keys=ghe.keys, policy=ghe.policy, now=now)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "public, max-age=3600"}
    if tag in {given.strip().removeprefix("W/") for given in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
