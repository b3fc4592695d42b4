from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import ALPHABET, make_code
from app.domain.errors import CodeMistyped
from app.domain.signed_codes import (
    SignedCode,
    code_key_id,
    parse_code_key_id,
    parse_signed_code,
    signed_head,
    signed_text,
)

signed = st.builds(
    SignedCode,
    st.integers(0, 2**80 - 1).map(make_code),
    st.integers(1, 1023).map(code_key_id),
    st.binary(min_size=64, max_size=64),
)


@given(signed)
def test_a_signed_code_reads_back_in_any_case(one):
    text = one.written()
    assert len(text) == 123
    assert set(text) <= set(ALPHABET)
    assert parse_signed_code(text) == parse_signed_code(text.lower()) == one


@given(signed)
def test_what_is_signed_is_the_head_with_the_key_and_the_code_in_it(one):
    head = one.written()[:20]
    assert head == signed_head(one.code, one.key) == "1" + one.key + one.code
    assert signed_text(one.code, one.key) == b"ghe signed code\n" + head.encode()


@given(signed, st.integers(1, 7))
def test_each_has_one_spelling(one, spare):
    text = one.written()
    last = ALPHABET.index(text[-1])
    with pytest.raises(CodeMistyped):
        parse_signed_code(text[:-1] + ALPHABET[last | spare])


def test_another_form_is_refused():
    good = SignedCode(make_code(5), code_key_id(1), bytes(64)).written()
    assert parse_signed_code(good)
    for wrong in ("2" + good[1:], good[:-1], good + "0", "U" + good[1:], good[:-1] + "é"):
        with pytest.raises(CodeMistyped):
            parse_signed_code(wrong)


def test_keys_are_numbered_in_two_characters():
    assert [code_key_id(n) for n in (1, 31, 32, 1023)] == ["01", "0Z", "10", "ZZ"]
    assert parse_code_key_id("o1") == "01"
    for text in ("", "1", "001", "U1"):
        with pytest.raises(CodeMistyped):
            parse_code_key_id(text)
