"""One case, for an official who may know of it. Shared by everything that is done with a case."""

from __future__ import annotations

from app.domain.cases import Case
from app.domain.errors import CaseUnknown
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.store import cases
from app.store.db import Session


def in_jurisdiction(case: Case, official: Official) -> Case:
    """The case, if this official may know of it.

    Raises:
        CaseUnknown: it belongs to another jurisdiction; the answer is the same as for no case at all.
    """
    if not official.covers(case.jurisdiction):
        raise CaseUnknown(str(case.id))
    return case


def find_case(session: Session, case: CaseId, official: Official) -> Case:
    """One case of the official's jurisdiction.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    return in_jurisdiction(cases.get(session, case), official)
