import pytest

import maps


def test_rows_are_ordered_by_code_and_complete(case_map, grid, words):
    areas = grid(2, 2)
    values = {"00002": maps.Count(12, 12), "00001": maps.Hidden("cùng Phường 2: 14 ca")}
    [table] = case_map(list(reversed(areas)), values).table
    told = (words.hidden, "cùng Phường 2: 14 ca")
    assert table[0] == maps.Row("00001", "Phường 1", values["00001"], told, 5)
    assert table[1] == maps.Row("00002", "Phường 2", values["00002"], ("12 ca", words.same), 2)
    assert [row.value for row in table[2:]] == [maps.NoData()] * 2


def test_there_is_a_table_for_every_frame(case_map, grid):
    frames = [maps.Frame(str(day), {"00001": maps.Count(day)}) for day in range(3)]
    made = case_map(grid(1, 1), frames, start=0)
    assert [row.value.now for [row] in made.table] == [0, 1, 2]
    assert (made.first_shown, case_map(grid(1, 1), frames).first_shown) == (0, 2)


def test_names_stay_byte_exact(case_map, grid, payload):
    [[row]] = case_map(grid(1, 1, [payload])).table
    assert row.name == payload


def test_two_areas_never_share_a_code(case_map, grid):
    with pytest.raises(maps.RepeatedArea):
        case_map(grid(1, 1) * 2)


def test_numbers_without_an_area_are_refused(case_map, grid):
    with pytest.raises(maps.UnknownAreas, match="99999"):
        case_map(grid(1, 1), {"99999": maps.Count(3)})
    with pytest.raises(maps.UnknownAreas, match="99998"):
        case_map(grid(1, 1), looked_at=["99998"])


def test_a_map_needs_an_area_and_a_frame(case_map, grid):
    with pytest.raises(maps.NothingToDraw):
        case_map([])
    with pytest.raises(maps.NothingToDraw):
        case_map(grid(1, 1), [])


def test_a_day_on_which_nobody_reported_is_not_a_day_without_cases(case_map, grid):
    [empty], [zero] = case_map(grid(1, 1)).table, case_map(grid(1, 1), {"00001": maps.Count(0)}).table
    assert empty[0].rank != zero[0].rank
    assert empty[0].lines != zero[0].lines
