"""What a decision on risk levels must be before a map is drawn by it. Every problem is named, all at once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from typing import Final

from app.domain.decisions_in_force import source_of, value_paths
from app.domain.disease_checks import LANGUAGES
from app.domain.errors import InputRefused, Problem
from app.domain.risk_decisions import Criterion, RiskDecision, Unset
from app.domain.risk_levels import strictest_class
from app.domain.text import looks_like_markup

MOST_CLASSES: Final = 9
"""Of a rate or a criterion, and levels: each level is one digit."""
MOST_CRITERIA: Final = 4
MOST_ROWS: Final = 100
LONGEST_RATE: Final = 28
"""Days that a rate may count."""
_LONGEST_TEXT: Final = {
    "number": 40,
    "issuer": 120,
    "title": 300,
    "noun": 60,
    "notes": 1200,
    "left_out": 1200,
}
_LONGEST_NAME: Final = 160
_LONGEST_SOURCE: Final = 600
_MAY_BE_EMPTY: Final = frozenset({"notes", "left_out"})
_LONGEST_SLUG: Final = 32
_MOST_DIGITS: Final = 8
"""The audit chain takes no text with the digits of a phone number."""
_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_YEAR: Final = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_UNITS: Final = frozenset({"", "%"})


def checked_decision(decision: RiskDecision) -> RiskDecision:
    """The same decision.

    Raises:
        InputRefused: every problem at once, by the path of the value.
    """
    problems = [
        *_identity_problems(decision),
        *_rate_problems(decision),
        *(p for n, one in enumerate(decision.criteria) for p in _criterion_problems(f"criteria.{n}", one)),
        *_twice([one.slug for one in decision.criteria], "criteria"),
        *_twice(decision.diseases, "diseases"),
        *_level_problems(decision),
    ]
    # A matrix is compared with the classes around it: only where those make sense.
    problems = problems or [*_matrix_problems(decision), *_source_problems(decision)]
    if problems:
        raise InputRefused(problems)
    return decision


def slug_problems(field: str, slug: str) -> list[Problem]:
    """What keeps a text from being a name in addresses and in the audit chain."""
    digits = sum(map(str.isdigit, slug))
    right = _SLUG.fullmatch(slug) and len(slug) <= _LONGEST_SLUG and digits <= _MOST_DIGITS
    return [] if right else [Problem(field, "slug")]


def _identity_problems(decision: RiskDecision) -> list[Problem]:
    problems = slug_problems("slug", decision.slug)
    problems += _text_problems("number", decision.number, _LONGEST_TEXT["number"])
    for field in ("issuer", "title", "noun", "notes", "left_out"):
        problems += _texts_problems(field, getattr(decision, field), _LONGEST_TEXT[field])
    if decision.valid_to is not None and decision.valid_to <= decision.valid_from:
        problems.append(Problem("valid_to", "ends_first"))
    if not decision.diseases:
        problems.append(Problem("diseases", "missing"))
    for n, disease in enumerate(decision.diseases):
        problems += slug_problems(f"diseases.{n}", disease)
    return problems


def _rate_problems(decision: RiskDecision) -> list[Problem]:
    rate = decision.rate
    if rate is None:
        return [] if decision.criteria else [Problem("rate", "missing")]
    problems = _texts_problems("rate.name", rate.name, _LONGEST_NAME)
    if not 1 <= rate.days <= LONGEST_RATE:
        problems.append(Problem("rate.days", "range", (("least", 1), ("most", LONGEST_RATE))))
    return problems + _break_problems("rate.breaks", rate.breaks, 0, math.inf)


def _criterion_problems(path: str, one: Criterion) -> list[Problem]:
    problems = slug_problems(f"{path}.slug", one.slug) + _texts_problems(
        f"{path}.name", one.name, _LONGEST_NAME
    )
    if one.unit not in _UNITS:
        problems.append(Problem(f"{path}.unit", "choice"))
    if not (math.isfinite(one.least) and math.isfinite(one.most) and one.least < one.most):
        problems.append(Problem(f"{path}.most", "least_most"))
    return problems + _break_problems(f"{path}.breaks", one.breaks, one.least, one.most)


def _twice(slugs: Sequence[str], path: str) -> list[Problem]:
    return [Problem(f"{path}.{n}", "twice") for n, slug in enumerate(slugs) if slug in slugs[:n]]


def _break_problems(path: str, breaks: tuple[float, ...], least: float, most: float) -> list[Problem]:
    rising = all(one < other for one, other in pairwise(breaks))
    inside = all(math.isfinite(one) and least < one <= most for one in breaks)
    return [] if breaks and len(breaks) < MOST_CLASSES and rising and inside else [Problem(path, "breaks")]


def _level_problems(decision: RiskDecision) -> list[Problem]:
    numbers = [level.number for level in decision.levels]
    problems = []
    if numbers != list(range(1, len(numbers) + 1)) or not 1 < len(numbers) <= MOST_CLASSES:
        problems.append(Problem("levels", "levels", (("most", MOST_CLASSES),)))
    if len({level.colour for level in decision.levels}) < len(numbers):
        problems.append(Problem("levels", "same_colour"))
    for n, level in enumerate(decision.levels):
        problems += _texts_problems(f"levels.{n}.name", level.name, _LONGEST_NAME)
        if not _COLOUR.fullmatch(level.colour):
            problems.append(Problem(f"levels.{n}.colour", "colour"))
    return problems


def _matrix_problems(decision: RiskDecision) -> list[Problem]:
    columns = 1 if decision.rate is None else len(decision.rate.breaks) + 1
    numbers = {level.number for level in decision.levels} | {None}
    problems = []
    for n, row in enumerate(decision.matrix):
        known = [level for level in row.levels if level is not None]
        if len(row.levels) != columns or not numbers.issuperset(row.levels):
            problems.append(Problem(f"matrix.{n}.levels", "row", (("columns", columns),)))
        elif any(one > other for one, other in pairwise(known)):
            problems.append(Problem(f"matrix.{n}.levels", "falls"))
    there = [row.classes for row in decision.matrix]
    wanted = set(product(*(range(len(one.breaks) + 1) for one in decision.criteria)))
    if len(there) != len(wanted) or set(there) != wanted:
        problems.append(Problem("matrix", "rows", (("rows", len(wanted)),)))
    if problems:
        return problems
    return [
        Problem(f"criteria.{n}.unset", "no_strictest")
        for n, one in enumerate(decision.criteria)
        if one.unset is Unset.STRICTEST and strictest_class(decision, n) is None
    ]


def _source_problems(decision: RiskDecision) -> list[Problem]:
    problems = []
    for path, source in decision.sources.items():
        if not _YEAR.search(source.text):
            problems.append(Problem(f"sources.{path}"[:60], "source"))
        elif len(source.text) > _LONGEST_SOURCE:
            problems.append(Problem(f"sources.{path}"[:60], "too_long", (("longest", _LONGEST_SOURCE),)))
    paths = value_paths(decision)
    used = {"all", *(part for path in paths for part in _around(path))}
    problems += [
        Problem(f"sources.{path}"[:60], "unexpected") for path in decision.sources if path not in used
    ]
    return problems + [Problem(f"sources.{p}", "source") for p in paths if source_of(decision, p) is None]


def _around(path: str) -> Iterable[str]:
    parts = path.split(".")
    return (".".join(parts[: n + 1]) for n in range(len(parts)))


def _texts_problems(path: str, texts: Mapping[str, str], longest: int) -> list[Problem]:
    if path in _MAY_BE_EMPTY and not any(texts.values()):
        return []
    return [
        problem
        for name in LANGUAGES
        for problem in _text_problems(f"{path}.{name}", texts.get(name, ""), longest)
    ]


def _text_problems(field: str, text: str, longest: int) -> list[Problem]:
    if not text:
        return [Problem(field, "missing")]
    if len(text) > longest:
        return [Problem(field, "too_long", (("longest", longest),))]
    return [Problem(field, "markup")] if looks_like_markup(text) else []
