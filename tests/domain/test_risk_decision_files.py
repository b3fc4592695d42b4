from __future__ import annotations

import json

import pytest

from app.domain.errors import InputRefused
from app.domain.risk_decision_files import LARGEST, read_decision, written_decision
from app.domain.shipped_decisions import DECISIONS

BASE = written_decision(DECISIONS["qd-4800-byt"])
ROWS = BASE["matrix"]
CRITERION = BASE["criteria"][0]
NAMES = {"vi": "Một", "en": "One"}


def encoded(document) -> bytes:
    return json.dumps(document).encode()


def problems(data: bytes):
    with pytest.raises(InputRefused) as refused:
        read_decision(data)
    return [(p.field, p.kind) for p in refused.value.problems]


@pytest.mark.parametrize("slug", DECISIONS)
def test_a_document_read_again_is_the_same_decision(slug):
    assert read_decision(encoded(written_decision(DECISIONS[slug]))) == DECISIONS[slug]


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe", encoded(BASE).replace(b"150", b"NaN")])
def test_what_is_no_document_is_refused(data):
    assert problems(data) == [("document", "json")]


def test_a_document_of_any_size_is_not_read():
    assert problems(b" " * LARGEST + encoded(BASE)) == [("document", "too_large")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"number": 4800}, ("number", "form")),
        ({"valid_from": "12/10/2021"}, ("valid_from", "date")),
        ({"valid_to": "never"}, ("valid_to", "date")),
        ({"diseases": "covid-19"}, ("diseases", "form")),
        ({"diseases": [1]}, ("diseases", "form")),
        ({"rate": [20]}, ("rate", "form")),
        ({"rate": {"name": NAMES, "days": 7.5, "breaks": [20]}}, ("rate.days", "form")),
        ({"criteria": {}}, ("criteria", "form")),
        ({"criteria": [7]}, ("criteria.0", "form")),
        ({"criteria": [CRITERION | {"unset": "mild"}]}, ("criteria.0.unset", "choice")),
        ({"matrix": [{"classes": [0], "levels": [1, "2"]}]}, ("matrix.0.levels", "form")),
        ({"levels": [{"number": 1, "name": NAMES, "colour": 7}]}, ("levels.0.colour", "form")),
        ({"sources": {"all": {"text": "2021", "verified": "yes"}}}, ("sources.all.verified", "form")),
        ({"sources": {"all": "2021"}}, ("sources.all", "form")),
        ({"notes": {"vi": "", "en": "", "fr": ""}}, ("notes.fr", "unexpected")),
        ({"matrix_of_2021": []}, ("matrix_of_2021", "unexpected")),
        ({"noun": None}, ("noun", "missing")),
    ],
)
def test_a_wrong_form_is_named_by_its_path(fields, expected):
    assert expected in problems(encoded(BASE | fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"slug": "4800"}, ("slug", "slug")),
        ({"slug": "qd-123456789"}, ("slug", "slug")),
        ({"number": ""}, ("number", "missing")),
        ({"issuer": {"vi": "Bộ Y tế", "en": "{{7*7}}"}}, ("issuer.en", "markup")),
        ({"notes": {"vi": "Có", "en": ""}}, ("notes.en", "missing")),
        ({"title": {"vi": "x" * 301, "en": "x"}}, ("title.vi", "too_long")),
        ({"valid_to": "2021-10-12"}, ("valid_to", "ends_first")),
        ({"diseases": []}, ("diseases", "missing")),
        ({"diseases": ["covid-19", "covid-19"]}, ("diseases.1", "twice")),
        ({"diseases": ["COVID"]}, ("diseases.0", "slug")),
        ({"rate": None, "criteria": []}, ("rate", "missing")),
        ({"rate": BASE["rate"] | {"days": 0}}, ("rate.days", "range")),
        ({"rate": BASE["rate"] | {"breaks": [20, 20, 150]}}, ("rate.breaks", "breaks")),
        ({"rate": BASE["rate"] | {"breaks": [0, 20]}}, ("rate.breaks", "breaks")),
        ({"rate": BASE["rate"] | {"breaks": []}}, ("rate.breaks", "breaks")),
        ({"criteria": [CRITERION, CRITERION]}, ("criteria.1", "twice")),
        ({"criteria": [CRITERION | {"breaks": [101]}]}, ("criteria.0.breaks", "breaks")),
        ({"criteria": [CRITERION | {"least": 100}]}, ("criteria.0.most", "least_most")),
        ({"criteria": [CRITERION | {"unit": "percent"}]}, ("criteria.0.unit", "choice")),
        ({"levels": BASE["levels"][:1]}, ("levels", "levels")),
        ({"levels": BASE["levels"][1:]}, ("levels", "levels")),
        ({"levels": [level | {"colour": "#000000"} for level in BASE["levels"]]}, ("levels", "same_colour")),
        (
            {"levels": [BASE["levels"][0] | {"colour": "teal"}, *BASE["levels"][1:]]},
            ("levels.0.colour", "colour"),
        ),
        ({"matrix": ROWS[:1]}, ("matrix", "rows")),
        ({"matrix": [ROWS[0], ROWS[0]]}, ("matrix", "rows")),
        ({"matrix": [ROWS[0], {"classes": [1], "levels": [1, 1, 2]}]}, ("matrix.1.levels", "row")),
        ({"matrix": [ROWS[0], {"classes": [1], "levels": [1, 1, 2, 5]}]}, ("matrix.1.levels", "row")),
        ({"matrix": [ROWS[0], {"classes": [1], "levels": [2, 1, 2, 3]}]}, ("matrix.1.levels", "falls")),
        (
            {"matrix": [ROWS[0], {"classes": [1], "levels": [1, 1, 4, 4]}]},
            ("criteria.0.unset", "no_strictest"),
        ),
        ({"sources": {}}, ("sources.rate.breaks.0", "source")),
        ({"sources": {"all": {"text": "somewhere", "verified": True}}}, ("sources.all", "source")),
        (
            {"sources": BASE["sources"] | {"rate.breaks.3": {"text": "2021", "verified": True}}},
            ("sources.rate.breaks.3", "unexpected"),
        ),
    ],
)
def test_what_makes_no_sense_is_named_by_its_path(fields, expected):
    assert expected in problems(encoded(BASE | fields))


def test_one_source_may_stand_for_everything():
    fields = {"sources": {"all": {"text": "Quyết định 1/QĐ-UBND, 2026", "verified": True}}}
    assert read_decision(encoded(BASE | fields)).sources["all"].verified


def test_every_problem_is_told_at_once():
    fields = {"slug": "4800", "diseases": [], "rate": BASE["rate"] | {"days": 0}}
    assert len(problems(encoded(BASE | fields))) == 3
