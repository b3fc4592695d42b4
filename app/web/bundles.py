"""Joins a script of the phone with what it imports into one small file: one request instead of eight.

The modules keep a narrow form, so that joining is concatenation: each import is one line of names from a file
of the same folder, what is exported is declared there and then, and no two modules of one bundle declare the
same name at their top level. What breaks the form is a named error, never a script that fails on a phone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import rjsmin  # type: ignore[import-untyped]

_IMPORT: Final = re.compile(
    r'^import (?:\{ ?([\w$]+(?:, ?[\w$]+)*),? ?\} from )?"\./([\w-]+\.js)";[ \t]*(?://.*)?$'
)
_EXPORT: Final = re.compile(r"^export (?=(?:async function|function|class|const|let)\b)")
_DECLARED: Final = re.compile(
    r"^(?:async )?(?:function|class|const|let|var)\b\*? *(?:([\w$]+)|[{\[]([^}\]]*)[}\]])"
)


class BundleBroken(Exception):
    """A script that cannot be joined: says in which file, and why."""


@dataclass(frozen=True, slots=True)
class _Module:
    """One file, read."""

    name: str
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    """Each imported file with the names asked of it."""
    declared: tuple[str, ...]
    exported: frozenset[str]
    text: str
    """Without its import lines and export words."""


def bundle(entry: str, sources: Mapping[str, str]) -> str:
    """The script `entry` with everything that it imports, each module before those that need it, minified.

    `sources`: file name -> text. The same sources give the same text.

    Raises:
        BundleBroken: a missing import, a name declared twice, a cycle, or a line outside the narrow form.
    """
    modules = _in_order(entry, sources)
    _check_names(modules)
    joined: str = rjsmin.jsmin("\n".join(module.text for module in modules))
    return joined + "\n"


def _in_order(entry: str, sources: Mapping[str, str]) -> list[_Module]:
    done: dict[str, _Module] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise BundleBroken(f"imports go in a circle: {' > '.join((*above, name))}")
        if name in done:
            return
        if name not in sources:
            raise BundleBroken(f"{above[-1] if above else 'a page'} asks for {name}, which is missing")
        module = _read(name, sources[name])
        for wanted, _names in module.imports:
            visit(wanted, (*above, name))
        done[name] = module

    visit(entry, ())
    return list(done.values())


def _check_names(modules: list[_Module]) -> None:
    by_name = {module.name: module for module in modules}
    for module in modules:
        for wanted, names in module.imports:
            for name in names:
                if name not in by_name[wanted].exported:
                    raise BundleBroken(f"{module.name} imports {name}, which {wanted} does not export")
    owners: dict[str, str] = {}
    for module in modules:
        for name, times in Counter(module.declared).items():
            if times > 1 or name in owners:
                other = owners.get(name, module.name)
                raise BundleBroken(f"{name} is declared in {other} and in {module.name}")
            owners[name] = module.name


def _read(name: str, source: str) -> _Module:
    imports, exported, kept = [], [], []
    declared: list[str] = []
    for number, line in enumerate(source.splitlines(), start=1):
        if re.match(r"import\b(?! *\()", line):
            found = _IMPORT.match(line)
            if found is None:
                raise BundleBroken(f'{name}:{number}: an import is one line: import {{a, b}} from "./x.js";')
            imports.append((found[2], tuple(part.strip() for part in (found[1] or "").split(",") if part)))
            continue
        here = _EXPORT.sub("", line)
        if here.startswith("export"):
            raise BundleBroken(f"{name}:{number}: only function, class, const and let are exported")
        names = _names(here)
        declared += names
        exported += names if here != line else []
        kept.append(here)
    return _Module(name, tuple(imports), tuple(declared), frozenset(exported), "\n".join(kept))


def _names(line: str) -> list[str]:
    """What a line at the left edge declares; lines further in stand inside something else."""
    found = _DECLARED.match(line)
    if found is None:
        return []
    if found[1]:
        return [found[1]]
    return [part.split("=")[0].split(":")[-1].strip(" .") for part in found[2].split(",") if part.strip()]
