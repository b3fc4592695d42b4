"""Which column of a sheet holds which field, whatever people call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from app.domain.encodings import whole_file
from app.domain.errors import FileProblem, FileRefused
from app.domain.text import fold

_YEAR_AT_END: Final = re.compile(r" (19|20)\d\d$")
_NOT_LETTERS: Final = re.compile(r"[\s_\-./:*]+")


def header_key(name: str) -> str:
    """What spellings of a column's name share: `Ward_Code_2025` and `ward code`."""
    return _YEAR_AT_END.sub("", _NOT_LETTERS.sub(" ", fold(name)).strip())


def find_columns(
    header: tuple[str, ...],
    names: Mapping[str, Iterable[str]],
    *,
    needed: Iterable[str],
    chosen: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, int]:
    """Where each field stands: field -> position in the header.

    Args:
        header: The column names as they stand in the file.
        names: For each field the names it goes by, as `header_key` writes them.
        needed: Fields the file must have.
        chosen: For some fields the very name of the column, where the file has several that fit.

    Raises:
        FileRefused: a needed column is missing, or two columns claim one field.
    """
    found: dict[str, int] = {}
    problems = []
    for field, spellings in names.items():
        wanted = {header_key(spelling) for spelling in spellings}
        if field in chosen:
            places = [i for i, name in enumerate(header) if name == chosen[field].strip()]
        else:
            places = [i for i, name in enumerate(header) if header_key(name) in wanted]
        if len(places) > 1:
            clash = ", ".join(header[i] for i in places)
            problems.append(whole_file("column_twice", field, columns=clash))
        elif places:
            found[field] = places[0]
        elif field in needed or field in chosen:
            problems.append(whole_file("column_missing", field, columns=", ".join(header)))
    if problems:
        raise FileRefused(problems)
    return found


def in_its_words(problem: FileProblem, header: tuple[str, ...], at: Mapping[str, int]) -> FileProblem:
    """The problem with the column called as the file calls it, so that it can be found."""
    field = problem.problem.field
    if field not in at:
        return problem
    return replace(problem, problem=replace(problem.problem, field=header[at[field]]))
