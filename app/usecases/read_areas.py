"""A file of areas, read and found whole, before anything is imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.areas import AreaKind
from app.domain.errors import FileProblem, FileRefused, Problem
from app.domain.parents import Parent, unusable

if TYPE_CHECKING:
    import maps


_LONGEST_CODE, _LONGEST_NAME = 16, 120


@dataclass(frozen=True, slots=True)
class AreaFile:
    """A file of areas, read and found whole."""

    kind: AreaKind
    sha256: bytes
    """Of what was read, not of the file: a shapefile is several files, and columns can be chosen."""
    shapes: tuple[maps.AreaShape, ...]
    parents: Mapping[str, Parent] = field(default_factory=dict)
    """The former district of each ward that has one."""
    notes: tuple[FileProblem, ...] = ()
    """What was mended, and what is worth a look, though the file can be taken in."""

    @property
    def districts(self) -> list[str]:
        """The codes of the former districts that come with these wards."""
        return sorted({parent.code for parent in self.parents.values()})


def read_areas(path: Path, kind: AreaKind, columns: maps.Columns) -> AreaFile:
    """Read GeoJSON, GeoPackage or shapefile in any coordinate system.

    Raises:
        FileRefused: everything that is wrong with it, by feature.
    """
    import maps

    try:
        shapes = maps.read_areas(path, columns)
    except maps.AreasRefused as refused:
        raise FileRefused([_problem(found) for found in refused.problems]) from None
    if too_long := [problem for i, shape in enumerate(shapes) for problem in _too_long(i, shape)]:
        raise FileRefused(too_long)
    mended = [
        FileProblem(i + 1, Problem(shape.code, "area-repaired", (("detail", shape.repaired),)))
        for i, shape in enumerate(shapes)
        if shape.repaired
    ]
    file = replace(area_file(kind, shapes), notes=(*mended, *_misfits(shapes)))
    of_column = {shape.code: Parent(shape.parent, *_names(shape)) for shape in shapes if shape.parent}
    return with_parents(file, of_column) if of_column else file


def area_file(kind: AreaKind, shapes: Sequence[maps.AreaShape]) -> AreaFile:
    """Areas that were made rather than read."""
    return AreaFile(kind, _digest(shapes), tuple(shapes))


def with_parents(file: AreaFile, parents: Mapping[str, Parent]) -> AreaFile:
    """The same wards in former districts; parents of wards that the file does not have are left aside.

    Raises:
        FileRefused: a district has an unusable code, the code of a ward, or two names; or no ward has one.
    """
    codes = {shape.code for shape in file.shapes}
    mine = {code: parent for code, parent in sorted(parents.items()) if code in codes}
    if problems := list(_parent_problems(file, mine)):
        raise FileRefused(problems)
    digest = sha256(file.sha256 + repr([(c, p.code, p.name, p.name_en) for c, p in mine.items()]).encode())
    alone = [
        FileProblem(i + 1, Problem(shape.code, "area-without-parent", (("name", shape.name),)))
        for i, shape in enumerate(file.shapes)
        if shape.code not in mine
    ]
    return replace(file, sha256=digest.digest(), parents=mine, notes=(*file.notes, *alone))


def _parent_problems(file: AreaFile, mine: Mapping[str, Parent]) -> Iterator[FileProblem]:
    if file.kind is not AreaKind.WARD:
        yield FileProblem(None, Problem("", "area-parents-of-wards"))
    elif not mine:
        yield FileProblem(None, Problem("", "area-no-parents"))
    known: dict[str, Parent] = {}
    for i, shape in enumerate(file.shapes):
        if (parent := mine.get(shape.code)) is None:
            continue
        first = known.setdefault(parent.code, parent)
        if first != parent:
            values = (("code", parent.code), ("name", first.name))
            yield FileProblem(i + 1, Problem(shape.code, "area-two-names", values))
        if parent.code in {other.code for other in file.shapes}:
            yield FileProblem(i + 1, Problem(shape.code, "area-parent-is-ward", (("code", parent.code),)))
        for problem in unusable(parent):
            yield FileProblem(i + 1, Problem(shape.code, f"area-{problem.kind}", problem.values))


def _names(shape: maps.AreaShape) -> tuple[str, str]:
    name = shape.parent_name or shape.parent
    return name, name


def _misfits(shapes: Sequence[maps.AreaShape]) -> list[FileProblem]:
    import maps

    names = {shape.code: shape.name for shape in shapes}
    return [
        FileProblem(
            None,
            Problem(
                "",
                f"area-{flaw.kind}",
                (
                    ("areas", ", ".join(f"{names[code]} ({code})" for code in flaw.codes)),
                    ("metres", round(flaw.square_metres)),
                ),
            ),
        )
        for flaw in maps.flaws(shapes)
    ]


def _digest(shapes: Sequence[maps.AreaShape]) -> bytes:
    import maps

    digest = sha256()
    for shape in shapes:
        digest.update(repr((shape.code, shape.name, shape.name_en, shape.population)).encode())
        digest.update(maps.to_wkb(shape.geometry))
    return digest.digest()


def _problem(found: maps.Problem) -> FileProblem:
    place = None if found.index is None else found.index + 1
    return FileProblem(
        place, Problem(found.code or found.name, f"area-{found.kind}", (("detail", found.detail),))
    )


def _too_long(index: int, shape: maps.AreaShape) -> list[FileProblem]:
    limits = ((shape.code, _LONGEST_CODE), (shape.name, _LONGEST_NAME), (shape.name_en, _LONGEST_NAME))
    return [
        FileProblem(index + 1, Problem(shape.code[:40], "area-too-long", (("longest", longest),)))
        for text, longest in limits
        if len(text) > longest
    ]
