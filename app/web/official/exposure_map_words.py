"""Words and figures that the maps of exposures share: venues and density."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from app.domain.audit_detail import Detail
from app.domain.windows import A_WEEK, Window
from app.science.disclosure import OFFICIALS_K
from app.usecases.exposure_ground import Ground
from app.usecases.map_view import Asked
from app.web.map_words import boundaries_words, map_words, window_words
from app.web.official.map_sheet import MapRequest, Remark
from app.web.words import calendar, clock

if TYPE_CHECKING:
    import maps

WINDOWS: Final = (1, 7, 14, 28)


def shared(ground: Ground, ask: MapRequest, *, exact: bool) -> dict[str, Any]:
    """What the sheets of both maps say alike."""
    audit: Detail = {"disease": ground.disease, "until": ground.window.last, "days": ground.window.days}
    return {
        "disease": ground.called(ground.disease, ask.lang),
        "diseases": [(slug, ground.called(slug, ask.lang)) for slug in ground.diseases],
        "asked": Asked(ground.disease, ground.window.last, ground.window.days, ask.asked.for_export),
        "steps": steps(ground, ask),
        "windows": WINDOWS if exact else (),
        "districts": ground.districts,
        "audit": audit,
    }


def facts(ground: Ground, ask: MapRequest) -> list[tuple[str, str]]:
    """The figures at the top that both have."""
    return [
        (ask._("Disease"), ground.called(ground.disease, ask.lang)),
        (ask._("Days"), window_words(ground.window, ask._)),
    ]


def steps(ground: Ground, ask: MapRequest) -> tuple[Asked | None, Asked | None, Asked | None]:
    """The window before, the one after and the newest; None where there can be nothing to see."""
    window = ground.window
    last = ground.last_day or _last_week(ask)
    earlier, later = (
        Asked(ground.disease, moved.last, moved.days) if moved.first <= last else None
        for moved in (window.moved(-1), window.moved(1))
    )
    newest = Asked(ground.disease, last, window.days) if last != window.last else None
    return earlier, later, newest


def _last_week(ask: MapRequest) -> date:
    today = ask.now.astimezone(ask.ghe.policy.zone).date()
    return Window.week(today - timedelta(days=1)).last


def looked_at(ground: Ground, ask: MapRequest) -> tuple[str, ...]:
    """The wards of a former district that was chosen; none: the whole city."""
    code = ask.choice.option("district")
    return next((found.wards for found in ground.districts if found.code == code), ())


def notes(ground: Ground, ask: MapRequest, *, rule: str, whole_city: bool) -> maps.Notes:
    """As of, source, rule and version."""
    import maps

    zone = ask.ghe.policy.zone
    source = (
        ask._("traces of all open cases, at venues with a known place")
        if whole_city
        else ask._("traces of the open cases of your jurisdiction, at venues with a known place")
    )
    return maps.Notes(
        as_of=f"{clock(ground.as_of, zone)} {calendar(ground.as_of.astimezone(zone).date())}",
        source=source + ".",
        rule=rule,
        version=boundaries_words(ground.boundaries, ground.wards, zone, ask._),
    )


def exact_rule(ask: MapRequest) -> str:
    """What those are told who see everything."""
    return ask._("You see exact numbers. Do not pass on a picture of numbers below %(k)s.", k=OFFICIALS_K)


def drawn_words(ground: Ground, ask: MapRequest, *, legend: str, **said: str) -> maps.Words:
    """The words of the drawing; `said` replaces single ones."""
    title = ask._(
        "%(disease)s, %(days)s",
        disease=ground.called(ground.disease, ask.lang),
        days=window_words(ground.window, ask._),
    )
    return map_words(
        title=title, legend=legend, hidden_under=OFFICIALS_K, days=A_WEEK, lang=ask.lang, _=ask._, **said
    )


def nothing(ground: Ground, ask: MapRequest) -> Remark:
    """Why the map is empty."""
    if ground.last_day is None or ground.last_day > ground.window.last:
        text = ask._(
            "Exposures appear here when a case is traced. They count on the day on which they begin."
        )
    else:
        text = ask._("The newest exposure is of %(day)s.", day=calendar(ground.last_day))
    return Remark("info", ask._("Nobody is listed on these days"), text)
