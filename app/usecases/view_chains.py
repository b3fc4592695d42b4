"""An official looks at who infected whom: chains of the likeliest infectors and of what officials said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Final

import numpy as np

from app.domain.cases import Case
from app.domain.diseases import Disease
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.science.chains import Chains, chains, most_likely
from app.store import case_visits, cases, subjects
from app.store.db import Session
from app.usecases.case_file import opened_subject
from app.usecases.weigh_infectors import Weighed, weigh_infectors
from app.vault.keystore import KeyStore

LEAST: Final = 0.2
"""A link that weighs less is not drawn, even where no other weighs more."""
GROWN: Final = 16
"""Who is younger stands in no picture of a chain."""


@dataclass(frozen=True, slots=True)
class Link:
    """Who infected a case."""

    infector: CaseId
    weight: float
    decided: bool
    """An official named this one."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Cases that are linked, at least two."""

    members: list[CaseId]
    """By day of onset; whoever is no case of the list comes first."""
    root: CaseId
    """Where it begins; where all stand in or behind a circle, the earliest of the circle."""
    generations: int | None
    """None where a circle leaves no order."""
    first: date | None


@dataclass(frozen=True, slots=True)
class ChainsView:
    """Everything that the page shows."""

    disease: Disease
    chains: list[Chain]
    """The largest first."""
    known: Mapping[CaseId, Case]
    """Those that the official may know of."""
    missing: frozenset[CaseId]
    """Named by an official as infectors, but too old for the list or of another jurisdiction."""
    links: Mapping[CaseId, Link]
    """By the infected."""
    infected: Mapping[CaseId, list[CaseId]]
    """By the infector, each case once: a circle is cut open."""
    young: frozenset[CaseId]
    alone: int
    """Cases without a link."""
    cut: bool


def view_chains(
    session: Session, official: Official, disease: Disease, *, keys: KeyStore, policy: Policy, now: datetime
) -> ChainsView:
    """The chains of a disease's recent cases."""
    weighed = weigh_infectors(session, official, disease, policy=policy, now=now)
    links = links_of(weighed)
    graph = chains(
        [case.id for case in weighed.cases], [(link.infector, case) for case, link in links.items()]
    )
    missing = frozenset(graph.who[n] for n in np.flatnonzero(graph.missing).tolist())
    older = cases.by_ids(session, list(missing)).values()
    known = {case.id: case for case in (*weighed.cases, *older) if official.covers(case.jurisdiction)}
    onset = {case: known[case].counted_on(policy.zone) for case in known}
    members = _members(graph, onset)
    infected, roots = _trees(graph, members, links)
    steps = dict(zip(graph.who, graph.generation.tolist(), strict=True))
    return ChainsView(
        disease=disease,
        chains=[
            Chain(
                theirs,
                root,
                _generations([steps[case] for case in theirs]),
                min((onset[case] for case in theirs if case in onset), default=None),
            )
            for theirs, root in zip(members, roots, strict=True)
        ],
        known=known,
        missing=missing,
        links=links,
        infected=infected,
        young=young_among(session, [known[c] for c in chain(*members) if c in known], keys, policy, now),
        alone=int(np.sum(graph.sizes == 1)),
        cut=weighed.cut,
    )


def links_of(weighed: Weighed) -> dict[CaseId, Link]:
    """One link a case at most: what an official said, else the likeliest."""
    pairs = weighed.infectors
    weight = {
        (int(i), int(j)): float(w)
        for i, j, w in zip(pairs.infector, pairs.infected, pairs.weight, strict=True)
    }
    found = {
        weighed.cases[j].id: Link(weighed.cases[i].id, weight[i, j], decided=False)
        for i, j in most_likely(pairs, least=LEAST)
    }
    for case, decision in weighed.decisions.items():
        found.pop(case, None)
        if decision.infector is not None:
            found[case] = Link(decision.infector, 1.0, decided=True)
    return found


def _members(graph: Chains[CaseId], onset: Mapping[CaseId, date]) -> list[list[CaseId]]:
    """Who belongs to each chain of at least two, the largest chain first."""
    of_chain: dict[int, list[CaseId]] = {}
    for case, number in zip(graph.who, graph.component.tolist(), strict=True):
        if graph.sizes[number] > 1:
            of_chain.setdefault(number, []).append(case)
    return [
        sorted(of_chain[number], key=lambda case: (onset.get(case, date.min), str(case)))
        for number in sorted(of_chain)
    ]


def _generations(steps: list[int]) -> int | None:
    """With one infector a case, the fewest steps to it are the only ones."""
    return None if min(steps) < 0 else max(steps) + 1


def _trees(
    graph: Chains[CaseId], members: list[list[CaseId]], links: Mapping[CaseId, Link]
) -> tuple[dict[CaseId, list[CaseId]], list[CaseId]]:
    """Whom each case infected, and where each chain begins: at one without an infector, or in its circle.

    With one infector a case no chain has more than one of these.
    """
    circular = {graph.who[n] for n in np.flatnonzero(graph.circular).tolist()}
    roots = [next(c for c in theirs if c not in links or c in circular) for theirs in members]
    infected: dict[CaseId, list[CaseId]] = {}
    for theirs, root in zip(members, roots, strict=True):
        for case in theirs:
            if case != root:
                infected.setdefault(links[case].infector, []).append(case)
    return infected, roots


def young_among(
    session: Session, found: list[Case], keys: KeyStore, policy: Policy, now: datetime
) -> frozenset[CaseId]:
    """Who is under sixteen, or may be: only the year of birth is known.

    Where even that is not, a case whose visits came from a guardian's phone may be the child.
    """
    sealed = subjects.by_ids(session, [case.subject for case in found])
    year = local_day(now, policy.zone).year
    born = {case.id: opened_subject(sealed[case.subject], keys).birth_year for case in found}
    unknown = [case for case, birth in born.items() if birth is None]
    young = {case for case, birth in born.items() if birth is not None and year - birth <= GROWN}
    return frozenset(young | case_visits.with_guardians(session, unknown))
