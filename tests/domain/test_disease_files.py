from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.disease_files import LARGEST, read_disease, written_disease
from app.domain.disease_profiles import DISEASES
from app.domain.distributions import Daily
from app.domain.errors import InputRefused

COVID = written_disease(DISEASES["covid-19"])


def encoded(document) -> bytes:
    return json.dumps(document).encode()


def problems(data: bytes):
    with pytest.raises(InputRefused) as refused:
        read_disease(data)
    return [(p.field, p.kind) for p in refused.value.problems]


def changed(**fields) -> bytes:
    return encoded(COVID | fields)


@pytest.mark.parametrize("slug", DISEASES)
def test_a_document_read_again_is_the_same_profile(slug):
    assert read_disease(encoded(written_disease(DISEASES[slug]))) == DISEASES[slug]


def test_a_byte_order_mark_does_no_harm():
    assert read_disease(b"\xef\xbb\xbf" + encoded(COVID)) == DISEASES["covid-19"]


def test_a_waiting_time_may_be_given_day_by_day():
    found = read_disease(changed(serial_interval={"first_day": 2, "shares": [0.25, 0.5, 0.25]}))
    assert found.serial_interval == Daily(2, (0.25, 0.5, 0.25))


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 50_000, encoded(COVID).replace(b"0.35", b"NaN")],
)
def test_what_is_no_document_is_refused(data):
    assert problems(data) == [("document", "json")]


def test_a_document_of_any_size_is_not_read():
    assert problems(b" " * LARGEST + encoded(COVID)) == [("document", "too_large")]


def test_a_field_given_twice_is_no_choice_of_ours():
    data = encoded(COVID).replace(b'"dispersion"', b'"dispersion": 5, "dispersion"', 1)
    assert problems(data) == [("dispersion", "twice")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"slug": 7}, ("slug", "form")),
        ({"mode": "telepathy"}, ("mode", "choice")),
        ({"mode": None}, ("mode", "missing")),
        ({"incubation": "five days"}, ("incubation", "form")),
        ({"incubation": {"family": "normal", "mean": 5}}, ("incubation.family", "choice")),
        ({"incubation_window": [1]}, ("incubation_window", "form")),
        ({"incubation_window": [1, 2.5]}, ("incubation_window", "form")),
        ({"infectious_before": True}, ("infectious_before", "form")),
        ({"infectious_after": 10**9}, ("infectious_after", "form")),
        ({"dispersion": "0.2"}, ("dispersion", "form")),
        ({"tail": 2.5}, ("tail", "form")),
        ({"sources": []}, ("sources", "form")),
        ({"colour": "red"}, ("colour", "unexpected")),
        ({"serial_interval": {"first_day": 1, "shares": [1, "x"]}}, ("serial_interval.shares", "form")),
    ],
)
def test_what_has_the_wrong_form_is_named(fields, expected):
    assert expected in problems(changed(**fields))


def test_a_family_takes_its_own_parameters():
    found = problems(changed(incubation={"family": "gamma", "mean_log": 1.63, "sd_log": 0.5}))
    assert found == [
        ("incubation.shape", "missing"),
        ("incubation.rate", "missing"),
        ("incubation.mean_log", "unexpected"),
        ("incubation.sd_log", "unexpected"),
    ]


def test_a_missing_part_is_one_problem_and_an_empty_one_a_problem_a_field():
    left = {name: value for name, value in COVID.items() if name != "thresholds"}
    assert problems(encoded(left)) == [("thresholds", "missing")]
    assert problems(changed(thresholds={"minutes": {"cabin": 15}})) == [
        (f"thresholds.minutes.{kind}", "missing") for kind in ("room", "hall", "open_air")
    ]


def test_an_empty_document_names_every_field():
    found = problems(b"{}")
    assert {kind for _, kind in found} == {"missing"}
    assert {field for field, _ in found} == set(COVID) - {"dose"}


def test_sense_is_checked_once_the_form_is_right():
    assert problems(changed(dispersion=0, without_symptoms=2)) == [
        ("dispersion", "not_positive"),
        ("without_symptoms", "share"),
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


def is_read_or_refused(data: bytes) -> bool:
    try:
        return read_disease(data) is not None
    except InputRefused as refused:
        return len(refused.problems) > 0


@given(st.sampled_from(sorted(COVID)), anything)
def test_whatever_stands_in_a_field_it_is_read_or_refused(field, value):
    assert is_read_or_refused(changed(**{field: value}))


@given(
    st.sampled_from(["incubation", "thresholds", "dose", "name", "sources"]), st.text(max_size=12), anything
)
def test_and_so_it_is_one_level_down(part, field, value):
    assert is_read_or_refused(changed(**{part: COVID[part] | {field: value}}))


def test_the_documents_example_is_refused_for_its_missing_sources_alone():
    text = (Path(__file__).parents[2] / "docs" / "disease-profiles.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    found = problems(example.encode())
    assert {kind for _, kind in found} == {"source"}
    assert ("sources.incubation_window", "source") in found
    document = json.loads(example)
    document["sources"] = {field.removeprefix("sources."): "CDC 2021" for field, _ in found} | dict.fromkeys(
        document["sources"], "CDC 2021"
    )
    assert read_disease(encoded(document)).slug == "rubella"


def test_the_document_explains_every_field():
    text = (Path(__file__).parents[2] / "docs" / "disease-profiles.md").read_text(encoding="utf-8")
    rows = {
        name
        for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert rows == set(COVID)
