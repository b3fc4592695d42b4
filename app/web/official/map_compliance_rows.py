"""Figures, table and sentences of the map of the use of posters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.domain.compliance import LEAST_VENUES
from app.usecases.view_compliance_map import ComplianceView, WardCompliance
from app.web import words
from app.web.map_words import window_words
from app.web.official.map_choice import NAME
from app.web.official.map_incidence import DASH
from app.web.official.map_sheet import Cell, Column, MapRequest, MoreTable, Remark, TableRow
from app.web.words import calendar, clock

if TYPE_CHECKING:
    import maps

_PERCENT: Final = 100


def facts(view: ComplianceView, ask: MapRequest) -> list[tuple[str, str]]:
    """The figures at the top: of the wards that are shown."""
    _, lang, total = ask._, ask.lang, view.total
    made = [(_("Days"), window_words(view.window, _))]
    if not view.has_data:
        return made
    venues = _("Venues in the wards shown") if view.hidden else _("Venues with a working code")
    made.append((venues, words.number(total.venues, lang)))
    if total.silent_share is not None:
        silent = f"{words.number(total.silent, lang)} ({_per(total.silent_share, lang)}\u00a0%)"
        made.append((_("Without a scan"), silent))
    made.append((_("Scans"), words.number(total.scans, lang)))
    if total.per_expected is not None:
        made.append((_("Scans per 100 expected visits"), _per(total.per_expected, lang)))
    return made


def table_rows(view: ComplianceView, ask: MapRequest) -> list[TableRow]:
    """A row for every ward, the largest share without a scan first; those not shown at the end."""
    if not view.has_data:
        return []

    def order(ward: WardCompliance) -> tuple[bool, float, str]:
        share = None if ward.use is None else ward.use.silent_share
        return share is None, -(share or 0.0), ward.area.code

    return [
        TableRow(ward.area.code, ward.area.name, _cells(ward, ask)) for ward in sorted(view.wards, key=order)
    ]


def _cells(ward: WardCompliance, ask: MapRequest) -> tuple[Cell, ...]:
    lang, use, none = ask.lang, ward.use, Cell(DASH)
    if use is None:
        return Cell(ask._("fewer than %(k)s", k=LEAST_VENUES)), none, none, none
    share, scans = use.silent_share, use.per_expected
    silent = none
    if share is not None:
        silent = Cell(f"{words.number(use.silent, lang)} ({_per(share, lang)}\u00a0%)", share)
    return (
        Cell(words.number(use.venues, lang), use.venues),
        silent,
        Cell(words.number(use.scans, lang), use.scans),
        none if scans is None else Cell(_per(scans, lang), scans),
    )


def silent_table(view: ComplianceView, ask: MapRequest) -> MoreTable | None:
    """Venues without a scan, by name, in the wards that the reader covers; None for those who cover none."""
    _, lang = ask._, ask.lang
    if not view.exact or not view.has_data:
        return None
    rows = [
        TableRow(
            "",
            one.name,
            (
                Cell(one.ward.name),
                Cell(one.address),
                Cell(DASH if one.expected is None else words.number(round(one.expected), lang), one.expected),
            ),
        )
        for one in view.silent
    ]
    columns = (
        Column(NAME, _("Venue"), numeric=False),
        Column("ward", _("Ward"), numeric=False),
        Column("address", _("Address"), numeric=False),
        Column("expected", _("Expected visits")),
    )
    return MoreTable(_("Venues without a scan"), columns, rows, _("Every venue was scanned"))


def remarks(view: ComplianceView, ask: MapRequest) -> list[Remark]:
    """Why there is nothing to see, where there is nothing."""
    _, kept = ask._, view.kept
    if not view.has_data:
        text = _(
            "Visits are kept from %(first)s to %(last)s; only whole days are counted.",
            first=calendar(kept.first),
            last=calendar(kept.last),
        )
        return [Remark("info", _("There are no visits for these days"), text)]
    if not view.total.venues and not view.hidden:
        return [Remark("info", _("No venue had a working code on these days"))]
    return []


def below(view: ComplianceView, ask: MapRequest) -> list[str]:
    """What the estimate rests on, and what is in no ward."""
    _, lang, total = ask._, ask.lang, view.total
    said = [
        _("Expected visits are an estimate from kind, capacity, opening hours and typical stay."),
        _("It may be wrong by a factor, so compare wards with each other and do not read it as a count."),
    ]
    if total.not_estimated:
        said.append(
            _(
                "Venues without an estimate, such as parks and stations: %(n)s.",
                n=words.number(total.not_estimated, lang),
            )
        )
    if view.elsewhere:
        said.append(_("Venues without a ward on this map: %(n)s", n=words.number(view.elsewhere, lang)) + ".")
    if (more := view.all_silent - len(view.silent)) > 0:
        said.append(_("Further venues without a scan: %(n)s.", n=words.number(more, lang)))
    return said


def compliance_notes(view: ComplianceView, ask: MapRequest) -> maps.Notes:
    """As of, source, rule and version."""
    import maps

    _, zone, of = ask._, ask.ghe.policy.zone, view.boundaries
    as_of = f"{clock(view.as_of, zone)} {calendar(view.as_of.astimezone(zone).date())}"
    rule = _("Wards with fewer than %(k)s venues are shown to those who cover them.", k=LEAST_VENUES)
    version = _(
        "boundaries %(number)s of %(day)s (%(file)s)",
        number=of.id,
        day=calendar(of.imported_at.astimezone(zone).date()),
        file=of.source,
    )
    source = _("Check-ins of this system by venue, without persons; venues that are open now.")
    return maps.Notes(as_of, source, rule, version)


def _per(share: float, lang: str) -> str:
    """Of a hundred, to one decimal."""
    return words.number(round(share * _PERCENT, 1), lang)
