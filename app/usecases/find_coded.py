"""Venues that a file names by a code, as people wrote it: seventeen characters or nine digits."""

from __future__ import annotations

from collections.abc import Collection

from app.domain.codes import Code, parse_code
from app.domain.errors import CodeMistyped
from app.domain.ids import VenueId
from app.domain.typed_codes import TypedCode, parse_typed_code
from app.store import issued_codes
from app.store.db import Session


def find_coded(session: Session, texts: Collection[str]) -> dict[str, VenueId]:
    """Those that exist, by the text; a few thousand texts at most."""
    typed: dict[str, TypedCode] = {}
    codes: dict[str, Code] = {}
    for text in texts:
        try:
            typed[text] = parse_typed_code(text)
        except CodeMistyped:
            try:
                codes[text] = parse_code(text)
            except CodeMistyped:
                continue
    places = issued_codes.by_codes(session, codes.values()) if codes else {}
    digits = issued_codes.venues_by_typed_codes(session, typed.values()) if typed else {}
    return {text: digits[code] for text, code in typed.items() if code in digits} | {
        text: places[code].venue.id for text, code in codes.items() if code in places
    }
