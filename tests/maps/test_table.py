import pytest

import maps


def test_rows_are_ordered_by_code_and_complete(grid, words):
    areas = grid(2, 2)
    values = {"00002": maps.Count(12, 12), "00001": maps.Hidden()}
    table = maps.rows(list(reversed(areas)), values, words=words)
    assert table[0] == maps.Row("00001", "Phường 1", words.hidden, "", words.hidden, 5)
    assert table[1] == maps.Row("00002", "Phường 2", "12 ca", words.same, "10 đến 49", 2)
    assert [row.value for row in table[2:]] == [words.no_data] * 2


def test_names_stay_byte_exact(grid, words, payload):
    assert maps.rows(grid(1, 1, [payload]), {}, words=words)[0].name == payload


def test_two_areas_never_share_a_code(grid, words):
    with pytest.raises(ValueError, match="share a code"):
        maps.rows(grid(1, 1) * 2, {}, words=words)
