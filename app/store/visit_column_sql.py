"""The statements behind `visit_columns`, in the two dialects."""

# ruff: noqa: S608 - every word is ours, never from input, which comes as parameters

from __future__ import annotations

from functools import cache
from typing import Final

from sqlalchemy import TextClause, text

from app.domain.assurance import Assurance

_CODE: Final = (
    "CASE v.assurance "
    + " ".join(f"WHEN '{assurance.value}' THEN {code}" for code, assurance in enumerate(Assurance))
    + " END"
)
_NEVER: Final = r"'\x8000000000000000'::bytea"
_NOWHERE: Final = r"'\x00000000000000000000000000000000'::bytea"
_SMALL: Final = f"(((CAST({_CODE} AS int8) << 16 | v.flags) << 16) | v.companions) << 16 | v.children"
_STRINGS: Final = ", ".join(
    f"string_agg({column}, '')"
    for column in (
        *("uuid_send(v.venue)", "uuid_send(v.id)", "uuid_send(v.pseudonym)"),
        f"coalesce(timestamptz_send(v.left_at), {_NEVER})",
        f"coalesce(uuid_send(v.zone), {_NOWHERE})",
        f"int8send({_SMALL})",
    )
)
"""Aggregates of one query see its rows in one order, so the strings fit together.

They take more time than finding the rows: the entry is the time in the id, and the small numbers are one.
"""
_SAME_DAY: Final = (
    "string_agg(int2send(CAST(coalesce(length(v.same_day) / 32, -1) AS int2)), ''), "
    "string_agg(v.same_day, '')"
)
_COLUMNS: Final = (
    "v.venue, v.entered_at, v.id, v.pseudonym, v.left_at, "
    "v.zone, v.assurance, v.flags, v.companions, v.children"
)
_IN_TIME: Final = "v.venue = r.venue AND v.entered_at >= r.since AND v.entered_at < r.until"
_REACHES: Final = (
    "(v.left_at > r.start OR v.left_at IS NULL AND v.entered_at > r.open_since "
    "OR v.entered_at > r.just_before)"
)
"""As `domain.stays.may_reach`, of guests; the last part is the shortest stay of a minute."""
_ON_SHIFT: Final = "v.left_at IS NULL AND v.assurance = 'staff'"
_GUEST: Final = "v.withdrawn_at IS NULL AND v.assurance <> 'staff'"

_WINDOWS: Final = (
    "unnest(CAST(:n AS int2[]), CAST(:venue AS uuid[]), CAST(:since AS timestamptz[]), "
    "CAST(:start AS timestamptz[]), CAST(:until AS timestamptz[])"
)
POSTGRES_REACHING: Final = text(
    f"WITH r AS (SELECT *, w.start - interval '1 minute' AS just_before FROM {_WINDOWS}, "
    "CAST(:open_since AS timestamptz[])) AS w(n, venue, since, start, until, open_since)) "
    # Window by window: the planner does not know that each lies in a day or two, and would read them all.
    f"SELECT {_STRINGS}, {_SAME_DAY} FROM r CROSS JOIN LATERAL (SELECT {_COLUMNS}, v.same_day FROM visits v "
    f"WHERE {_IN_TIME} AND v.withdrawn_at IS NULL AND ({_REACHES} OR {_ON_SHIFT}) OFFSET 0) AS v"
)
_ARRIVED: Final = (
    "SELECT string_agg(int2send(r.n), ''), string_agg(timestamptz_send(v.entered_at), '') "
    f"FROM {_WINDOWS}) AS r(n, venue, since, start, until) CROSS JOIN LATERAL "
    f"(SELECT v.entered_at FROM visits v WHERE {_IN_TIME}"
)
POSTGRES_ARRIVALS: Final = text(f"{_ARRIVED}) AS v")
POSTGRES_GUESTS: Final = text(f"{_ARRIVED} AND {_GUEST}) AS v")

_LISTED: Final = (
    "WITH r AS MATERIALIZED (SELECT key AS n, unhex(value ->> 0) AS venue, value ->> 1 AS since, "
    "value ->> 2 AS start, value ->> 2 - 60000000 AS just_before, value ->> 3 AS until, "
    "value ->> 4 AS open_since FROM json_each(?)) "
)
SQLITE_REACHING: Final = (
    f"{_LISTED} SELECT {_COLUMNS} FROM r CROSS JOIN visits v "
    f"WHERE {_IN_TIME} AND v.withdrawn_at IS NULL AND ({_REACHES} OR {_ON_SHIFT})"
)
_ENTRIES: Final = f"SELECT group_concat(v.entered_at) FROM visits v WHERE {_IN_TIME}"
SQLITE_ARRIVALS: Final = f"{_LISTED} SELECT r.n, ({_ENTRIES}) FROM r"
SQLITE_GUESTS: Final = f"{_LISTED} SELECT r.n, ({_ENTRIES} AND {_GUEST}) FROM r"
SQLITE_HISTORIES: Final = (
    f"SELECT {_COLUMNS} FROM json_each(?) AS p CROSS JOIN visits v "
    "WHERE v.pseudonym = unhex(p.value) AND v.withdrawn_at IS NULL"
)
SQLITE_ENTRIES: Final = (
    "SELECT v.pseudonym, v.venue, v.id FROM json_each(?) AS p CROSS JOIN visits v "
    "INDEXED BY ix_visits_pseudonym WHERE v.pseudonym = unhex(p.value) AND NOT EXISTS ("
    "SELECT 1 FROM visits w INDEXED BY ix_visits_withdrawn WHERE w.pseudonym = v.pseudonym "
    "AND w.withdrawn_at IS NOT NULL AND (w.venue, w.entered_at, w.id) = (v.venue, v.entered_at, v.id))"
)
"""Both indexes hold the primary key, so no row is read."""


def postgres_histories(days: int) -> TextClause:
    """All visits of some pseudonyms on so many days, each day's within its bounds."""
    return _of_days(days, _STRINGS, _COLUMNS)


def postgres_entries(days: int) -> TextClause:
    """The same, and of each visit no more than whose it is, where, and its id."""
    strings = "string_agg(uuid_send(v.pseudonym), ''), string_agg(uuid_send(v.venue) || uuid_send(v.id), '')"
    return _of_days(days, strings, "v.pseudonym, v.venue, v.id")


@cache
def _of_days(days: int, strings: str, columns: str) -> TextClause:
    found = " UNION ALL ".join(
        f"SELECT {columns} FROM visits v WHERE v.pseudonym = ANY(CAST(:p{n} AS uuid[])) "
        f"AND v.entered_at >= :f{n} AND v.entered_at < :l{n} AND v.withdrawn_at IS NULL"
        for n in range(days)
    )
    return text(f"SELECT {strings} FROM ({found}) AS v")
