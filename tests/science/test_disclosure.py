from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.science.disclosure import OFFICIALS_K, Shown, suppress

AREAS = ["a", "b", "c", "d"]
COUNTS = st.dictionaries(st.sampled_from(AREAS), st.integers(0, 20))


@given(now=COUNTS, before=COUNTS, exact=st.sets(st.sampled_from(AREAS)))
def test_nothing_from_one_to_k_leaves_outside_the_jurisdiction(now, before, exact):
    shown = suppress(now, before, areas=AREAS, exact=exact, k=OFFICIALS_K)
    assert shown.keys() == set(AREAS)
    for area, seen in shown.items():
        for count, real in ((seen.now, now.get(area, 0)), (seen.before, before.get(area, 0))):
            if area in exact:
                assert count == real
            else:
                assert count in ({None} if 0 < real < OFFICIALS_K else {real})


def test_zero_is_shown_as_zero_and_the_threshold_itself_is_shown():
    shown = suppress({"a": 0, "b": 4, "c": 5}, None, areas=AREAS[:3], exact=[], k=5)
    assert shown == {"a": Shown(0, None), "b": Shown(None, None), "c": Shown(5, None)}
