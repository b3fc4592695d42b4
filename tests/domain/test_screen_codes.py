from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.addresses import LONGEST_ADDRESS, parse_address
from app.domain.codes import check_in_url, grouped, make_code
from app.domain.errors import CodeMistyped
from app.domain.screen_codes import (
    TAG_BITS,
    accepted_during,
    parse_screen_code,
    screen_code,
    shown_during,
    step_of,
)
from app.domain.signed_codes import SignedCode, code_key_id

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
moments = st.timedeltas(timedelta(days=-2000), timedelta(days=20_000)).map(lambda passed: NOW + passed)
codes = st.integers(0, 2**80 - 1).map(make_code)
shown = st.builds(screen_code, codes, st.integers(0, 2**40), st.integers(0, 2**TAG_BITS - 1))


@given(shown)
def test_a_screens_code_reads_back_however_it_is_written(one):
    text = one.written()
    assert len(text) == 27
    for written in (text, text.lower(), f"{text[:17]}-{text[17:]}", text.replace("0", "O").replace("1", "l")):
        assert parse_screen_code(written) == one
        assert parse_address(written) == one


@given(codes, st.sampled_from([str, str.lower, grouped]))
def test_an_address_tells_the_three_kinds_apart_by_their_length(code, spelling):
    assert parse_address(spelling(code)) == code
    signed = SignedCode(code, code_key_id(3), bytes(range(64)))
    assert parse_address(signed.written()) == signed
    assert len(signed.written()) <= LONGEST_ADDRESS


@pytest.mark.parametrize("length", [0, 16, 18, 26, 28, 122, 124, 400])
def test_another_length_is_none_of_them(length):
    with pytest.raises(CodeMistyped):
        parse_address("0" * length)


def test_a_misread_code_is_noticed_inside_a_screens_code():
    text = screen_code(make_code(7), 5, 9).written()
    for place in range(17):
        wrong = "Z" if text[place] != "Z" else "Y"
        with pytest.raises(CodeMistyped):
            parse_screen_code(text[:place] + wrong + text[place + 1 :])


def test_its_address_keeps_the_symbol_of_a_poster_at_level_m():
    address = check_in_url("https://ghe.hcm.city.gov.vn", screen_code(make_code(7), 5, 9).written())
    assert len(address) <= 61, "what version 3 holds at level M; posters take version 3 at level Q"


@given(moments)
def test_steps_follow_each_other_without_a_gap(moment):
    step = step_of(moment)
    assert shown_during(step).contains(moment)
    assert shown_during(step).end == shown_during(step + 1).start
    assert shown_during(step).length == timedelta(seconds=30)


@given(moments)
def test_a_code_lives_from_half_a_minute_before_it_is_shown_to_half_a_minute_after(moment):
    step = step_of(moment)
    shown, accepted = shown_during(step), accepted_during(step)
    assert (shown.start - accepted.start, accepted.end - shown.end) == (timedelta(seconds=30),) * 2


@given(moments, st.integers(-500, 500))
def test_the_step_is_found_again_within_four_hours_either_side(moment, away):
    step = step_of(moment)
    assert screen_code(make_code(1), step + away, 0).step_near(moment) == step + away


def test_after_half_a_day_the_hint_comes_round_and_only_the_tag_tells():
    step = step_of(NOW)
    assert screen_code(make_code(1), step - 1024, 0).step_near(NOW) == step
