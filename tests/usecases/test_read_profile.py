from __future__ import annotations

import json

import pytest

from app.domain.disease_files import written_disease
from app.domain.disease_profiles import DISEASES
from app.domain.errors import InputRefused
from app.usecases.read_profile import read_profile

COVID = written_disease(DISEASES["covid-19"]) | {"slug": "covid-30"}


def read(**changed):
    return read_profile(json.dumps(COVID | changed).encode())


@pytest.mark.parametrize("slug", sorted(DISEASES))
def test_every_profile_that_ships_passes(slug):
    document = json.dumps(written_disease(DISEASES[slug])).encode()
    assert read_profile(document) == DISEASES[slug]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"infectious_before": 0, "infectious_after": 0}, "infectious_after"),
        ({"incubation_window": [20, 30]}, "incubation_window"),
    ],
)
def test_a_window_that_misses_its_own_distribution_is_refused_by_name(changed, field):
    assert read().slug == "covid-30"
    with pytest.raises(InputRefused) as refused:
        read(**changed)
    assert [(p.field, p.kind) for p in refused.value.problems] == [(field, "misses")]
