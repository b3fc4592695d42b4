"""What handlers ask for. A writing session commits before the reply is sent, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from app.domain.ids import OwnerId
from app.domain.people import DeviceToken
from app.store.db import Session
from app.usecases import sign_in_owner
from app.vault.tokens import read_token
from app.web import cookies
from app.web.state import Installation


def installation(request: Request) -> Installation:
    """What was made at the start."""
    return cast("Installation", request.state.ghe)


Ghe = Annotated[Installation, Depends(installation)]


def _reading(ghe: Ghe) -> Iterator[Session]:
    with ghe.database.reading() as session:
        yield session


def _writing(ghe: Ghe) -> Iterator[Session]:
    with ghe.database.writing() as session:
        yield session


# The default scope would end a session after the reply: a failing commit behind "You are checked in".
Reading = Annotated[Session, Depends(_reading, scope="function")]
Writing = Annotated[Session, Depends(_writing, scope="function")]


def _now(ghe: Ghe) -> datetime:
    return ghe.clock()


Now = Annotated[datetime, Depends(_now)]


def _device(request: Request) -> DeviceToken | None:
    return read_token(request.cookies.get(cookies.DEVICE))


Device = Annotated[DeviceToken | None, Depends(_device)]


class SignInNeeded(Exception):
    """The page needs an owner or an official."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def _maybe_owner(request: Request, ghe: Ghe, now: Now) -> OwnerId | None:
    cookie = read_token(request.cookies.get(cookies.OWNER))
    if cookie is None:
        return None
    with ghe.database.reading() as session:
        return sign_in_owner.signed_in_owner(session, cookie, now=now)


MaybeOwner = Annotated[OwnerId | None, Depends(_maybe_owner)]


def _owner(owner: MaybeOwner) -> OwnerId:
    if owner is None:
        raise SignInNeeded("/venue/sign-in")
    return owner


Owner = Annotated[OwnerId, Depends(_owner)]
