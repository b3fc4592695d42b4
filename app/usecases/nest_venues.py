"""Which venue stands inside which, as the lines of a file say it: by name in the file, or by a code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.domain.codes import Code, parse_code
from app.domain.errors import CodeMistyped, FileProblem, Problem
from app.domain.ids import VenueId
from app.domain.text import fold
from app.domain.typed_codes import parse_typed_code
from app.domain.venue_files import VenueFile, VenueLine
from app.store import issued_codes
from app.store.db import Session


def coded(session: Session, lines: Sequence[VenueLine]) -> dict[str, VenueId]:
    """The existing venues that lines name by a code, as they wrote it."""
    found: dict[str, VenueId] = {}
    codes: dict[str, Code] = {}
    for text in {line.parent_code for line in lines if line.parent_code}:
        try:
            if (place := issued_codes.by_typed_code(session, parse_typed_code(text))) is not None:
                found[text] = place.venue.id
        except CodeMistyped:
            try:
                codes[text] = parse_code(text)
            except CodeMistyped:
                continue
    places = issued_codes.by_codes(session, codes.values()) if codes else {}
    return found | {text: places[code].venue.id for text, code in codes.items() if code in places}


def parents_of(
    file: VenueFile, ids: Mapping[int, VenueId], coded: Mapping[str, VenueId]
) -> tuple[dict[VenueId, VenueId], list[FileProblem]]:
    """For each venue that stands inside another, that other; and the lines where it cannot be told."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for line in file.lines:
        named[fold(line.registration.name)].append(line.number)
    parents: dict[VenueId, VenueId] = {}
    problems = []
    for line in file.lines:
        here, kind = ids[line.number], ""
        if line.parent_code:
            kind = "" if line.parent_code in coded else "parent_code"
            parents |= {here: coded[line.parent_code]} if not kind else {}
        elif line.parent_name:
            found = named[fold(line.parent_name)]
            kind = {0: "parent_unknown", 1: ""}.get(len(found), "parent_ambiguous")
            if not found and fold(line.parent_name) in file.names:
                continue  # that line is wrong itself, and listed
            parents |= {here: ids[found[0]]} if not kind else {}
        if kind:
            text = (line.parent_code or line.parent_name)[:60]
            problems.append(FileProblem(line.number, Problem("parent", kind, (("text", text),))))
    numbers = {venue: number for number, venue in ids.items()}
    circular = [venue for venue in parents if depth(venue, parents) > len(parents)]
    problems += [FileProblem(numbers[venue], Problem("parent", "parent_circle")) for venue in circular]
    return parents, problems


def depth(venue: VenueId, parents: Mapping[VenueId, VenueId]) -> int:
    """How many venues stand around this one; more than there are when they stand in a circle."""
    around, at = 0, venue
    while at in parents and around <= len(parents):
        around, at = around + 1, parents[at]
    return around
