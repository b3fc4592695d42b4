"""The case work of a city to look at: case files over sixty days, and what their tracing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from app.cli.bench.bulk_rows import Row, day_of, micros, put_rows
from app.cli.bench.pages_decisions import A_CASE, CaseWork, add_decisions
from app.cli.bench.pages_places import Places
from app.domain.ids import CaseId, OfficialId
from app.domain.subjects import Subject
from app.store.db import Session
from app.store.tables import (
    CaseRow,
    CaseVisitRow,
    DeviceTokenRow,
    ExposureRow,
    PersonRow,
    SubjectRow,
    TraceRow,
)
from app.usecases.case_file import sealed_subject
from app.vault.keystore import KeyStore
from app.vault.tokens import digest

DAYS: Final = 60
OPEN_DAYS: Final = 14
"""Cases reported within these are still being worked on."""
_LISTED: Final = 60
"""People on its list."""
LONG_LIST: Final = 5000
"""People on the list of the one case whose page is looked at: about the median in a city of many visits."""
_DISEASES: Final = ("covid-19", "influenza", "measles")
_SHARES: Final = (0.6, 0.3, 0.1)
WORTH: Final[dict[str, object]] = {
    "together": 2400.0,
    "after": 0.0,
    "threshold": 900.0,
    "counted": 2400.0,
    "on_shift": False,
    "infectiousness": 1.0,
    "through_air": 0.02,
    "close_by": 0.05,
    "least": 0.01,
    "most": 0.2,
}
"""What each exposure is made of."""
_MINUTE: Final = 60_000_000
_DAY: Final = 24 * 60 * _MINUTE


def add_cases(
    session: Session,
    rng: np.random.Generator,
    places: Places,
    keys: KeyStore,
    *,
    cases: int,
    contacts: int,
    tracer: OfficialId,
    series: str = "HCM",
    now: datetime,
) -> CaseWork:
    """Case files, traces with their exposures, decisions about people, notices, results, infectors."""
    ids = [rng.bytes(16) for _ in range(cases)]
    persons = [rng.bytes(16) for _ in range(max(contacts * 4 // 5, LONG_LIST))]
    first = sorted(persons)  # tables without rowids are filled in the order of their keys
    today = now.date().isoformat()
    put_rows(session, PersonRow, ("id", "first_day", "guardian"), ((p, today, False) for p in first))
    devices = ((digest(p), p) for p in persons[: len(persons) // 2])
    put_rows(session, DeviceTokenRow, ("token_sha256", "person"), devices)
    work = CaseWork(ids, CaseId(UUID(bytes=ids[0])), UUID(bytes=bytes(16)), [], persons)
    _add_files(session, rng, work, places, keys, tracer, series, now)
    open_ones = max(1, cases * OPEN_DAYS // DAYS)
    work.traced = [0, *range(1, min(open_ones, 1 + contacts // A_CASE))]
    _add_traces(session, rng, work, places, tracer, now)
    return work


def _add_files(
    session: Session,
    rng: np.random.Generator,
    work: CaseWork,
    places: Places,
    keys: KeyStore,
    tracer: OfficialId,
    series: str,
    now: datetime,
) -> None:
    count, end = len(work.cases), micros(now)
    open_until = max(1, count * OPEN_DAYS // DAYS)
    # The open ones in any order, so that a traced case is as likely a new one as an older one.
    ages = np.concatenate(
        [rng.uniform(0.05, OPEN_DAYS, open_until), rng.uniform(OPEN_DAYS, DAYS, count - open_until)]
    )
    ages[0] = 0.01
    ward = rng.choice(places.ward, count).tolist()
    disease = rng.choice(len(_DISEASES), count, p=_SHARES).tolist()
    disease[0] = 0
    onset = rng.integers(1, 6, count).tolist()
    subjects = [rng.bytes(16) for _ in range(count)]
    work.names = [f"Trần Thị {_syllables(number)}" for number in range(count)]
    put_rows(
        session,
        SubjectRow,
        ("id", "jurisdiction", "details", "name_index", "phone_index", "created_at"),
        _subjects(subjects, work.names, [places.wards[w] for w in ward], keys, end),
    )

    def files() -> Iterator[Row]:
        for number, case in enumerate(work.cases):
            at = end - int(ages[number] * _DAY)
            day = day_of(at) - timedelta(days=onset[number])
            dated = day.isoformat() if number % 5 else None
            code = places.wards[ward[number]]
            sure = "discarded" if number % 20 == 19 else "suspected" if number % 20 == 18 else "confirmed"  # noqa: PLR2004 - one in twenty
            yield (
                *(case, f"{series}-{number:07d}", subjects[number], _DISEASES[disease[number]], sure),
                *("open" if number < open_until else "closed", dated, dated and "day", day.isoformat()),
                *(day.isoformat(), code if number % 50 else None, code, tracer.bytes, at),
                *(None if number < open_until else at + 10 * _DAY, 1),
            )

    columns = (
        "id reference subject disease classification state onset_on onset_precision sample_on counted_on "
        "ward jurisdiction reported_by reported_at closed_at version"
    )
    put_rows(session, CaseRow, columns.split(), files())


def _subjects(ids: list[bytes], names: list[str], codes: list[str], keys: KeyStore, at: int) -> Iterator[Row]:
    for number, (row, name, code) in enumerate(zip(ids, names, codes, strict=True)):
        who = Subject(name, f"+849{number:08d}", 1950 + number % 60, f"{number % 300} Lê Lợi")
        sealed = sealed_subject(who, UUID(bytes=row), code, keys)
        yield row, code, sealed.details, sealed.name_index, sealed.phone_index, at


def _syllables(number: int) -> str:
    """A name of its own for each number."""
    heads, tails = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Kim", "Lan", "Mai", "Nga"), "aeiouy"
    words = []
    while True:
        number, head = divmod(number, len(heads))
        number, tail = divmod(number, len(tails))
        words.append(heads[head] + tails[tail])
        if not number:
            return " ".join(words)


def _add_traces(
    session: Session,
    rng: np.random.Generator,
    work: CaseWork,
    places: Places,
    tracer: OfficialId,
    now: datetime,
) -> None:
    end = micros(now)
    traces = {case: rng.bytes(16) for case in work.traced}
    put_rows(
        session,
        TraceRow,
        ["id", "case", "number", "rule", "window_start", "window_end", "case_version", "made_by", "made_at"],
        (
            (trace, work.cases[case], 1, "dose-1", end - 14 * _DAY, end, 1, tracer.bytes, end - _DAY)
            for case, trace in traces.items()
        ),
    )
    visits = rng.integers(0, len(places.ids), (len(traces), 6)) // rng.integers(1, 40, (len(traces), 6))
    ago = rng.integers(1, 13 * 24 * 60, (len(traces), 6))
    own = rng.integers(len(work.persons) // 2, size=len(traces)).tolist()
    put_rows(
        session,
        CaseVisitRow,
        [
            "id",
            "case",
            "origin",
            "person",
            "venue",
            "entered_at",
            "left_at",
            "end_assumed",
            "assurance",
            "flags",
            "added_at",
        ],
        (
            (
                *(rng.bytes(16), work.cases[case], "release" if row % 3 else "interview"),
                *(work.persons[own[row]], places.ids[visits[row, n]], end - int(ago[row, n]) * _MINUTE),
                *(end - (int(ago[row, n]) - 50) * _MINUTE, False, "static", 0, end - _DAY),
            )
            for row, case in enumerate(traces)
            for n in range(6)
        ),
    )
    listed = [
        rng.choice(
            len(work.persons), LONG_LIST if case == 0 else min(_LISTED, len(work.persons)), replace=False
        )
        if case == 0
        else np.unique(rng.integers(0, len(work.persons), _LISTED))
        for case in traces
    ]
    put_rows(session, ExposureRow, _EXPOSURE, _exposures(work, places, traces, listed, visits, ago, end))
    work.exposures = sum(len(some) for some in listed)
    add_decisions(session, rng, work, listed, tracer, end)


_EXPOSURE: Final = [
    "trace",
    "person",
    "number",
    "venue",
    "starts_at",
    "ends_at",
    "assumed",
    "assurance",
    "flags",
    *WORTH,
]


def _exposures(
    work: CaseWork,
    places: Places,
    traces: dict[int, bytes],
    listed: list[np.ndarray],
    visits: np.ndarray,
    ago: np.ndarray,
    end: int,
) -> Iterator[Row]:
    for row, trace in enumerate(traces.values()):
        for n, person in enumerate(listed[row].tolist()):
            start = end - (int(ago[row, n % 6]) - n % 30) * _MINUTE
            venue = places.ids[visits[row, n % 6]]
            flags = 1 if n % 10 == 0 else 0
            yield (
                *(trace, work.persons[person], 1, venue, start, start + 40 * _MINUTE, False),
                *("static", flags, *WORTH.values()),
            )
