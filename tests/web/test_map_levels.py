"""The map of risk levels over HTTP."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from app.domain.risk_criteria import Standing
from app.domain.roles import Role
from app.usecases.import_case_counts import import_case_counts
from app.usecases.set_risk_criterion import set_risk_criterion
from tests import squares
from tests.squares import CODES
from tests.web.signed_in import audit_details, frame_data, signed_in

WARD = "=Phú {{7*7}} </script><b>"
LEVELS = "/official/map?map=levels&disease=covid-19&until=2021-11-14"
FRAME = LEVELS.replace("map?", "map/frame?")
COUNTS = f"""date,ward_code,cases
2021-11-08,{CODES[0]},10
2021-11-10,{CODES[1]},80
2021-11-14,{CODES[2]},2
2021-11-14,{CODES[3]},9
"""


@pytest.fixture
def sign_in(database, phone, now):
    return lambda role=Role.EPIDEMIOLOGIST, ward=None: signed_in(database, phone, now, role, ward)


@pytest.fixture
def city(database, tmp_path, policy, now):
    """20, 160 and 4 per 100,000, and a ward too small for a rate."""
    features = [squares.feature(n) for n in range(4)]
    features[1]["properties"]["name"] = WARD
    features[3]["properties"]["population"] = 900
    squares.take_in(database, squares.written(tmp_path / "w.json", features), now)
    with database.writing() as session:
        file = COUNTS.encode()
        import_case_counts(session, file, source="f.csv", disease="covid-19", policy=policy, now=now)


@pytest.fixture
def enter(database, now):
    def enter(value, criterion="adults-one-dose", area="", since=date(2021, 10, 12)):
        with database.writing() as session:
            set_risk_criterion(session, Standing(criterion, area, since, value), now=now)

    return enter


def fills(data):
    """The legend's entry of every ward."""
    return [(data["fills"][area["ranks"][0]], data["marks"][area["ranks"][0]]) for area in data["areas"]]


@pytest.mark.usefixtures("city")
def test_the_page_says_which_decision_and_what_was_assumed(sign_in):
    page = sign_in().open(LEVELS)
    assert page.heading == "Epidemic level by ward"
    assert "Decision 4800/QĐ-BYT" in page.text
    assert "A criterion of the decision is not set" in page.text
    assert "so the stricter class is assumed: under 70 %" in page.text
    assert "in force 12/10/2021 to 26/01/2022" in page.text
    assert "Numbers still to be held against the text of the decision: 5" in page.text
    assert "Not in this data: The demand that 80 % of older people" in page.text
    assert WARD in page.text
    assert "population too small" in page.text


@pytest.mark.usefixtures("city")
def test_each_ward_has_a_colour_and_a_digit(sign_in, enter):
    phone = sign_in()
    data = frame_data(phone.get(FRAME))
    assert fills(data) == [("#fff07a", "2"), ("#a50f15", "4"), ("#1b9e9e", "1"), ("url(#dots)", "")]
    enter(93.9)
    answer = phone.get(FRAME)
    assert fills(frame_data(answer))[:3] == [("#1b9e9e", "1"), ("#f59b1e", "3"), ("#1b9e9e", "1")]
    assert "least one dose of vaccine: 93.9\u00a0% since 12/10/2021" in answer.text
    assert "4800/QĐ-BYT, Ministry of Health, in force 12/10/2021 to 26/01/2022" in answer.text
    assert "Epidemic level 3: high risk" in answer.text
    assert "{{7*7}}" in answer.text


@pytest.mark.usefixtures("city")
def test_a_hidden_count_has_no_level(sign_in):
    data = frame_data(sign_in(Role.APPROVER).get(FRAME))
    assert fills(data)[2] == ("url(#hatch)", "")
    page = sign_in(Role.APPROVER).open(LEVELS)
    assert "A ward whose count is not shown has no level." in page.text


@pytest.mark.usefixtures("city")
def test_where_none_is_in_force_one_may_be_chosen_and_the_page_says_so(sign_in):
    phone = sign_in()
    late = LEVELS.replace("2021-11-14", "2026-11-22")
    page = phone.open(late)
    assert "No decision on risk levels was in force on 22/11/2026" in page.text
    assert "Table" not in page.text
    assert len(set(fills(frame_data(phone.get(late.replace("map?", "map/frame?")))))) == 1
    page = phone.open(f"{LEVELS}&decision=qd-218-byt")
    assert "218/QĐ-BYT was not in force on 14/11/2021" in page.text
    assert "Not in force on these days: 218/QĐ-BYT" in page.text
    assert "No level was entered for these days" in page.text
    assert (
        "There is no decision on risk levels of this disease"
        in phone.open(LEVELS.replace("covid-19", "measles")).text
    )


@pytest.mark.usefixtures("city")
def test_levels_that_were_entered_are_drawn_without_any_count(sign_in, enter):
    enter(4, "judged-2686", CODES[2], date(2021, 6, 1))
    june = LEVELS.replace("2021-11-14", "2021-06-15")
    phone = sign_in()
    data = frame_data(phone.get(june.replace("map?", "map/frame?")))
    assert [mark for _, mark in fills(data)] == ["", "", "4", ""]
    page = phone.open(june)
    assert page.heading == "Risk level by ward"
    assert "wards with a value of their own: 1" in page.text


@pytest.mark.usefixtures("city")
def test_a_file_hides_small_numbers_and_names_the_decision(sign_in):
    answer = sign_in().get(LEVELS.replace("map?", "map/file.csv?"))
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    assert "4800/QĐ-BYT" in text
    [hidden] = [row for row in csv.reader(io.StringIO(text)) if CODES[2] in row]
    assert "Not shown: fewer than 5" in hidden


@pytest.mark.usefixtures("city")
def test_looking_is_written_down_with_the_decision(sign_in, database):
    sign_in().open(LEVELS)
    [detail] = audit_details(database)
    assert detail | {"part": "page"} == {
        "map": "levels",
        "part": "page",
        "disease": "covid-19",
        "until": "2021-11-14",
        "decision": "qd-4800-byt",
    }


@pytest.mark.usefixtures("city")
def test_the_page_speaks_vietnamese_with_the_decisions_own_noun(sign_in):
    phone = sign_in()
    phone.language = "vi"
    assert phone.open(LEVELS).heading.startswith("Cấp độ dịch")
    assert phone.open(LEVELS.replace("2021-11-14", "2021-06-15")).heading.startswith("Mức độ nguy cơ")
