"""What a map says, in the person's language: its legend, its labels and the four lines it always carries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.domain.areas import Area, Import
from app.domain.windows import Window
from app.usecases.map_view import MapView
from app.web.words import Gettext, calendar, clock

if TYPE_CHECKING:
    import maps


def window_words(window: Window, _: Gettext) -> str:
    """The days that are counted: 07/07/2021 to 13/07/2021."""
    first, last = calendar(window.first), calendar(window.last)
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def days_words(days: int, _: Gettext) -> str:
    """Cases in 7 days."""
    return _("Cases in %(days)s days", days=days) if days > 1 else _("Cases in one day")


def map_words(
    *, title: str, legend: str, hidden_under: int, days: int, lang: str, _: Gettext, **said: str
) -> maps.Words:
    """The words of a drawing; `said` replaces single ones.

    `hidden_under` is the least count that is shown, `days` the length of the window and of the one before it,
    with which it is compared.
    """
    import maps

    words = {
        "title": title,
        "legend": legend,
        "as_of": _("As of"),
        "source": _("Source"),
        "rule": _("Small numbers"),
        "version": _("Version"),
        "more": _("{n} more than in the %(days)s days before", days=days),
        "fewer": _("{n} fewer than in the %(days)s days before", days=days),
        "same": _("As many as in the %(days)s days before", days=days),
        "hidden": _("Not shown: fewer than %(k)s", k=hidden_under),
        "no_data": _("No data"),
        "unreliable": _("No rate: population unknown or too small"),
        "map": _(
            "Map of the wards. The arrow keys go from ward to ward, Enter chooses one, plus and minus zoom."
        ),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "play": _("Play"),
        "pause": _("Pause"),
        "step": _("Days that are shown"),
        "venues": _("Venue of an open trace, whatever the days"),
        "venue": _("People listed: {n}"),
        "several": _("Venues: {n}"),
        "links": _("Venues that at least two cases have in common"),
        "link": _("Cases in common: {n}"),
        "thousands": "." if lang == "vi" else ",",
        "decimal": "," if lang == "vi" else ".",
    }
    return maps.Words(**words | said)


def count_labels(_: Gettext) -> maps.Labels:
    """How counts of cases and their classes are said."""
    import maps

    return maps.Labels(_("Cases: {n}"), _("{low} to {high}"), _("{low} or more"))


def rate_labels(_: Gettext) -> maps.Labels:
    """How rates and their classes are said."""
    import maps

    return maps.Labels(_("Per 100,000 people: {n}"), _("{low} to less than {high}"), _("{low} or more"))


def as_of_words(view: MapView, zone: ZoneInfo) -> str:
    """09:59 23/11/2026."""
    return f"{clock(view.as_of, zone)} {calendar(view.as_of.astimezone(zone).date())}"


def notes(view: MapView, zone: ZoneInfo, _: Gettext) -> maps.Notes:
    """As of, source, rule and version of a map of cases."""
    import maps

    return maps.Notes(
        as_of_words(view, zone), _source(view, zone, _), rule_words(view, _), version_words(view, zone, _)
    )


def _source(view: MapView, zone: ZoneInfo, _: Gettext) -> str:
    named = [
        _("%(file)s, imported %(day)s", file=s.source, day=calendar(s.imported_at.astimezone(zone).date()))
        for s in view.sources
    ]
    if view.own_cases:
        named.append(_("confirmed cases of this system"))
    text = "; ".join(named) or _("no numbers for these days")
    if view.own_cases and view.sources:
        text += ". " + _("Where both count a ward's day, the larger number is shown")
    return f"{text}. {population_words(view.boundaries, _)}"


def population_words(boundaries: Import, _: Gettext) -> str:
    """What rates are divided by, and of when."""
    if boundaries.population:
        return _("Population: %(source)s.", source=boundaries.population)
    return _("Population: from the file of boundaries, year not stated.")


def rule_words(view: MapView, _: Gettext) -> str:
    """How small numbers are hidden from this reader."""
    if len(view.exact) == len(view.wards):
        return _("You see exact numbers. Do not pass on a picture of numbers below %(k)s.", k=view.k)
    hidden = _("Counts from 1 to %(most)s are not shown, and numbers come by whole weeks.", most=view.k - 1)
    if view.exact:
        return _("Outside your jurisdiction:") + " " + hidden
    return hidden


def version_words(view: MapView, zone: ZoneInfo, _: Gettext) -> str:
    """Which boundaries and which numbers."""
    numbers = ", ".join(str(source.id) for source in view.sources)
    wards = [ward.area for ward in view.wards]
    return boundaries_words(
        view.boundaries, wards, zone, _, _("numbers %(number)s", number=numbers) if numbers else ""
    )


def boundaries_words(of: Import, wards: Sequence[Area], zone: ZoneInfo, _: Gettext, then: str = "") -> str:
    """Which boundaries, what else has a version, and whether they are made up."""
    text = _(
        "boundaries %(number)s of %(day)s (%(file)s)",
        number=of.id,
        day=calendar(of.imported_at.astimezone(zone).date()),
        file=of.source,
    )
    made_up = any(ward.approximate for ward in wards)
    approximate = _("outlines approximate, made up for a demonstration") if made_up else ""
    return "; ".join(part for part in (text, then, approximate) if part)
