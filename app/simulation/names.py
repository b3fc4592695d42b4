"""What the people of the made-up city are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.simulation.columns import Floats
from app.simulation.households import Homes
from app.simulation.words import FAMILY_NAMES, GIVEN_FEMALE, GIVEN_MALE, MIDDLE_FEMALE, MIDDLE_MALE


def _pick(
    words: Sequence[str], count: int, rng: np.random.Generator, shares: Floats | None = None
) -> list[str]:
    return [words[i] for i in rng.choice(len(words), count, p=shares)]


def names_of(homes: Homes, rng: np.random.Generator) -> tuple[str, ...]:
    """A name for each. Children carry the family name of the first member; partners and lodgers their own."""
    count = len(homes.age)
    shares = np.array(list(FAMILY_NAMES.values()))
    family = rng.choice(len(shares), count, p=shares / shares.sum())
    young = homes.age < homes.age[homes.first][homes.household] - 16
    family = np.where(young, family[homes.first][homes.household], family)
    surnames = list(FAMILY_NAMES)
    male = zip(_pick(MIDDLE_MALE, count, rng), _pick(GIVEN_MALE, count, rng), strict=True)
    female = zip(_pick(MIDDLE_FEMALE, count, rng), _pick(GIVEN_FEMALE, count, rng), strict=True)
    return tuple(
        " ".join((surnames[f], *(her if woman else him)))
        for f, him, her, woman in zip(family, male, female, homes.female, strict=True)
    )
