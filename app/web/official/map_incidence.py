"""Cases by ward: as counts of a day or several, or per 100,000 people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.domain.windows import Window
from app.usecases.draw_map import ground
from app.usecases.map_view import Asked, MapView, WardNumbers
from app.usecases.view_map import view_map
from app.web import words
from app.web.map_words import count_labels, days_words, map_words, notes, rate_labels, window_words
from app.web.official.map_choice import NAME
from app.web.official.map_sheet import Cell, Column, MapRequest, MapSheet, Remark, Select, TableRow
from app.web.words import Gettext

if TYPE_CHECKING:
    import maps

COUNT: Final = "count"
RATE: Final = "rate"
RATE_BREAKS: Final = (20, 50, 150, 600)
"""Per 100,000 people and window: three breaks of decision 4800/QĐ-BYT and the highest one of 218/QĐ-BYT."""


DASH: Final = "\u2013"
"""In a cell that has no number."""


def sheet(ask: MapRequest) -> MapSheet:
    """The map, its figures and its table."""
    view = view_map(ask.session, ask.official, ask.asked, policy=ask.ghe.policy, now=ask.now)
    return sheet_of([view], ask, heading=ask._("Cases by ward"), windows=(1, 7, 14, 28))


def sheet_of(
    views: Sequence[MapView], ask: MapRequest, *, heading: str, windows: Sequence[int], in_time: bool = False
) -> MapSheet:
    """The sheet of one or several windows: figures and table are those of the last one."""
    _, view, measure = ask._, views[-1], measure_of(ask)
    return MapSheet(
        heading=heading,
        caption=_("Cases by ward, %(days)s", days=window_words(view.window, _)),
        disease=view.called(view.disease, ask.lang),
        diseases=[(slug, view.called(slug, ask.lang)) for slug in view.diseases],
        asked=Asked(view.disease, view.window.last, view.window.days, ask.asked.for_export),
        facts=facts(view, ask),
        notes=notes(view, ask.ghe.policy.zone, _),
        columns=(
            Column(NAME, _("Ward"), numeric=False),
            Column("cases", _("Cases")),
            Column("rate", _("Per 100,000")),
            Column("before", _("%(n)s days before", n=view.window.days)),
            Column("change", _("Change")),
        ),
        rows=table_rows(view, ask.lang, _),
        draw=lambda: case_map(ask, views, measure),
        selects=[measure_select(measure, _)],
        remarks=remarks(view, _),
        below=_below(view, ask.lang, _),
        steps=steps(view),
        windows=windows if view.exact else (),
        frame_days=[each.window.last for each in views] if in_time else (),
        districts=view.districts,
        audit={"disease": view.disease, "until": view.window.last, "days": view.window.days},
    )


def measure_of(ask: MapRequest) -> str:
    """Counts, unless rates are asked for."""
    return RATE if ask.choice.option("measure") == RATE else COUNT


def measure_select(chosen: str, _: Gettext) -> Select:
    """The control for it."""
    return Select("measure", _("Shown as"), ((COUNT, _("Cases")), (RATE, _("Per 100,000 people"))), chosen)


def case_map(ask: MapRequest, views: Sequence[MapView], measure: str) -> maps.CaseMap:
    """One frame for each view; they differ in their windows alone."""
    import maps

    _, newest = ask._, views[-1]
    disease, days = newest.called(newest.disease, ask.lang), newest.window.days
    spanned = window_words(Window(views[0].window.first, newest.window.last), _)
    legend = days_words(days, _)
    said = map_words(
        title=_("%(disease)s, %(days)s", disease=disease, days=spanned),
        legend=legend if measure == COUNT else legend + ", " + _("per 100,000 people"),
        hidden_under=newest.k,
        days=days,
        lang=ask.lang,
        _=_,
    )
    if measure == COUNT:
        scale = maps.count_scale(said, count_labels(_))
    else:
        scale = maps.measure_scale(said, rate_labels(_), RATE_BREAKS, unreliable=True)
    under = ground(ask.session, [ward.area for ward in newest.wards], newest.window.last)
    return maps.CaseMap(
        areas=under.wards,
        frames=[_frame(view, measure, said, _) for view in views],
        scale=scale,
        words=said,
        notes=notes(newest, ask.ghe.policy.zone, _),
        lang=ask.lang,
        context=under.context,
        looked_at=looked_at(newest, ask.choice.option("district")),
    )


def looked_at(view: MapView, district: str) -> tuple[str, ...]:
    """The wards of a former district that was chosen; none: the whole city."""
    return next((found.wards for found in view.districts if found.code == district), ())


def _frame(view: MapView, measure: str, said: maps.Words, _: Gettext) -> maps.Frame:
    import maps

    return maps.Frame(
        words.calendar(view.window.last),
        {ward.area.code: _value(ward, view, measure, said, _) for ward in view.wards},
    )


def _value(ward: WardNumbers, view: MapView, measure: str, said: maps.Words, _: Gettext) -> maps.Value:
    import maps

    if not view.has_data:
        return maps.NoData()
    if ward.shown.now is None:
        return maps.Hidden()
    cases = _("Cases: {n}").format(n=said.number(ward.shown.now))
    if measure == COUNT:
        rate = "" if ward.rate is None else _("Per 100,000 people: {n}").format(n=said.number(ward.rate, 1))
        return maps.Count(ward.shown.now, ward.shown.before, rate)
    return maps.Unreliable(cases) if ward.rate is None else maps.Rate(ward.rate, ward.rate_before, cases)


def facts(view: MapView, ask: MapRequest) -> list[tuple[str, str]]:
    """The figures at the top."""
    _, lang = ask._, ask.lang
    made = [
        (_("Disease"), view.called(view.disease, lang)),
        (_("Days"), window_words(view.window, _)),
    ]
    if not view.has_data:
        return made
    cases = _("Cases in the wards shown") if view.hidden else _("Cases")
    made.append((cases, words.number(view.total, lang)))
    if view.total_before is not None:
        change = signed(view.total - view.total_before, lang)
        made.append((_("Change from the %(n)s days before", n=view.window.days), change))
    with_cases = sum(1 for ward in view.wards if ward.shown.now != 0)
    made.append((_("Wards with cases"), _("%(n)s of %(all)s", n=with_cases, all=len(view.wards))))
    return made


def table_rows(view: MapView, lang: str, _: Gettext) -> list[TableRow]:
    """A row for every ward, most cases first; hidden numbers below all that are shown. None without data."""
    if not view.has_data:
        return []
    ordered = sorted(
        view.wards, key=lambda ward: (ward.shown.now is None, -(ward.shown.now or 0), ward.area.code)
    )
    return [TableRow(ward.area.code, ward.area.name, _cells(ward, view, lang, _)) for ward in ordered]


def _cells(ward: WardNumbers, view: MapView, lang: str, _: Gettext) -> tuple[Cell, ...]:
    hidden, none = Cell(_("fewer than %(k)s", k=view.k)), Cell(DASH)
    now, before, change = ward.shown.now, ward.shown.before, ward.change
    return (
        hidden if now is None else Cell(words.number(now, lang), now),
        none if ward.rate is None else Cell(words.number(round(ward.rate, 1), lang), ward.rate),
        (hidden if view.compared else none) if before is None else Cell(words.number(before, lang), before),
        none if change is None else Cell(signed(change, lang), change),
    )


def signed(n: int, lang: str) -> str:
    """+12, or 3 with a real minus sign."""
    return ("+" if n > 0 else "\u2212" if n < 0 else "") + words.number(abs(n), lang)


def remarks(view: MapView, _: Gettext) -> list[Remark]:
    """Why there is nothing to see, where there is nothing."""
    if view.first_day is None or view.last_day is None:
        text = _(
            "Confirmed cases with a ward appear here as they are reported. "
            "Daily counts from elsewhere are imported on the server: ghe import case-counts FILE."
        )
        return [Remark("info", _("There are no case counts yet"), text)]
    if view.has_data:
        return []
    text = _(
        "Numbers reach from %(first)s to %(last)s. Follow the link to the newest days.",
        first=words.calendar(view.first_day),
        last=words.calendar(view.last_day),
    )
    return [Remark("info", _("There are no numbers for these days"), text)]


def _below(view: MapView, lang: str, _: Gettext) -> list[str]:
    other = view.elsewhere.now
    if other == 0:
        return []
    n = _("fewer than %(k)s", k=view.k) if other is None else words.number(other, lang)
    return [_("Cases without a ward on this map: %(n)s", n=n)]


def steps(view: MapView) -> tuple[Asked | None, Asked | None, Asked | None]:
    """The window before, the one after and the newest; None where there is nothing to see."""
    if view.first_day is None or view.last_day is None:
        return None, None, None
    known, window = Window(view.first_day, view.last_day), view.window
    earlier, later = (
        Asked(view.disease, moved.last, moved.days) if moved.overlaps(known) else None
        for moved in (window.moved(-1), window.moved(1))
    )
    newest = Asked(view.disease, known.last, window.days) if known.last != window.last else None
    return earlier, later, newest
