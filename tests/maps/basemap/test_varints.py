import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.basemap.varints import Damaged, decode, encode, field, fields, single

U64 = st.integers(0, 2**64 - 1)


@pytest.mark.parametrize(("number", "data"), [(0, b"\0"), (1, b"\1"), (127, b"\x7f"), (150, b"\x96\1")])
def test_numbers_as_the_encoding_guide_of_protocol_buffers_writes_them(number, data):
    assert encode([number]) == single(number) == data


@given(st.lists(U64, max_size=30))
def test_many_numbers_come_back(numbers):
    data = encode(np.array(numbers, dtype=np.uint64))
    assert data == b"".join(single(number) for number in numbers)
    assert decode(data).tolist() == numbers


@given(st.lists(st.tuples(st.integers(1, 99), U64 | st.binary(max_size=20)), max_size=5))
def test_fields_come_back(message):
    data = b"".join(field(number, content) for number, content in message)
    assert list(fields(data)) == message


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data):
    for read in (decode, lambda some: list(fields(some))):
        try:
            read(data)
        except Damaged:
            continue


@pytest.mark.parametrize("data", [b"\x80", b"\x80" * 10 + b"\1", b"\1\x80"])
def test_a_number_that_is_cut_off_or_too_long(data):
    with pytest.raises(Damaged):
        decode(data)


@pytest.mark.parametrize("data", [b"\x0a", b"\x0a\x05abc", b"\x0d\0\0\0\0", b"\x08"])
def test_a_field_that_is_cut_off_or_of_another_kind(data):
    with pytest.raises(Damaged):
        list(fields(data))
