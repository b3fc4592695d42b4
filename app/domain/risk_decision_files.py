"""A decision on risk levels as a document of JSON: what a city writes, keeps and hands on.

    {"slug": "qd-1234-ubnd", "number": "1234/QĐ-UBND", "valid_from": "2026-12-01", "diseases": ["covid-19"],
     "rate": {"name": {"vi": "...", "en": "..."}, "days": 7, "breaks": [20, 50, 150]},
     "criteria": [{"slug": "adults-one-dose", "unit": "%", "least": 0, "most": 100, "breaks": [70],
                   "unset": "strictest", "name": {...}}],
     "matrix": [{"classes": [0], "levels": [1, 2, 3, 4]}, {"classes": [1], "levels": [1, 1, 2, 3]}],
     "levels": [{"number": 1, "name": {...}, "colour": "#1b9e9e"}, ...],
     "sources": {"all": {"text": "Quyết định 1234/QĐ-UBND, 2026", "verified": true}}, ...}

The fields are those of `RiskDecision`. `ghe risk-levels show qd-4800-byt` prints a whole one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from app.domain.disease_checks import LANGUAGES
from app.domain.documents import Fields, loaded
from app.domain.errors import InputRefused, Problem
from app.domain.risk_decision_checks import MOST_CLASSES, MOST_CRITERIA, MOST_ROWS, checked_decision
from app.domain.risk_decisions import Criterion, Level, RateClasses, RiskDecision, Row, Source, Unset

LARGEST: Final = 60_000
"""Bytes of a document."""
_MOST_DISEASES: Final = 40
_UNREADABLE_DAY: Final = date(1, 1, 1)


def read_decision(data: bytes) -> RiskDecision:
    """The decision that a document describes.

    Raises:
        InputRefused: every problem at once: those of form where there are any, else those of sense.
    """
    return decision_of(loaded(data, largest=LARGEST))


def decision_of(document: Mapping[str, object]) -> RiskDecision:
    """The same from a document that has been loaded.

    Raises:
        InputRefused: every problem at once.
    """
    problems: list[Problem] = []
    found = _decision(Fields(document, problems))
    if problems:
        raise InputRefused(problems)
    return checked_decision(found)


def written_decision(decision: RiskDecision) -> dict[str, object]:
    """The document of a decision; read again it gives the same."""
    rate = decision.rate
    return {
        "slug": decision.slug,
        "number": decision.number,
        "issuer": dict(decision.issuer),
        "title": dict(decision.title),
        "valid_from": decision.valid_from.isoformat(),
        "valid_to": None if decision.valid_to is None else decision.valid_to.isoformat(),
        "diseases": list(decision.diseases),
        "noun": dict(decision.noun),
        "rate": rate and {"name": dict(rate.name), "days": rate.days, "breaks": list(rate.breaks)},
        "criteria": [_written_criterion(one) for one in decision.criteria],
        "matrix": [{"classes": list(row.classes), "levels": list(row.levels)} for row in decision.matrix],
        "levels": [{"number": x.number, "name": dict(x.name), "colour": x.colour} for x in decision.levels],
        "sources": {path: {"text": x.text, "verified": x.verified} for path, x in decision.sources.items()},
        "notes": dict(decision.notes),
        "left_out": dict(decision.left_out),
    }


def _written_criterion(one: Criterion) -> dict[str, object]:
    return {
        "slug": one.slug,
        "name": dict(one.name),
        "unit": one.unit,
        "least": one.least,
        "most": one.most,
        "breaks": list(one.breaks),
        "unset": one.unset.value,
    }


def _decision(document: Fields) -> RiskDecision:
    found = RiskDecision(
        slug=document.string("slug"),
        number=document.string("number"),
        issuer=_texts(document, "issuer"),
        title=_texts(document, "title"),
        valid_from=_day(document, "valid_from"),
        valid_to=_day(document, "valid_to") if document.has("valid_to") else None,
        diseases=document.strings("diseases", _MOST_DISEASES),
        noun=_texts(document, "noun"),
        rate=_rate(document.part("rate")) if document.has("rate") else None,
        criteria=tuple(map(_criterion, document.parts("criteria", MOST_CRITERIA))),
        matrix=tuple(map(_row, document.parts("matrix", MOST_ROWS))),
        levels=tuple(map(_level, document.parts("levels", MOST_CLASSES))),
        sources=_sources(document.part("sources")),
        notes=_texts(document, "notes"),
        left_out=_texts(document, "left_out"),
    )
    document.end()
    return found


def _rate(part: Fields) -> RateClasses:
    found = RateClasses(_texts(part, "name"), part.whole("days"), part.numbers("breaks", MOST_CLASSES))
    part.end()
    return found


def _criterion(part: Fields) -> Criterion:
    word = part.string("unset")
    if word and word not in set(Unset):
        part.refuse("unset", "choice")
    found = Criterion(
        slug=part.string("slug"),
        name=_texts(part, "name"),
        unit=part.string("unit"),
        least=part.number("least"),
        most=part.number("most"),
        breaks=part.numbers("breaks", MOST_CLASSES),
        unset=Unset(word) if word in set(Unset) else Unset.NO_LEVEL,
    )
    part.end()
    return found


def _row(part: Fields) -> Row:
    classes = tuple(-1 if one is None else one for one in part.wholes("classes", MOST_CRITERIA))
    found = Row(classes, part.wholes("levels", MOST_CLASSES))
    part.end()
    return found


def _level(part: Fields) -> Level:
    found = Level(part.whole("number"), _texts(part, "name"), part.string("colour"))
    part.end()
    return found


def _sources(part: Fields) -> Mapping[str, Source]:
    found = {}
    for path in part.names():
        inside = part.part(path)
        found[path] = Source(inside.string("text"), inside.flag("verified"))
        inside.end()
    return MappingProxyType(found)


def _texts(document: Fields, name: str) -> Mapping[str, str]:
    part = document.part(name)
    found = {language: part.string(language) for language in LANGUAGES}
    part.end()
    return MappingProxyType(found)


def _day(document: Fields, name: str) -> date:
    text = document.string(name)
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            document.refuse(name, "date")
        return _UNREADABLE_DAY
