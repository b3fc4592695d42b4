"""What officials decided about the people on the lists of a made-up register."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import numpy as np

from app.cli.bench.bulk_rows import day_of, put_rows
from app.domain.ids import CaseId, OfficialId
from app.store.db import Session
from app.store.tables import ContactRow, InfectorDecisionRow, NoticeRow, ResultRow, SendingRow

A_CASE: Final = 50
"""Contacts of a traced case."""
LONG_CONTACTS: Final = 500
_DAY: Final = 24 * 60 * 60_000_000


@dataclass(slots=True)
class CaseWork:
    """What the pages are asked about, and what the rest of the city hangs on."""

    cases: list[bytes]
    heavy: CaseId
    """The one with the long list, with a name and a number of its own to look for."""
    contact: UUID
    names: list[str]
    persons: list[bytes]
    """People on lists; the first half have a browser."""
    contacts: int = 0
    exposures: int = 0
    traced: list[int] = field(default_factory=list)


def add_decisions(
    session: Session,
    rng: np.random.Generator,
    work: CaseWork,
    listed: list[np.ndarray],
    tracer: OfficialId,
    end: int,
) -> None:
    """Contacts, notices, test results and named infectors of the cases that have traces."""
    by, at = tracer.bytes, end - _DAY
    chosen = [
        (rng.bytes(16), work.cases[case], work.persons[person], "excluded" if n % 9 == 8 else "contact")  # noqa: PLR2004 - one in nine
        for row, case in enumerate(work.traced)
        for n, person in enumerate(listed[row][: LONG_CONTACTS if row == 0 else A_CASE].tolist())
    ]
    work.contacts, work.contact = len(chosen), UUID(bytes=chosen[0][0])
    columns = "id case person standing origin generation reason guidance decided_by decided_at version"
    more = ("venue", 1, "", "ghe-2026.1", by, at, 1)
    put_rows(session, ContactRow, columns.split(), ((*contact, *more) for contact in chosen))

    sendings = {work.cases[0]: rng.bytes(16)}
    sendings |= {work.cases[case]: rng.bytes(16) for case in work.traced[1::10]}
    columns = "id case thread version withdraws advice days place reason sent_by sent_at published_at people"
    put_rows(
        session,
        SendingRow,
        columns.split(),
        (
            (sent, case, sent, 1, False, "watch", 7, "", "", by, at, at, A_CASE)
            for case, sent in sendings.items()
        ),
    )
    day = day_of(at).isoformat()
    told = (
        (rng.bytes(16), person, case, sendings[case], "exposure", day, day, at)
        for _, case, person, standing in chosen
        if case in sendings and standing == "contact"
    )
    columns = "id person case sending kind exposed_on until_on published_at"
    put_rows(session, NoticeRow, columns.split(), told)
    results = (
        (rng.bytes(16), contact, "covid-19", "dose-1", "negative", "2026-W40", _FEATURES)
        for contact, *_ in chosen[1::20]
    )
    put_rows(session, ResultRow, ["id", "contact", "disease", "rule", "result", "week", "features"], results)
    pairs = zip(work.traced[1::3], work.traced[2::3], strict=False)
    columns = "id case infector reason decided_by decided_at"
    put_rows(
        session,
        InfectorDecisionRow,
        columns.split(),
        ((rng.bytes(16), work.cases[one], work.cases[other], "", by, at) for one, other in pairs),
    )


_FEATURES: Final = json.dumps(
    {
        "hours": 0.07,
        "least": 0.01,
        "most": 0.2,
        "band": 2,
        "minutes_together": 40,
        "minutes_after": 0,
        "minutes_by_space": {},
        "exposures": 1,
        "assurance": "static",
        "flags": [],
        "generation": 1,
        "days_to_sample": 3,
    }
)
