"""Every frame that is served: on any page one can reach, for every kind of map, with its own policy."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest

from app.domain.roles import Role
from app.usecases.import_case_counts import import_case_counts
from app.web.official.map_kinds import KINDS
from tests import squares

COUNTS = "date,ward_code,cases\n2021-07-06,00004,12\n2021-07-13,00004,30\n2021-07-13,00007,3\n"
NAME = "=Bến {{7*7}} </script><b>`${x}`"


@pytest.fixture
def city(database, tmp_path, policy, now):
    features = [squares.feature(0, name=NAME), *(squares.feature(i) for i in range(1, 4))]
    squares.take_in(database, squares.written(tmp_path / "w.json", features), now)
    with database.writing() as session:
        import_case_counts(
            session, COUNTS.encode(), source="f.csv", disease="covid-19", policy=policy, now=now
        )


def directives(answer):
    return dict(
        each.strip().partition(" ")[::2] for each in answer.headers["content-security-policy"].split(";")
    )


def frames(page):
    return [given for tag, given in page.elements if tag == "iframe"]


def is_tame(frame):
    here = re.match(r"/(?!/)", frame["src"])
    return frame.get("sandbox") == "allow-scripts" and "srcdoc" not in frame and bool(here)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("kind", [kind.slug for kind in KINDS])
def test_a_frame_gets_scripts_and_nothing_else(signed_in, kind):
    official = signed_in(Role.EPIDEMIOLOGIST)
    page = official.open(f"/official/map?map={kind}")
    [frame] = frames(page)
    assert is_tame(frame)
    assert directives(official.get(f"/official/map?map={kind}"))["frame-src"] == "'self'"
    answer = official.get(frame["src"])
    assert answer.status_code == 200
    policy = directives(answer)
    assert policy["sandbox"] == "allow-scripts"
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert re.fullmatch(r"'nonce-[\w-]{22}'", policy["script-src"])
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert NAME not in answer.text, "a name is never written as it is into markup or script"
    assert "Bến 49" not in answer.text


@pytest.mark.usefixtures("city")
def test_every_page_one_can_reach_has_tame_frames_only(signed_in):
    official = signed_in(Role.EPIDEMIOLOGIST)
    waiting, seen, found = ["/", "/official", "/official/map"], set(), 0
    while waiting and len(seen) < 60:
        address = waiting.pop(0)
        answer = official.get(address)
        path = urlsplit(address).path
        seen.add(path)
        if answer.status_code != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        assert "same-origin" not in str(directives(answer).get("sandbox", "")) + "".join(
            re.findall(r"<iframe[^>]*>", answer.text)
        )
        if "<h1>" not in answer.text or "case-map-data" in answer.text:
            continue
        page = official.open(address)
        assert all(is_tame(frame) for frame in frames(page)), address
        found += len(frames(page))
        for link in page.links():
            target = urlsplit(urljoin(address, link))
            if not target.netloc and target.path not in seen | {urlsplit(each).path for each in waiting}:
                waiting.append(target.path)
    assert len(seen) > 8
    assert found >= 1


@pytest.mark.parametrize(
    "frame",
    [
        {"sandbox": "allow-scripts allow-same-origin", "src": "/x"},
        {"sandbox": "", "src": "/x"},
        {"src": "/x"},
        {"sandbox": "allow-scripts", "src": "//x.test/"},
        {"sandbox": "allow-scripts", "src": "https://x.test/"},
        {"sandbox": "allow-scripts", "src": "/x", "srcdoc": ""},
    ],
)
def test_the_control_other_frames_are_not_tame(frame):
    assert not is_tame(frame)
