"""What a map says, in the person's language: its legend, its labels and the four lines it always carries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.usecases.draw_map import Notes
from app.usecases.map_view import MapView
from app.web.words import Gettext, calendar, clock

if TYPE_CHECKING:
    import maps


def window_words(view: MapView, _: Gettext) -> str:
    """The days that are counted: 07/07/2021 to 13/07/2021."""
    first, last = calendar(view.window.first), calendar(view.window.last)
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def map_words(view: MapView, disease: str, lang: str, _: Gettext) -> maps.Words:
    """The words of the drawing; `disease` is its name."""
    import maps

    days = view.window.days
    return maps.Words(
        title=_("%(disease)s, %(days)s", disease=disease, days=window_words(view, _)),
        legend=_("Cases in %(days)s days", days=days),
        as_of=_("As of"),
        source=_("Source"),
        rule=_("Small numbers"),
        version=_("Version"),
        count=_("Cases: {n}"),
        between=_("{low} to {high}"),
        above=_("{low} or more"),
        more=_("{n} more than in the %(days)s days before", days=days),
        fewer=_("{n} fewer than in the %(days)s days before", days=days),
        same=_("As many as in the %(days)s days before", days=days),
        hidden=_("Not shown: fewer than %(k)s", k=view.k),
        no_data=_("No data"),
        map=_(
            "Map of the wards. The arrow keys go from ward to ward, Enter chooses one, plus and minus zoom."
        ),
        zoom_in=_("Zoom in"),
        zoom_out=_("Zoom out"),
        venues=_("Venue of an open trace, whatever the days"),
        venue=_("People listed: {n}"),
        thousands="." if lang == "vi" else ",",
    )


def notes(view: MapView, zone: ZoneInfo, _: Gettext) -> Notes:
    """As of, source, rule and version."""
    as_of = f"{clock(view.as_of, zone)} {calendar(view.as_of.astimezone(zone).date())}"
    return Notes(as_of, _source(view, zone, _), _rule(view, _), _version(view, zone, _))


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
    return text + "."


def _rule(view: MapView, _: Gettext) -> str:
    if len(view.exact) == len(view.wards):
        return _("You see exact numbers. Do not pass on a picture of numbers below %(k)s.", k=view.k)
    if view.exact:
        return _("Outside your jurisdiction counts from 1 to %(most)s are not shown.", most=view.k - 1)
    return _("Counts from 1 to %(most)s are not shown.", most=view.k - 1)


def _version(view: MapView, zone: ZoneInfo, _: Gettext) -> str:
    of = view.boundaries
    text = _(
        "boundaries %(number)s of %(day)s (%(file)s)",
        number=of.id,
        day=calendar(of.imported_at.astimezone(zone).date()),
        file=of.source,
    )
    if view.sources:
        text += "; " + _("numbers %(number)s", number=", ".join(str(s.id) for s in view.sources))
    if any(ward.area.approximate for ward in view.wards):
        text += "; " + _("outlines approximate, made up for a demonstration")
    return text
