"""The city's policy, kept as one row a decision, and facts the installation keeps about itself."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any, Final
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import Pool
from sqlmodel import Session, col, select

from app.domain.policy import Basis, LegalBasis, Policy
from app.domain.tracing_rules import TracingRule
from app.store.bulk import insert_new
from app.store.db import Database
from app.store.direct import direct
from app.store.tables import (
    CaseRow,
    ImportRow,
    LegalBasisRow,
    OfficialRow,
    OwnerRow,
    SettingRow,
    VenueRow,
    VisitRow,
)

_PREFIX = "policy."
_BASIS = "SELECT id FROM legal_bases WHERE kind = {value} AND reference = {value}"
MANY_CASES = 20_000
MANY_VENUES = 100_000
"""From so many on, counting over all of them takes longer than a page may wait."""


def policy(session: Session) -> Policy:
    """What the city has decided; what it has not decided is the default."""
    rows = session.exec(select(SettingRow).where(col(SettingRow.name).startswith(_PREFIX)))
    kept = {row.name.removeprefix(_PREFIX): row.value for row in rows}
    defaults = Policy()
    known: dict[str, Any] = {
        field.name: _read(kept[field.name], getattr(defaults, field.name))
        for field in fields(Policy)
        if field.name in kept
    }
    return replace(defaults, **known)


def save_policy(session: Session, policy: Policy, *, now: datetime) -> None:
    """Keep every decision under its own name."""
    for field in fields(Policy):
        save_fact(session, _PREFIX + field.name, _written(getattr(policy, field.name)), now=now)


def is_untouched(session: Session) -> bool:
    """Whether nobody has registered, imported or added anything."""
    firsts = (select(col(VenueRow.id)), select(col(OfficialRow.id)), select(col(OwnerRow.id)))
    begun = [session.exec(first.limit(1)).first() for first in firsts]
    return not any(begun) and session.exec(select(col(ImportRow.id)).limit(1)).first() is None


def has_visits(session: Session) -> bool:
    """Whether any visit is kept."""
    return session.exec(select(col(VisitRow.id)).limit(1)).first() is not None


def is_large(session: Session) -> bool:
    """Whether the city has so many cases or venues; two looks into an index, however many there are."""
    many = ((col(CaseRow.id), MANY_CASES), (col(VenueRow.id), MANY_VENUES))
    return any(
        session.exec(select(key).offset(count - 1).limit(1)).first() is not None for key, count in many
    )


def fact(session: Session, name: str) -> Any:  # noqa: ANN401 - a small JSON document
    """What the installation keeps under a name, or None."""
    row = session.get(SettingRow, name)
    return None if row is None else row.value


def save_fact(session: Session, name: str, value: object, *, now: datetime) -> None:
    """Keep a small JSON document under a name."""
    session.merge(SettingRow(name=name, value=value, changed_at=now))
    session.flush()


_BASES: Final[WeakKeyDictionary[Pool, dict[LegalBasis, int]]] = WeakKeyDictionary()
"""Rows of legal bases that others have committed: they stay as they are for ever."""


def known_basis(database: Database, basis: LegalBasis) -> int | None:
    """The row of a legal basis, if this process has seen it; nothing is asked."""
    return _BASES.get(database.engine.pool, {}).get(basis)


def basis_id(session: Session, basis: LegalBasis, *, now: datetime) -> int:
    """The row of a legal basis, made when it is first used, by whichever process is first."""
    known = _BASES.setdefault(session.get_bind().engine.pool, {})
    if basis in known:
        return known[basis]
    there = direct(session)
    found = there.ask(_BASIS, basis.kind.value, basis.reference)
    if found and basis not in session.info:
        return known.setdefault(basis, int(found[0][0]))
    session.info[basis] = "made here"  # and remembered by nobody, for it may come to nothing
    insert_new(
        session, LegalBasisRow, [{"kind": basis.kind, "reference": basis.reference, "valid_from": now}]
    )
    [[made]] = there.ask(_BASIS, basis.kind.value, basis.reference)
    return int(made)


def _written(value: object) -> object:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, ZoneInfo):
        return value.key
    if isinstance(value, LegalBasis):
        return asdict(value)
    if isinstance(value, tuple):
        return list(value)
    return value


def _read(value: Any, default: object) -> object:  # noqa: ANN401 - a small JSON document
    if isinstance(default, timedelta):
        return timedelta(seconds=value)
    if isinstance(default, ZoneInfo):
        return ZoneInfo(value)
    if isinstance(default, LegalBasis):
        return LegalBasis(Basis(value["kind"]), value["reference"])
    if isinstance(default, tuple):
        return tuple(value)
    if isinstance(default, TracingRule):
        return TracingRule(value)
    return value
