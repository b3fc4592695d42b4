from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from app.domain.disease_profiles import DISEASES
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.science.distributions import deviation, mean
from app.science.growth import fitted_growth
from app.science.reproduction import estimated_reproduction
from app.science.serial_intervals import shifted_gamma
from app.store import officials
from app.usecases.import_case_counts import import_case_counts
from app.web.official import outbreak as handlers
from tests import squares
from tests.known_outbreak import CURVE, LAST, add_case, lines, spread_out
from tests.squares import CODES

PAGES = ("/official/outbreak", "/official/outbreak/clusters")


@pytest.fixture
def wards(database, tmp_path, now):
    """Four wards, the first with a name that must reach every page as it is."""
    features = [squares.feature(n) for n in range(4)]
    features[0]["properties"]["name"] = "=Bến {{7*7}} </script><b>"
    squares.take_in(database, squares.written(tmp_path / "w.json", features), now)


@pytest.fixture
def take(database, wards, policy, now):
    def take(counts):
        with database.writing() as session:
            import_case_counts(
                session, lines(counts), source="f.csv", disease="covid-19", policy=policy, now=now
            )

    return take


@pytest.fixture
def report(database, wards, policy, now):
    """Case files: pairs of onset and days until the report."""
    official = Official(OfficialId(uuid4()), "truy-vet", "Trần Văn Đức", Role.TRACER, None)
    with database.writing() as session:
        officials.add(session, official, now=now)

    def report(*pairs):
        with database.writing() as session:
            for onset, delay in pairs:
                at = datetime.combine(onset + timedelta(days=delay), datetime.min.time(), policy.zone)
                add_case(session, official, onset=onset, reported_at=at, zone=policy.zone)

    return report


@pytest.fixture
def epidemiologist(signed_in):
    return signed_in(Role.EPIDEMIOLOGIST)


def plain(page):
    return " ".join(page.text.split())


# ---- who ----


@pytest.mark.parametrize("path", PAGES)
def test_it_is_for_those_who_may_see_exact_counts(phone, signed_in, path):
    answer = phone.get(path)
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/official/sign-in")
    for role, status in {
        Role.EPIDEMIOLOGIST: 200,
        Role.TRACER: 200,
        Role.APPROVER: 403,
        Role.AUDITOR: 403,
        Role.ADMINISTRATOR: 403,
    }.items():
        official = signed_in(role)
        assert official.get(path).status_code == status, role
        assert ("/official/outbreak" in official.open("/official").links()) == (status == 200)


def test_an_official_of_a_ward_sees_that_ward(take, signed_in):
    take([*spread_out(), (LAST - timedelta(days=40), CODES[0], 5000)])
    assert "5,000" in plain(signed_in(Role.EPIDEMIOLOGIST).open(PAGES[0]))
    page = signed_in(Role.TRACER, CODES[1]).open(PAGES[0])
    assert "only the cases of your jurisdiction (wards: 1)" in plain(page)
    assert "5,000" not in page.text
    newest = sum(n for day, ward, n in spread_out() if ward == CODES[1] and day > LAST - timedelta(days=7))
    assert f"Cases in 7 days, so far {newest} " in plain(page)
    clusters = plain(signed_in(Role.TRACER, CODES[1]).open(PAGES[1]))
    assert "There are too few wards to compare. It takes at least 4 wards." in clusters


@pytest.mark.usefixtures("wards")
@pytest.mark.parametrize("path", PAGES)
def test_looking_is_written_down(epidemiologist, signed_in, path):
    epidemiologist.open(path)
    audit = plain(signed_in(Role.AUDITOR).open("/official/audit"))
    assert "Map with exact numbers seen" in audit
    assert f"part: outbreak-{path.split('/')[-1].replace('outbreak', 'numbers')}" in audit


# ---- what ----


def test_the_page_shows_the_numbers_of_the_methods(take, epidemiologist):
    take(spread_out())
    text = plain(epidemiologist.open(PAGES[0]))
    serial = DISEASES["covid-19"].serial_interval
    found = estimated_reproduction(CURVE, shifted_gamma(mean(serial), deviation(serial)))
    low, high = found.quantiles((0.025, 0.975))[-1]
    assert f"{found.mean[-1]:.2f} (95 % interval {low:.2f} to {high:.2f})" in text
    assert "The whole interval lies above 1: the outbreak was growing." in text
    growth = fitted_growth(CURVE[-14:])
    assert f"{growth.rate:.3f} a day (95 % interval {growth.low:.3f} to {growth.high:.3f})" in text
    assert "Cases double in" in text
    assert "docs/projection.md" in text
    assert f"Cases in 7 days, so far {sum(CURVE[-7:])} 7 days before {sum(CURVE[-14:-7])}" in text
    assert "What is still unreported cannot be estimated. Some of these days come from imported" in text
    assert "still unreported, with its" not in text


def test_the_same_in_vietnamese(take, epidemiologist):
    take(spread_out())
    epidemiologist.language = "vi"
    text = plain(epidemiologist.open(PAGES[0]))
    serial = DISEASES["covid-19"].serial_interval
    found = estimated_reproduction(CURVE, shifted_gamma(mean(serial), deviation(serial)))
    low, high = found.quantiles((0.025, 0.975))[-1]
    shown = f"{found.mean[-1]:.2f} (khoảng 95 % {low:.2f} đến {high:.2f})".replace(".", ",")
    assert shown in text
    assert "Diễn biến dịch" in text
    assert "dịch đang tăng" in text


def test_a_reload_shows_the_same(take, epidemiologist):
    take(spread_out())
    for path in PAGES:
        assert epidemiologist.open(path).text == epidemiologist.open(path).text


def test_what_is_unreported_is_drawn_apart_in_words_and_hollow(report, epidemiologist):
    report(*[(LAST - timedelta(days=back), delay) for back in range(40) for delay in (0, 2, 5)])
    path = f"{PAGES[0]}?until=13/07/2021"
    text = plain(epidemiologist.open(path))
    assert "About 7 cases of the newest days are estimated to be still unreported." in text
    assert "They stand apart and are never added to the counts." in text
    assert "The numbers below use the days up to 08/07/2021" in text
    assert "Estimated to be still unreported, with its 95 % interval" in text
    assert f"Cases in 7 days, so far {3 + 3 + 2 + 2 + 2 + 1 + 1}" in text
    source = epidemiologist.get(path).text
    [chart] = re.findall(r'<svg class="chart" id="chart-cases".*?</svg>', source, re.DOTALL)
    hollow = chart.count('class="chart-hollow"')
    assert (hollow, chart.count('class="chart-bar"')) == (5, 40)


def test_too_few_cases_give_reasons_and_no_numbers(take, epidemiologist):
    take([(LAST - timedelta(days=20), CODES[0], 1), (LAST, CODES[1], 2)])
    text = plain(epidemiologist.open(PAGES[0]))
    assert "No number There are too few cases. It takes at least 10 cases." in text
    assert "No number There are too few cases. It takes at least 20 cases." in text
    assert "there were too few cases: 2." in text
    assert "95 % interval 0" not in text
    assert "docs/projection.md" not in text


@pytest.mark.usefixtures("wards")
@pytest.mark.parametrize("path", PAGES)
def test_without_cases_the_page_says_so(epidemiologist, path):
    page = epidemiologist.open(path)
    assert "There are no cases up to this day" in page.text
    assert "ghe import case-counts" in page.text
    assert not [tag for tag, _ in page.elements if tag in {"table", "figure"}]


def test_without_wards_there_are_numbers_and_no_clusters(epidemiologist):
    assert "There are no cases up to this day" in epidemiologist.open(PAGES[0]).text
    assert "ghe import wards" in epidemiologist.open(PAGES[1]).text


def test_clusters_are_named_with_their_days_and_what_they_mean(take, epidemiologist):
    even = {
        (LAST - timedelta(days=back), ward): 1 + (back + n) % 3
        for back in range(28)
        for n, ward in enumerate(CODES)
    }
    even |= {(LAST, CODES[0]): 14, (LAST - timedelta(days=1), CODES[0]): 12}
    take([(day, ward, cases) for (day, ward), cases in even.items()])
    text = plain(epidemiologist.open(PAGES[1]))
    new = text[
        text.index("Circles of wards have a radius of at most 10 km.") : text.index("By chance: how often")
    ]
    assert "=Bến {{7*7}} </script><b> 12/07/2021 to 13/07/2021 26 " in new
    assert "Look into it" in new
    assert "</script><b>" not in epidemiologist.get(PAGES[1]).text
    assert "0 cases have such a visit. No number There are too few cases." in text
    assert "Moran's I" in text
    epidemiologist.language = "vi"
    assert "Nên xem xét" in plain(epidemiologist.open(PAGES[1]))


def test_the_number_of_days_is_chosen(take, epidemiologist):
    take(spread_out())
    page = epidemiologist.open(f"{PAGES[1]}?days=14")
    assert "than their population would have, from 30/06/2021 to 13/07/2021." in plain(page)
    chosen = [given["value"] for tag, given in page.elements if tag == "option" and "selected" in given]
    assert chosen == ["14"]


def test_a_day_that_is_none_is_named_and_kept(take, epidemiologist):
    take(spread_out())
    for path in PAGES:
        answer = epidemiologist.get(f"{path}?until=31/02/2021")
        assert answer.status_code == 400
        assert 'value="31/02/2021"' in answer.text
        assert "Write the day as 13/07/2021" in answer.text


def test_tabs_keep_what_was_chosen(take, epidemiologist):
    take(spread_out())
    links = epidemiologist.open(f"{PAGES[0]}?disease=covid-19&until=2021-07-01&lang=vi").links()
    assert f"{PAGES[1]}?disease=covid-19&until=2021-07-01&lang=vi".replace("&", "&") in links


# ---- how ----


def test_every_chart_has_a_title_a_description_and_a_table(take, epidemiologist):
    take(spread_out())
    page, source = epidemiologist.open(PAGES[0]), epidemiologist.get(PAGES[0]).text
    charts = [given for tag, given in page.elements if tag == "svg" and given.get("class") == "chart"]
    names = [given["id"] for given in charts]
    assert names == ["chart-cases", "chart-r", "chart-projection"]
    for chart in charts:
        title, text = chart["aria-labelledby"].split()
        assert re.search(rf'<title id="{title}">[^<]+</title><desc id="{text}">[^<]+</desc>', source)
    ids = [given["id"] for _, given in page.elements if "id" in given]
    assert len(ids) == len(set(ids))
    sections = source.split("<section>\n<h2>")[1:]
    assert len(sections) == 4
    for section in sections:
        assert ('class="chart"' in section) == ("<details" in section) == ("<table" in section)


def test_nothing_is_inline_and_no_script_is_needed(take, epidemiologist):
    take(spread_out())
    for path in PAGES:
        page = epidemiologist.open(path)
        assert not [tag for tag, _ in page.elements if tag in {"script", "style", "canvas"}]
        assert not [
            name for _, given in page.elements for name in given if name == "style" or name[:2] == "on"
        ]


@pytest.mark.parametrize(("path", "compute"), [(PAGES[0], "outbreak_numbers"), (PAGES[1], "clusters")])
def test_no_transaction_is_open_while_numbers_are_computed(take, epidemiologist, monkeypatch, path, compute):
    take(spread_out())
    seen, sessions = [], []
    gather, computed = handlers.gather_outbreak, getattr(handlers, compute)

    def remembering(session, *given, **named):
        sessions.append(session)
        seen.append(session.in_transaction())
        found = gather(session, *given, **named)
        seen.append(session.in_transaction())
        return found

    def watched(*given):
        seen.append(sessions[0].in_transaction())
        return computed(*given)

    monkeypatch.setattr(handlers, "gather_outbreak", remembering)
    monkeypatch.setattr(handlers, compute, watched)
    epidemiologist.open(path)
    assert seen == [False, True, False]
