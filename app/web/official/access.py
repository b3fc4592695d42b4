"""Who is signed in, and whether they may: each handler declares what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Depends, Request

from app.domain.errors import NotYours
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import keep_session
from app.usecases.keep_session import Presence
from app.vault.tokens import read_token
from app.web import cookies
from app.web.deps import Ghe, Now, SignInNeeded

HOME: Final = "/official"
SIGN_IN: Final = "/official/sign-in"
_OWN_PATH: Final = re.compile(r"/official(/[A-Za-z0-9_./-]*)?(\?[A-Za-z0-9_.~%&=+:-]*)?")
_LONGEST_PATH: Final = 500


def _presence(request: Request, ghe: Ghe, now: Now) -> Iterator[Presence | None]:
    # That the session is in use is noted once the reply is out and every other database session has ended: on
    # SQLite a second writer inside the first would wait for itself.
    cookie = read_token(request.cookies.get(cookies.OFFICIAL))
    if cookie is None:
        yield None
        return
    with ghe.database.reading() as session:
        presence = keep_session.signed_in_official(session, cookie, now=now)
    try:
        yield presence
    finally:
        if presence is not None and presence.stale:
            with ghe.database.writing() as session:
                keep_session.keep_alive(session, cookie, now=now)


MaybePresent = Annotated[Presence | None, Depends(_presence, scope="request")]


@dataclass(frozen=True, slots=True)
class Needs:
    """A dependency that gives the official who is signed in and has this permission (None: any official)."""

    permission: Permission | None

    def __call__(self, request: Request, presence: MaybePresent) -> Official:
        """Let the request pass.

        Raises:
            SignInNeeded: nobody is signed in.
            NotYours: the official's role does not include it.
        """
        if presence is None:
            raise SignInNeeded(sign_in_address(request))
        if self.permission is not None and not presence.official.may(self.permission):
            raise NotYours(self.permission)
        return presence.official


def needs(permission: Permission) -> Needs:
    """For a handler's parameter: `Annotated[Official, Depends(needs(Permission.READ_CASE))]`."""
    return Needs(permission)


AnyOfficial = Annotated[Official, Depends(Needs(None))]


def sign_in_address(request: Request) -> str:
    """The sign-in page that leads back here; after a form, which cannot be opened again, to the start."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = own_path(here if request.method == "GET" else HOME)
    lang = request.query_params.get("lang", "")
    kept = f"lang={lang}&" if lang in {"vi", "en"} else ""
    return SIGN_IN if back == HOME and not kept else f"{SIGN_IN}?{kept}next={quote(back, safe='')}"


def own_path(text: str) -> str:
    """A path of the officials' pages as it came; anything else is the start page.

    What a stranger put into `next` must not lead away, as two slashes, a backslash or a scheme would.
    """
    return text if len(text) <= _LONGEST_PATH and _OWN_PATH.fullmatch(text) else HOME
