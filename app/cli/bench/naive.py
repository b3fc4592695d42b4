"""The yardstick: the check-in as a first attempt writes it, one SQLModel session a request.

The same tables and the same rules, as far as a first attempt goes: look up the code, the browser and the
open visits, add the visit, commit, answer. Nobody uses it; `ghe bench check-ins` measures ours beside it.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import uvicorn
from fastapi import Cookie, FastAPI, HTTPException, Request
from pydantic import BaseModel
from sqlmodel import Session, col, create_engine, select

from app.domain.assurance import Assurance, Flag
from app.domain.ids import PersonId, VisitId, entered_at
from app.store import sqlite
from app.store.tables import CodeRow, DeviceTokenRow, SealedContactRow, VenueRow, VisitRow
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym
from app.vault.sealing import looks_sealed
from app.vault.tokens import check_out_token, digest, read_bytes
from app.web.cookies import DEVICE

_THREADS: Final = 40
_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class Contact(BaseModel):
    """Sealed contact details."""

    epoch: date
    person: UUID
    blob: str


class NewVisit(BaseModel):
    """What a phone sends."""

    visit: UUID
    code: str
    device: str
    contact: Contact | None = None


def make_app(url: str, keys: KeyStore) -> FastAPI:
    """The whole service."""
    app = FastAPI()
    app.state.keys = keys
    # As many connections as FastAPI has threads: with the usual fifteen, sixty-four clients stop it for good.
    if url.startswith("sqlite"):
        app.state.engine = create_engine(url, module=sqlite.driver(), pool_size=_THREADS)
    else:
        driver = url.replace("postgresql://", "postgresql+psycopg://")
        app.state.engine = create_engine(driver, pool_size=_THREADS)
    app.get("/readyz")(_ready)
    app.post("/api/v1/check-ins")(_answer)
    return app


def _ready() -> bool:
    return True


def _answer(
    new: NewVisit, request: Request, device: Annotated[str, Cookie(alias=DEVICE)]
) -> dict[str, object]:
    with Session(request.app.state.engine) as session:
        return _check_in(session, new, device, request.app.state.keys)


def _check_in(session: Session, new: NewVisit, device: str, keys: KeyStore) -> dict[str, object]:
    now, entered = datetime.now(UTC), entered_at(VisitId(new.visit))
    code = session.get(CodeRow, new.code)
    if code is None:
        raise HTTPException(404)
    if code.revoked_at is not None and entered >= code.revoked_at:
        raise HTTPException(410)
    venue = session.get_one(VenueRow, code.venue)
    token = session.get_one(DeviceTokenRow, digest(read_bytes(device)))
    day = keys.day(entered.astimezone(_ZONE).date())
    name = pseudonym(day.link, PersonId(token.person))
    visit = session.get(VisitRow, (venue.id, entered, new.visit))
    if visit is None:
        earlier = session.exec(
            select(VisitRow).where(
                VisitRow.pseudonym == name, col(VisitRow.entered_at) > entered - timedelta(hours=16)
            )
        ).all()
        if any(one.venue == venue.id and one.left_at is None for one in earlier):
            raise HTTPException(409)
        visit = VisitRow(
            venue=venue.id,
            entered_at=entered,
            id=new.visit,
            pseudonym=name,
            received_at=now,
            assurance=Assurance.STATIC,
            flags=Flag(0),
            basis=1,
            version=1,
        )
        session.add(visit)
        if new.contact is not None and looks_sealed(read_bytes(new.contact.blob)):
            blob = read_bytes(new.contact.blob)
            session.merge(SealedContactRow(epoch=new.contact.epoch, person=token.person, blob=blob))
        session.commit()
    return {
        "visit": visit.id,
        "venue": venue.id,
        "venue_name": venue.name,
        "venue_address": venue.address,
        "entered_at": visit.entered_at,
        "check_out_token": check_out_token(day.token, venue.id, new.visit),  # type: ignore[arg-type]
    }


def serve() -> None:
    """Run it where GHE_... variables say."""
    app = make_app(os.environ["GHE_DATABASE_URL"], KeyStore(Path(os.environ["GHE_KEYS"])))
    uvicorn.run(app, port=int(os.environ["GHE_PORT"]), log_level="warning", access_log=False)
