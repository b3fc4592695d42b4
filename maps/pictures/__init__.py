"""Case maps as pictures for paper, slides and walls, drawn by matplotlib."""

from maps.pictures.multiples import small_multiples
from maps.pictures.paper import FORMS, SIZES, UnknownForm, UnknownSize
from maps.pictures.picture import picture

__all__ = ["FORMS", "SIZES", "UnknownForm", "UnknownSize", "picture", "small_multiples"]
