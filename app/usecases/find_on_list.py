"""A tracer goes from somebody on several lists to that person's line in the list of one case."""

from __future__ import annotations

from uuid import UUID

from app.domain.errors import ContactUnknown
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.science.ranking import ranked
from app.store import exposures, people, trace_lists, traces
from app.store.db import Session
from app.store.raw_ids import uuids
from app.usecases.find_case import find_case


def find_on_list(session: Session, official: Official, case: CaseId, person: PersonId) -> int:
    """The rank of the person in the trace in force, from 1.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
        ContactUnknown: the trace in force does not list the person.
    """
    find_case(session, case, official)
    who = people.canonical(session, [person])[person]
    made = traces.of_case(session, case)
    for rank, listed in enumerate(_in_order(session, made[0].id) if made else (), start=1):
        if listed == who:
            return rank
    raise ContactUnknown(str(person))


def _in_order(session: Session, trace: UUID) -> list[UUID]:
    kept = trace_lists.get(session, trace)
    if kept is not None:
        return uuids(kept.persons)
    return [one.who for one in ranked([exposure for _, exposure in exposures.exposures(session, trace)])]
