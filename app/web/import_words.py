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
    "codes_circle": N_("The codes lead back to themselves: %(codes)s. Say from which day each counts"),
    "codes_converted": N_("Lines under codes of before, put under the wards of today: %(lines)s"),
    "codes_divided": N_("These old wards were divided; all their cases went to the largest part: %(codes)s"),
    "codes_not_in_force": N_("New codes that no ward in force has: %(codes)s"),
    "zeros_restored": N_("The code %(text)s had lost its leading zeros and was read as %(code)s"),
    # one line
    "quotes": N_(
        "A quotation mark is opened and not closed, or stands inside a cell; nothing below was read"
    ),
    "cells": N_("%(found)s cells where the header has %(expected)s: put a text with the delimiter in quotes"),
    "not_a_day": N_("This is not a day: %(text)s. Write 2021-07-13 or 13/07/2021"),
    "ward_unknown": N_("No ward has this code: %(text)s"),
    "not_a_count": N_("This is not a whole number from 0: %(text)s. Write digits only"),
    "venue_unknown": N_("No venue has this id or code: %(text)s"),
    "repeated": N_("Ward %(ward)s on %(day)s stands on line %(line)s already"),
    "parent_code_form": N_(
        "A former district's code is 1 to 16 letters without accents, digits, dots or hyphens: %(text)s"
    ),
    "two_parents": N_("Ward %(ward)s stands above already, in the former district %(code)s"),
    "two_names": N_("The former district %(code)s has another name here than %(name)s"),
    "unshowable": N_("The text holds characters that cannot be shown: %(text)s"),
    "code_form": N_("A code is 1 to 16 letters without accents, digits, dots or hyphens: %(text)s"),
    "ward_share": N_("A share is above 0 and at most 1, for example 0.35: %(text)s"),
    "share_missing": N_("Ward %(code)s went to several: give each its share"),
    "shares_sum": N_("The shares of ward %(code)s add up to %(total)s instead of 1"),
    "change_repeated": N_("This change of ward %(code)s stands on line %(line)s already"),
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
    "area-repaired": N_("The outline was mended; its area is the same (%(detail)s)"),
    "area-overlap": N_("These areas share %(metres)s square metres: %(areas)s"),
    "area-gap": N_("A gap of %(metres)s square metres lies between: %(areas)s"),
    "area-without-parent": N_("%(name)s has no former district"),
    "area-parents-of-wards": N_("Only wards have former districts"),
    "area-no-parents": N_("The table of former districts names none of these wards"),
    "area-two-names": N_("The former district %(code)s has another name here than %(name)s"),
    "area-parent-is-ward": N_("The former district's code %(code)s is a ward's code too"),
    "area-parent_code_form": N_(
        "A former district's code is 1 to 16 letters without accents, digits, dots or hyphens: %(text)s"
    ),
    "area-missing": N_("The former district has no name"),
    "area-too_long": N_("The former district's name is longer than %(longest)s characters"),
    "area-unshowable": N_("The former district's name holds characters that cannot be shown (%(text)s)"),
    "area-off-the-map": N_("The outline lies off the map (%(detail)s)"),
    # an extract for the basemap
    "basemap-not-osm": N_("This is neither .osm.pbf nor .osm (%(detail)s)"),
    "basemap-unreadable": N_("The file cannot be read (%(detail)s)"),
    "basemap-nothing-inside": N_("The extract holds nothing of this city (%(detail)s)"),
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
