"""The words for what is wrong with a file that somebody hands in."""

from __future__ import annotations

from typing import Final

from app.domain.errors import FileProblem
from app.web.problems import PROBLEMS
from app.web.words import Gettext
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

FILE_PROBLEMS: Final = {
    # the file as a whole
    "empty_file": N_("The file is empty"),
    "encoding": N_("The text is in none of UTF-8, UTF-16 and Windows-1258: save it as CSV UTF-8"),
    "no_lines": N_("There are no lines below the header"),
    "column_missing": N_("This column is missing; the file has: %(columns)s"),
    "column_twice": N_("Several columns fit: %(columns)s. Name the one to use, or remove the others"),
    "columns_unused": N_("Columns that were not used: %(columns)s"),
    "read_as_1258": N_("The file was read as Windows-1258: check that the names are right"),
    "parts_added": N_(
        "%(lines)s lines were added to others of the same day and ward, told apart by: %(columns)s"
    ),
    "zeros_restored": N_("The code %(text)s had lost its leading zeros and was read as %(code)s"),
    # one line
    "quotes": N_(
        "A quotation mark is opened and not closed, or stands inside a cell; nothing below was read"
    ),
    "cells": N_("%(found)s cells where the header has %(expected)s: put a text with the delimiter in quotes"),
    "not_a_day": N_("This is not a day: %(text)s. Write 2021-07-13 or 13/07/2021"),
    "ward_unknown": N_("No ward has this code: %(text)s"),
    "not_a_count": N_("This is not a whole number from 0: %(text)s. Write digits only"),
    "repeated": N_("Ward %(ward)s on %(day)s stands on line %(line)s already"),
    "kind_unknown": N_("This is no kind of venue: %(text)s"),
    "ventilation_unknown": N_("This is no way in which fresh air comes in: %(text)s"),
    "degrees": N_("These are not degrees: %(text)s. Write 10.7769 or 10,7769"),
    "swapped": N_("Latitude and longitude have changed places"),
    "days": N_("These are not days: %(text)s. Write Mon-Sat, or T2-T7"),
    "parent_code": N_("No venue has this code: %(text)s"),
    "parent_unknown": N_("No line has this name: %(text)s"),
    "parent_ambiguous": N_("Several lines have this name: %(text)s"),
    "parent_circle": N_("The venues stand inside each other in a circle"),
    "alike_line": N_("Looks like line %(line)s: %(name)s, %(address)s"),
    "alike_venue": N_("Looks like a venue that is registered: %(name)s, %(address)s"),
    # one area
    "area-unknown-format": N_("This is neither GeoJSON, GeoPackage, shapefile nor a zip of one (%(detail)s)"),
    "area-unreadable": N_("The file cannot be read (%(detail)s)"),
    "area-several-layers": N_("The file must hold exactly one layer (%(detail)s)"),
    "area-no-column": N_("A property is missing: name it with --code-column or --name-column (%(detail)s)"),
    "area-no-crs": N_("The coordinate system is missing or unknown (%(detail)s)"),
    "area-no-areas": N_("There are no areas in the file (%(detail)s)"),
    "area-code-missing": N_("The code is missing (%(detail)s)"),
    "area-code-not-text": N_("The code must be text (%(detail)s)"),
    "area-code-repeated": N_("The code is used more than once (%(detail)s)"),
    "area-name-missing": N_("The name is missing (%(detail)s)"),
    "area-text-unusable": N_("The text holds characters that cannot be shown (%(detail)s)"),
    "area-population-not-a-count": N_("The population is not a whole number (%(detail)s)"),
    "area-geometry-empty": N_("There is no outline (%(detail)s)"),
    "area-geometry-not-polygon": N_("The outline is not a polygon (%(detail)s)"),
    "area-geometry-invalid": N_("The outline is broken (%(detail)s)"),
    "area-too-long": N_("A code or name is longer than %(longest)s characters"),
    "area-off-the-map": N_("The outline lies off the map (%(detail)s)"),
}
"""Beside those that forms use too. `detail` is what the library says, in English, with numbers and places."""


def problem_line(problem: FileProblem, translate: Gettext) -> str:
    """One problem as a line of text: where, what, why."""
    found = problem.problem
    is_area = found.kind.startswith("area-")
    parts = []
    if problem.place is not None:
        parts.append(translate(N_("feature %(n)s") if is_area else N_("line %(n)s"), n=problem.place))
    if found.field:
        parts.append(found.field)
    sentence = FILE_PROBLEMS.get(found.kind) or PROBLEMS[found.kind]
    return ": ".join((*parts, translate(sentence, **dict(found.values))))
