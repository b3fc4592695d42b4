"""Small models of the two Vietnamese input methods: what appears when a hand scanner types into them.

A word is what stands since the last character that is no letter. Telex: `aa ee oo dd` double, `w` makes horns
and breves, `[ ]` are ơ and ư, `s f r x j` are tones of a word with a vowel. VNI: 1 to 5 are tones, 6 hat, 7
horn, 8 breve, 9 the stroke of đ, each where the word has a letter that takes it.
"""

from __future__ import annotations

import unicodedata

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
TONE_DIGITS = dict(zip("12345", TONES.values(), strict=True))
HAT, HORN, BREVE = "\u0302", "\u031b", "\u0306"
VOWELS = set("aeiouy")


def telex(keys: str) -> str:
    typed = ""
    for key in keys:
        low = key.lower()
        last = typed[-1:].lower()
        if key in "[]":
            typed += "ơ" if key == "[" else "ư"
        elif low in "aeo" and last == low:
            typed = _marked(typed, len(typed) - 1, HAT)
        elif low == "d" and last == "d":
            typed = typed[:-1] + ("Đ" if typed[-1] == "D" else "đ")
        elif low == "w":
            place = _last(typed, "aou")
            mark = BREVE if place is not None and typed[place].lower() == "a" else HORN
            typed = typed + "ư" if place is None else _marked(typed, place, mark)
        elif low in TONES and (place := _last(typed, VOWELS)) is not None:
            typed = _marked(typed, place, TONES[low])
        else:
            typed += key
    return typed


def vni(keys: str) -> str:
    typed = ""
    for key in keys:
        if key in TONE_DIGITS and (place := _last(typed, VOWELS)) is not None:
            typed = _marked(typed, place, TONE_DIGITS[key])
        elif key == "9" and (place := _last(typed, "d")) is not None:
            typed = typed[:place] + ("Đ" if typed[place] == "D" else "đ") + typed[place + 1 :]
        elif key in "678" and (place := _last(typed, {"6": "aeo", "7": "ou", "8": "a"}[key])) is not None:
            typed = _marked(typed, place, {"6": HAT, "7": HORN, "8": BREVE}[key])
        else:
            typed += key
    return typed


def _last(typed: str, letters) -> int | None:
    """The last place in the word under the cursor of a letter that is one of these without its marks."""
    for place in range(len(typed) - 1, -1, -1):
        if not typed[place].isalpha():
            return None
        if unicodedata.normalize("NFD", typed[place])[0].lower() in letters:
            return place
    return None


def _marked(typed: str, place: int, mark: str) -> str:
    return typed[:place] + unicodedata.normalize("NFC", typed[place] + mark) + typed[place + 1 :]
