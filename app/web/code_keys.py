"""Keys that sign posters and codes that have ended, for phones that check a code without a network."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response
from pydantic import AwareDatetime

from app.usecases.publish_code_list import publish_code_list
from app.web.deps import Ghe, Now, Reading

router = APIRouter(prefix="/api/v1/codes", tags=["codes"])


@router.get(
    "/keys",
    name="code_keys",
    summary="Keys that sign posters, and codes that have ended",
    response_class=Response,
    responses={
        200: {
            "content": {"application/json": {}},
            "description": (
                "`list` is JSON as text; `signatures` has one of each key in force: Ed25519 over `ghe code "
                "list`, a line break and that text. docs/codes.md has the form and how to check a code."
            ),
        },
        304: {"description": "Nothing has changed since the ETag sent"},
    },
)
def code_keys(
    ghe: Ghe,
    session: Reading,
    now: Now,
    since: Annotated[
        AwareDatetime | None,
        Query(description="`issued` of the last list: only what ended since then is sent"),
    ] = None,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """The signed list. It changes when a code or a key does, and once an hour."""
    body = publish_code_list(session, keys=ghe.keys, since=since, now=now)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "public, max-age=300"}
    if tag in {given.strip().removeprefix("W/") for given in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
