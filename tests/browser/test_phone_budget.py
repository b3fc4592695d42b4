"""What checking in may cost a phone. Times are measured: `python -m tests.browser.phone_budget`."""

import pytest

from tests.browser.phone_budget import BUDGET, SHIFTS, check_in, register, watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def door(chromium, server):
    return register(chromium, server, "Quán Ngân sách")


@pytest.fixture
def first_visit(chromium, server, door):
    """A browser that was never here, at the receipt; with what it cost."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="vi-VN")
    yield check_in(context, server, door)
    context.close()


def test_a_first_check_in_stays_within_its_budget(first_visit):
    _, cost = first_visit
    assert 10_000 < cost.bytes <= BUDGET["bytes"]
    assert 3 <= cost.requests <= BUDGET["requests"]
    assert 6_000 < cost.before_paint <= BUDGET["before_paint"]
    assert 5_000 < cost.script <= BUDGET["script"]
    assert cost.shift == 0
    assert cost.foreign == 0


def test_the_watch_sees_what_moves_and_what_is_fetched(first_visit, server):
    page, _ = first_visit
    asked = watched(page)
    page.evaluate("fetch('/static/ghe.css?anew').then((answer) => answer.text())")
    for _ in range(600):
        if asked:
            break
        page.wait_for_timeout(50)
    assert [one.url for one in asked] == [f"{server}/static/ghe.css?anew"]
    assert asked[0].whole > asked[0].body > 4_000
    page.wait_for_timeout(600)  # what moves just after a tap is not counted
    page.evaluate("""() => {
        const block = document.createElement('div');
        block.style.height = '200px';
        document.querySelector('main').before(block);
    }""")
    assert page.evaluate(SHIFTS) > 0
