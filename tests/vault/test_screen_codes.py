from __future__ import annotations

from uuid import UUID

import pytest

from app.domain.codes import make_code
from app.domain.screen_codes import ScreenCode, parse_screen_code
from app.vault.keystore import KeyStore
from app.vault.screen_codes import is_seen_token, is_shown, seen_token, shown_code

CODE, STEP = make_code(0x0123456789ABCDEF0123), 59_841_480
KEY = bytes(range(32))
VENUE, VISIT, DEVICE = UUID(int=1), UUID(int=2), b"d" * 32


@pytest.fixture
def store(tmp_path):
    made = KeyStore(tmp_path / "keys")
    (tmp_path / "keys" / "named" / "screen-codes").write_bytes(KEY)
    return made


def test_the_tag_is_the_one_that_hmac_sha256_gives(store):
    """Worked out apart from the program: the code, ten bits of the step, forty of the HMAC."""
    assert shown_code(store, CODE, STEP).written() == "04HMASW9NF6YY093X" + "Y8" + "B509NWBG"


def test_every_step_and_every_code_has_a_tag_of_its_own(store):
    shown = [shown_code(store, CODE, STEP + n) for n in range(500)]
    shown += [shown_code(store, make_code(n), STEP) for n in range(500)]
    assert len({one.tag for one in shown}) == 1000
    assert all(parse_screen_code(one.written()) == one for one in shown)


def test_another_installation_shows_other_codes(store, tmp_path):
    assert not is_shown(KeyStore(tmp_path / "other"), shown_code(store, CODE, STEP), STEP)


def test_a_tag_is_right_for_its_step_alone_and_no_other_tag_is(store):
    shown = shown_code(store, CODE, STEP)
    assert [away for away in range(-1100, 1100) if is_shown(store, shown, STEP + away)] == [0]
    for bit in range(40):
        assert not is_shown(store, ScreenCode(CODE, shown.hint, shown.tag ^ 1 << bit), STEP)


def test_a_page_that_was_open_in_time_speaks_for_its_own_visit_and_browser(store):
    token = seen_token(KEY, VENUE, VISIT, DEVICE)
    assert is_seen_token(token, KEY, VENUE, VISIT, DEVICE)
    for wrong in (
        (token, bytes(32), VENUE, VISIT, DEVICE),
        (token, KEY, UUID(int=9), VISIT, DEVICE),
        (token, KEY, VENUE, UUID(int=9), DEVICE),
        (token, KEY, VENUE, VISIT, b"e" * 32),
        ("", KEY, VENUE, VISIT, DEVICE),
        ("é" + token, KEY, VENUE, VISIT, DEVICE),
    ):
        assert not is_seen_token(*wrong)
