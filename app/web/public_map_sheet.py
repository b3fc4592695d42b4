"""What the page of a release says beside its drawing: figures, table, notes, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from app.domain.map_releases import MapRelease
from app.domain.text import collation_key, fold
from app.usecases.view_map_release import ReleaseView, Told
from app.usecases.write_table import Cell, Table
from app.web.map_words import boundaries_words, population_words, window_words
from app.web.words import Gettext, calendar, clock, number

if TYPE_CHECKING:
    import maps

DASH: Final = "\u2013"
NAMED: Final = 3
"""So many wards of a block are named where there is little room."""


def few(n: int | None, release: MapRelease, lang: str, _: Gettext) -> str:
    """A number, or that it is too small to be told."""
    if n is None:
        return _("fewer than %(k)s", k=release.k + 2)
    return number(n, lang).replace("-", "\u2212")


def name_of(told: Told, _: Gettext, most: int = NAMED) -> str:
    """The names of its wards: all, or the first ones and how many more."""
    names = sorted((ward.name for ward in told.wards), key=collation_key)
    if len(names) <= most:
        return ", ".join(names)
    shown = ", ".join(names[: most - 1])
    return _("%(names)s and %(n)s more", names=shown, n=len(names) - most + 1)


def code_of(told: Told) -> str:
    """The wards' codes: what the map, the table and files call a block."""
    return "+".join(sorted(told.block.wards))


def facts(view: ReleaseView, lang: str, _: Gettext) -> list[tuple[str, str]]:
    """The figures at the top."""
    it = view.release
    made = [
        (_("Disease"), view.called(it.disease, lang)),
        (_("Days"), window_words(it.period, _)),
        (_("Cases"), few(it.cases, it, lang, _)),
    ]
    if not any(told.block.hides_zeros for told in view.told):
        with_cases = sum(len(told.wards) for told in view.told if told.block.cases != 0)
        made.append((_("Wards with cases"), _("%(n)s of %(all)s", n=with_cases, all=it.wards)))
    if it.together:
        made.append((_("Wards told only together"), number(it.together, lang)))
    return made


def below(view: ReleaseView, lang: str, _: Gettext) -> list[str]:
    """What stands under the table."""
    it, said = view.release, []
    if it.elsewhere != 0:
        said.append(_("Cases without a ward on this map: %(n)s", n=few(it.elsewhere, it, lang, _)))
    if not view.is_first and it.late != 0:
        said.append(_("Late cases of earlier releases: %(n)s", n=few(it.late, it, lang, _)))
    return said


def rows(view: ReleaseView, wanted: str, lang: str, _: Gettext) -> list[dict[str, str]]:
    """A row for each block, most cases first; only those with a ward of this name, if one is wanted."""
    ordered = sorted(
        view.told,
        key=lambda told: (-(told.block.cases or 0), collation_key(name_of(told, _, len(told.wards)))),
    )
    made = [
        {
            "code": code_of(told),
            "name": name_of(told, _, len(told.wards)),
            "find": " ".join(fold(ward.name) for ward in told.wards),
            "together": "" if told.block.is_single else _("together"),
            "cases": few(told.block.cases, view.release, lang, _),
            "rate": DASH if told.rate is None else number(round(told.rate, 1), lang),
        }
        for told in ordered
    ]
    sought = fold(wanted)
    return [row for row in made if sought in row["find"] or wanted in row["code"].split("+")]


def table(view: ReleaseView, said: maps.Notes, lang: str, _: Gettext) -> Table:
    """The release as data: a line for each block, and what the file says of itself at the end of each."""
    it = view.release
    about = {
        "first": it.period.first.isoformat(),
        "last": it.period.last.isoformat(),
        "disease": view.called(it.disease, lang),
        "as_of": said.as_of,
        "source": said.source,
        "rule": said.rule,
        "version": said.version,
    }
    header = ["codes", "names", "wards", "cases", "residents", "per_100000_a_week", *about]
    lines: list[list[Cell]] = [
        [
            code_of(told),
            name_of(told, _, len(told.wards)),
            len(told.wards),
            few(None, it, lang, _) if told.block.cases is None else told.block.cases,
            "" if told.residents is None else told.residents,
            "" if told.rate is None else round(told.rate, 1),
            *about.values(),
        ]
        for told in view.told
    ]
    return Table(_("Case map"), header, lines)


def notes(view: ReleaseView, zone: ZoneInfo, _: Gettext) -> maps.Notes:
    """As of, source, rule and version."""
    import maps

    it = view.release
    at = f"{clock(it.made_at, zone)} {calendar(it.made_at.astimezone(zone).date())}"
    rule = _(
        "A ward with 1 to %(most)s cases is told only together with others, as one number.", most=it.k - 1
    )
    release = _("release %(number)s, rule %(rule)s", number=it.number, rule=it.rule)
    wards = [ward for told in view.told for ward in told.wards]
    version = boundaries_words(view.boundaries, wards, zone, _, release)
    source = f"{_source(view, _)} {population_words(view.boundaries, _)}"
    return maps.Notes(at, source, rule, version)


def why(view: ReleaseView, _: Gettext) -> Sequence[str]:
    """Why some wards stand together, in plain words."""
    it = view.release
    said = [
        _("A small number in a small place can point at a person."),
        _("So a ward with 1 to %(most)s cases is told only together with others near it.", most=it.k - 1),
        _("Their place decides which wards stand together: a choice by numbers would tell of the numbers."),
        _("Where that would be over a third of a former district, the whole district stands together."),
    ]
    if it.narrowest is not None:
        said.append(
            _(
                "Even who knows one case and reads every release cannot tell such a number: "
                "it may be any in a range of %(n)s or more.",
                n=it.narrowest,
            )
        )
    said.append(
        _("A release covers one week, or two where one would leave over a third of the wards together.")
    )
    said.append(_("It never changes. What becomes known later is told by the next one, as one number."))
    return said


def _source(view: ReleaseView, _: Gettext) -> str:
    named = sorted({source.source for source in view.sources})
    if view.release.own_cases:
        named.append(_("confirmed cases of this system"))
    return ("; ".join(named) or _("no numbers for these days")) + "."
