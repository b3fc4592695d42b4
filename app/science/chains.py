"""Transmission chains: links between cases as a graph, its generations, components and contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import scipy
from numpy.typing import NDArray

from app.science.errors import BadParameter
from app.science.infectors import Infectors
from app.science.visit_columns import Ints

K = TypeVar("K")


@dataclass(frozen=True, slots=True, eq=False)
class Chains(Generic[K]):
    """A graph of who infected whom. Columns have one row per node, shape (nodes,), in the order of `who`."""

    who: tuple[K, ...]
    """The cases given, then whoever only the links name."""
    missing: NDArray[np.bool_]
    """Named by a link but on no list of cases: kept, because an unlisted infector is somebody to look for."""
    infector: Ints
    """Of each link, a position in `who`, shape (links,); repeated links are one."""
    infected: Ints
    component: Ints
    """Number of the chain, the largest first; whoever has no link is a chain of one."""
    sizes: Ints
    """People in each chain, shape (components,)."""
    infectors: Ints
    """Links into each node."""
    offspring: Ints
    """Links out of each node."""
    generation: Ints
    """Fewest steps from somebody without an infector, who is 0; -1 where only a circle leads."""
    latest: Ints
    """Most steps; -1 in a circle and behind one. Differs from `generation` where there are several
    candidates."""
    circular: NDArray[np.bool_]
    """In a circle, so that at least one link of it is wrong."""


def chains(cases: Sequence[K], links: Iterable[tuple[K, K]]) -> Chains[K]:
    """The graph of some links.

    Args:
        cases: The list of cases, each once.
        links: Pairs of an infector and an infected; whoever is not on the list is kept and flagged.

    Raises:
        BadParameter: a case that is listed twice.
    """
    pairs = list(dict.fromkeys(links))
    who = tuple(dict.fromkeys([*cases, *(one for pair in pairs for one in pair)]))
    place = {one: position for position, one in enumerate(who)}
    if len(set(cases)) < len(cases):
        raise BadParameter("a case is listed twice")
    infector, infected = (np.array([place[pair[end]] for pair in pairs], dtype=np.int64) for end in (0, 1))
    nodes = len(who)
    graph = scipy.sparse.csr_array((np.ones(len(pairs)), (infector, infected)), shape=(nodes, nodes))
    component, sizes = _components(graph, nodes)
    _, strong = (
        scipy.sparse.csgraph.connected_components(graph, directed=True, connection="strong")
        if nodes
        else (0, component)
    )
    circular = np.bincount(strong, minlength=1)[strong] > 1 if nodes else np.zeros(0, dtype=bool)
    circular[infector[infector == infected]] = True
    into, out = (np.bincount(end, minlength=nodes).astype(np.int64) for end in (infected, infector))
    return Chains(
        who,
        np.arange(nodes) >= len(cases),
        infector,
        infected,
        component,
        sizes,
        into,
        out,
        _fewest(infector, infected, into),
        _most(infector, infected, into),
        circular,
    )


def _components(graph: scipy.sparse.csr_array, nodes: int) -> tuple[Ints, Ints]:
    """Number of each node's chain, and the sizes of chains, the largest first."""
    if not nodes:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    _, label = scipy.sparse.csgraph.connected_components(graph, directed=True, connection="weak")
    sizes = np.bincount(label)
    order = np.argsort(-sizes, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[label].astype(np.int64), sizes[order].astype(np.int64)


def _fewest(infector: Ints, infected: Ints, into: Ints) -> Ints:
    """Steps from the nearest node without an infector."""
    generation = np.where(into == 0, 0, -1).astype(np.int64)
    now = 0
    while np.any(generation == now):
        behind = infected[generation[infector] == now]
        now += 1
        generation[behind[generation[behind] < 0]] = now
    return generation


def _most(infector: Ints, infected: Ints, into: Ints) -> Ints:
    """Steps on the longest way from a node without an infector, layer by layer; circles are never reached."""
    waiting, generation = into.copy(), np.full(len(into), -1, dtype=np.int64)
    layer, now = into == 0, 0
    while layer.any():
        generation[layer] = now
        waiting -= np.bincount(infected[layer[infector]], minlength=len(into))
        now += 1
        layer = (waiting == 0) & (generation < 0)
    return generation


def most_likely(weighed: Infectors, *, least: float = 0.0) -> list[tuple[int, int]]:
    """One link a case at most: the heaviest infector, where it outweighs somebody unknown.

    Args:
        weighed: Pairs with weights.
        least: Weight that a link needs at least.

    Returns:
        Pairs of an infector and an infected, in order of the infected.
    """
    first = np.unique(weighed.infected, return_index=True)[1]
    weight, infected = weighed.weight[first], weighed.infected[first]
    kept = first[(weight > 0) & (weight >= least) & (weight > weighed.unknown[infected])]
    return list(zip(weighed.infector[kept].tolist(), weighed.infected[kept].tolist(), strict=True))


def possible(weighed: Infectors, *, least: float = 0.0) -> list[tuple[int, int]]:
    """Every link that can be and weighs at least so much, in order of the infected."""
    kept = (weighed.weight > 0) & (weighed.weight >= least)
    return list(zip(weighed.infector[kept].tolist(), weighed.infected[kept].tolist(), strict=True))
