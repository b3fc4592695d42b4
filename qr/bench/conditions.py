"""What is done to the print and to its picture. Every value of a condition is drawn from the seed."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from qr.bench.camera import Shot

Change = Callable[[Shot, np.random.Generator, float], Shot]
"""Takes a shot, chance, and the pixels of one module in it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A name, what it does in words, and how a shot is changed.

    `covered` is how much of what the level can repair is hidden under a sticker; `print_dpi` is the
    resolution of a coarse print.
    """

    name: str
    words: str
    change: Change
    covered: float = 0
    print_dpi: int | None = None

    def shot(self, seed: int, number: int, side: float, module: float) -> Shot:
        """The shot with this number: the same for every symbol that is compared.

        `side` is the symbol's in pixels, `module` the part of it that one module takes.
        """
        return self.change(Shot(side=side), self.chance(seed, number), module * side)

    def chance(self, seed: int, number: int) -> np.random.Generator:
        """Random numbers of one shot."""
        return np.random.default_rng([seed, zlib.crc32(self.name.encode()), number])


def _in_hand(shot: Shot, rng: np.random.Generator, _module: float) -> Shot:
    tilt, pan, turn = rng.uniform(-15, 15, 3).tolist()
    right, down = rng.uniform(-0.5, 0.5, 2).tolist()
    return replace(shot, tilt=tilt, pan=pan, turn=turn, shift=(right, down))


def _dim(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    return replace(_in_hand(shot, rng, module), ink=70, paper=150, noise=6, blur=0.9, shadow=0.3, jpeg=70)


def _aslant(shot: Shot, rng: np.random.Generator, _module: float) -> Shot:
    away, turn = rng.uniform(0, 2 * np.pi), float(rng.uniform(-15, 15))
    return replace(shot, tilt=55 * float(np.cos(away)), pan=55 * float(np.sin(away)), turn=turn)


def _turned(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    return replace(_in_hand(shot, rng, module), turn=float(rng.uniform(0, 360)))


def _out_of_focus(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    return replace(_in_hand(shot, rng, module), blur=0.42 * module)


def _noisy(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    return replace(_in_hand(shot, rng, module), noise=28)


def _faded(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    return replace(_in_hand(shot, rng, module), ink=120, paper=145)


def _glaring(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    at = tuple(rng.uniform(-0.2, 0.2, 2).tolist())
    return replace(_in_hand(shot, rng, module), glare=0.9, glare_at=at, glare_size=0.12)


def _shaded(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    return replace(_in_hand(shot, rng, module), shadow=0.8)


def _squeezed(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    return replace(_in_hand(shot, rng, module), jpeg=8)


def _all_at_once(shot: Shot, rng: np.random.Generator, module: float) -> Shot:
    shot = replace(_turned(shot, rng, module), tilt=float(rng.uniform(-30, 30)))
    return replace(shot, blur=0.3 * module, noise=10, ink=70, paper=180, shadow=0.3, jpeg=50)


HAND: Final = Condition("in the hand", "held up to 15° off", _in_hand)
DIM: Final = Condition("dim light", "contrast 80 of 255, noise 6, blur 0.9 px, a shadow, JPEG 70", _dim)

CONDITIONS: Final = (
    HAND,
    Condition("aslant", "55° off, perspective", _aslant),
    Condition("turned", "any angle in the plane", _turned),
    Condition("out of focus", "blur of 0.42 modules", _out_of_focus),
    Condition("noise", "standard deviation 28 of 255", _noisy),
    Condition("faded", "contrast 25 of 255", _faded),
    Condition("glare", "a reflection that whitens a spot", _glaring),
    Condition("shadow", "one side has a fifth of the light", _shaded),
    Condition("covered", "a sticker over all that the level repairs", _in_hand, covered=1),
    Condition("72 dpi", "printed with 72 dots an inch", _in_hand, print_dpi=72),
    Condition("JPEG", "quality 8", _squeezed),
    Condition(
        "all at once",
        "30° off, any angle in the plane, blur 0.3 modules, noise 10, contrast 110, JPEG 50",
        _all_at_once,
    ),
)
