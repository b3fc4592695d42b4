"""The map of clusters and source venues over HTTP."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.positions import Position
from app.domain.roles import Role
from app.domain.spans import local_day
from app.store import source_runs
from app.store.source_runs import FoundVenue, SourceRun
from app.usecases.import_case_counts import import_case_counts
from tests import exposed, squares
from tests.known_outbreak import lines
from tests.squares import CODES
from tests.web.signed_in import audit_details, frame_data, signed_in

WARD = "=Phú {{7*7}} </script><b>"
CLUSTERS = "/official/map?map=clusters"


@pytest.fixture
def sign_in(database, phone, now):
    return lambda role=Role.EPIDEMIOLOGIST, ward=None: signed_in(database, phone, now, role, ward)


@pytest.fixture
def city(database, tmp_path, policy, now):
    """Many cases of the last two days in the third ward; a wedding that may have infected some of them."""
    features = [squares.feature(n) for n in range(4)]
    features[2]["properties"]["name"] = WARD
    squares.take_in(database, squares.written(tmp_path / "w.json", features), now)
    # As of a Sunday, for files come by whole weeks.
    sunday = local_day(now, policy.zone) - timedelta(days=1)
    counts = {
        (sunday - timedelta(days=d), w): 1 + (d + n) % 3 for d in range(28) for n, w in enumerate(CODES)
    }
    counts |= {(sunday, CODES[2]): 14, (sunday - timedelta(days=1), CODES[2]): 12}
    with database.writing() as session:
        file = lines([(day, ward, cases) for (day, ward), cases in counts.items()])
        import_case_counts(session, file, source="f.csv", disease="covid-19", policy=policy, now=now)


@pytest.fixture
def wedding(database, city, now):
    exposed.city_of_one(database, now)
    wedding = exposed.place(database, now, 106.25, name="Tiệc cưới Hoa Sen")
    market = exposed.place(database, now, name="Chợ Bà Chiểu", position=Position(10.06, 106.05))
    found = (FoundVenue(wedding, 5, 0.8, 0, 0.001, 0.02), FoundVenue(market, 4, 3.9, 0, 0.4, 0.9))
    run = SourceRun(uuid4(), "covid-19", None, exposed.TRACER.id, now, 21, 9, 300, 2, 1, 999, 0.01, 3, found)
    with database.writing() as session:
        source_runs.put(session, run)
    return wedding


@pytest.mark.usefixtures("city")
def test_it_is_for_those_who_may_see_exact_numbers(phone, sign_in):
    for part in ("", "/frame", "/file.csv"):
        assert phone.get(f"/official/map{part}?map=clusters").status_code == 303
        assert sign_in(Role.APPROVER).get(f"/official/map{part}?map=clusters").status_code == 403
        phone.cookies.clear()


def corners(polygons):
    """The points of a shape of one ring, wherever it begins and whichever way it goes."""
    [[steps]] = polygons
    return {(sum(steps[: n + 1 : 2]), sum(steps[1 : n + 2 : 2])) for n in range(0, len(steps), 2)}


@pytest.mark.usefixtures("city")
def test_the_drawing_outlines_the_clusters_over_the_cases(sign_in):
    answer = sign_in().get("/official/map/frame?map=clusters")
    data = frame_data(answer)
    [recent] = [one for one in data["outlines"] if one["id"].startswith("recent")]
    assert recent["lines"][0] == f"New cluster 1: {WARD}"
    assert recent["lines"][2].startswith("26 cases, ")
    assert recent["lines"][-1] == "Look into it"
    assert not recent["dashed"]
    assert corners(recent["polygons"]) == corners(data["areas"][2]["polygons"])
    assert all(one["dashed"] for one in data["outlines"] if one["id"].startswith("rates"))
    assert "New cluster of wards or venues" in answer.text
    assert [area["code"] for area in data["areas"]] == list(CODES)


@pytest.mark.usefixtures("city")
def test_the_page_has_the_same_clusters_as_a_table_and_leads_to_their_page_and_back(sign_in):
    official = sign_in()
    page = official.open(f"{CLUSTERS}&lang=en")
    codes = [given["data-code"] for tag, given in page.elements if "data-code" in given]
    drawn = [one["id"] for one in frame_data(official.get("/official/map/frame?map=clusters"))["outlines"]]
    assert codes == drawn
    assert f"{WARD} New cluster 1 21/11/2026 to 22/11/2026 26 " in page.text
    [there] = [link for link in page.links() if link.startswith("/official/outbreak/clusters")]
    assert there == "/official/outbreak/clusters?disease=covid-19&until=2026-11-22&days=7&lang=en"
    [back] = [link for link in official.open(there).links() if link.startswith("/official/map?map=clusters")]
    assert back == "/official/map?map=clusters&disease=covid-19&until=2026-11-22&lang=en"
    assert official.open(back).heading == page.heading == "Clusters and source venues"


def test_source_venues_are_marked_by_rank_and_named_on_the_page_alone(sign_in, wedding):
    official = sign_in()
    frame = official.get("/official/map/frame?map=clusters")
    [venue] = frame_data(frame)["venues"]
    assert (venue["id"], venue["at"], venue["count"], venue["mark"]) == (
        str(wedding),
        [10.05, 106.25],
        5,
        "1",
    )
    assert "Hoa Sen" not in frame.text
    page = official.open(CLUSTERS)
    assert "Tiệc cưới Hoa Sen 1 5 0.8 Hardly by chance 260C Pasteur" in page.text
    assert "Chợ Bà Chiểu" not in page.text
    assert "Ranked venues that chance explains, not drawn: 1" in page.text
    assert "never a place to blame" in page.text


@pytest.mark.abuse("AB-25")
def test_an_official_of_one_ward_sees_neither_the_clusters_nor_the_source_venues_of_others(sign_in, wedding):
    official = sign_in(Role.TRACER, CODES[0])
    frame = official.get("/official/map/frame?map=clusters")
    assert (frame_data(frame)["outlines"], frame_data(frame)["venues"]) == ([], [])
    page = official.open(CLUSTERS)
    assert "Hoa Sen" not in page.text
    assert "There are too few wards to compare. It takes at least 4 wards." in page.text


def test_a_file_has_no_figure_of_a_cluster_and_no_venue(sign_in, wedding):
    official = sign_in()
    text = official.get("/official/map/file.csv?map=clusters").content.decode("utf-8-sig")
    [row] = [line for line in text.splitlines() if line.startswith("recent-1,")]
    assert row.startswith("recent-1,'" + WARD)
    assert "26" not in row.split("22/11/2026")[1].split("Look into it")[0]
    assert "Look into it" in row
    assert "Hoa Sen" not in text
    shape = official.get("/official/map/file.svg?map=clusters").text
    assert "Hoa Sen" not in shape
    assert "26 cases" not in shape


def test_looking_is_written_down(sign_in, wedding, database):
    sign_in().open(CLUSTERS)
    detail = audit_details(database)[-1]
    assert {name: detail[name] for name in ("map", "part", "disease", "until", "days", "source_venues")} == {
        "map": "clusters",
        "part": "page",
        "disease": "covid-19",
        "until": "2026-11-22",
        "days": 7,
        "source_venues": 1,
    }


def test_without_anything_that_stands_out_the_page_says_so(sign_in, database, tmp_path, policy, now):
    squares.take_in(database, squares.written(tmp_path / "w.json"), now)
    assert "There are no case counts yet" in sign_in().open(CLUSTERS).text
    day = local_day(now, policy.zone)
    even = [(day - timedelta(days=back), ward, 2) for back in range(28) for ward in CODES]
    with database.writing() as session:
        import_case_counts(session, lines(even), source="f", disease="covid-19", policy=policy, now=now)
    page = sign_in().open(CLUSTERS)
    assert "Nothing stands out beyond chance" in page.text
    assert not [link for link in page.links() if "#ward-" in link]
