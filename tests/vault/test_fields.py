from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.fields import (
    INDEX_BYTES,
    OVERHEAD,
    FieldDamaged,
    blind_index,
    field_key,
    open_field,
    seal_field,
)
from app.vault.keystore import KeyStore

KEY = bytes(range(32))
ROW = UUID(int=7)
PLACE = {"table": "subjects", "column": "details", "row": ROW}


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_at_its_place(clear):
    sealed = seal_field(KEY, clear, **PLACE)
    assert len(sealed) == len(clear) + OVERHEAD
    assert open_field(KEY, sealed, **PLACE) == clear


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"table": "cases"},
        {"column": "notes"},
        {"row": UUID(int=8)},
        {"table": "subjectsd", "column": "etails"},
    ],
)
def test_a_value_moved_to_another_place_does_not_open(elsewhere):
    sealed = seal_field(KEY, b"O'Brien", **PLACE)
    with pytest.raises(FieldDamaged):
        open_field(KEY, sealed, **(PLACE | elsewhere))


def test_another_key_does_not_open():
    with pytest.raises(FieldDamaged):
        open_field(bytes(32), seal_field(KEY, b"secret", **PLACE), **PLACE)


@given(st.data())
def test_no_damage_goes_unnoticed(data):
    sealed = bytearray(seal_field(KEY, b"Nguyen Thi Huong", **PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(FieldDamaged):
        open_field(KEY, bytes(sealed), **PLACE)


@pytest.mark.parametrize("cut", [0, 1, 12, OVERHEAD - 1, OVERHEAD])
def test_a_shortened_value_does_not_open(cut):
    with pytest.raises(FieldDamaged):
        open_field(KEY, seal_field(KEY, b"secret", **PLACE)[:cut], **PLACE)


def test_the_same_value_never_looks_the_same():
    assert seal_field(KEY, b"secret", **PLACE) != seal_field(KEY, b"secret", **PLACE)


def test_the_message_of_a_damaged_field_holds_no_value():
    with pytest.raises(FieldDamaged) as caught:
        open_field(KEY, b"\x01" + b"Nguyen Thi Huong, 0901234567 ...", **PLACE)
    assert "Huong" not in str(caught.value)


def test_keys_differ_by_purpose_and_jurisdiction_and_stay_the_same(tmp_path):
    keys = KeyStore(tmp_path)
    made = {
        field_key(keys, purpose, area)
        for purpose in ("subjects", "subject-names", "totp")
        for area in (None, "26734", "26737")
    }
    assert len(made) == 9
    assert field_key(KeyStore(tmp_path), "totp") == field_key(keys, "totp")
    assert field_key(KeyStore(tmp_path / "other"), "totp") != field_key(keys, "totp")


def test_keys_are_framed_so_that_parts_cannot_slide(tmp_path):
    keys = KeyStore(tmp_path)
    assert field_key(keys, "a", "bc") != field_key(keys, "ab", "c")


def test_an_index_finds_a_name_however_it_is_typed():
    assert blind_index(KEY, "Nguyễn Thị Hương") == blind_index(KEY, " nguyen  thi huong ")
    assert len(blind_index(KEY, "x")) == INDEX_BYTES


def test_an_index_tells_nothing_without_its_key():
    assert blind_index(KEY, "+84901234567") != blind_index(bytes(32), "+84901234567")
    assert blind_index(KEY, "+84901234567") != blind_index(KEY, "+84901234568")
