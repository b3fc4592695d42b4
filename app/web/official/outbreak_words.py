"""What the pages of an outbreak say of a number: figure, interval, what it means, why there is none."""

from __future__ import annotations

import math
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from app.science.autocorrelation import Moran
from app.science.growth import doubling_time
from app.science.space_time_interaction import Knox
from app.usecases.clusters_view import A_YEAR, UNLIKELY
from app.usecases.outbreak_data import OutbreakData
from app.usecases.outbreak_view import Estimate, Reason, Unsaid
from app.web.words import Gettext, calendar
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

_LONG: Final = 100

REASONS: Final = {
    Reason.ALL_ALIKE: N_(
        "All cases fall on one day or on one place, or all wards are alike. There is nothing to compare."
    ),
    Reason.IMPORTED: N_(
        "Some of these days come from imported counts, which do not say when a case was reported. If the "
        "last day is not complete, choose the day before."
    ),
    Reason.NO_CASES: N_("There are no cases."),
    Reason.NO_POPULATION: N_("For most wards it is not known how many people live there."),
    Reason.NO_PROFILE: N_("This disease has no profile any more, so its serial interval is not known."),
    Reason.NO_SERIAL_INTERVAL: N_("The serial interval of this disease is too short for numbers by the day."),
    Reason.TOO_FEW_CASES: N_("There are too few cases."),
    Reason.TOO_FEW_DAYS: N_("There are too few days."),
    Reason.TOO_FEW_PLACES: N_("There are too few wards to compare."),
    Reason.TOO_MANY: N_("There are too many cases for this method."),
}
_LEAST: Final = {
    Reason.TOO_FEW_CASES: N_("It takes at least %(n)s cases."),
    Reason.TOO_FEW_DAYS: N_("It takes at least %(n)s days."),
    Reason.TOO_FEW_PLACES: N_("It takes at least %(n)s wards."),
    Reason.TOO_MANY: N_("It can take %(n)s cases at most."),
}


class Words:
    """Figures and sentences in one language."""

    def __init__(self, lang: str, translate: Gettext) -> None:
        self.lang = lang
        self._ = translate

    def why(self, missing: Unsaid) -> str:
        """Why there is no number."""
        said = self._(REASONS[missing.reason])
        if missing.least is None or missing.reason not in _LEAST:
            return said
        return f"{said} {self._(_LEAST[missing.reason], n=self.figure(missing.least))}"

    def figure(self, value: float, digits: int = 0) -> str:
        """1.234 with so many decimals, in the reader's language."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        written = str(format_decimal(round(value, digits), format=pattern, locale=self.lang))
        return written.replace("-", "\u2212")

    def interval(self, low: float, high: float, digits: int = 0) -> str:
        """1.02 to 1.49."""
        return self._("%(low)s to %(high)s", low=self.figure(low, digits), high=self.figure(high, digits))

    def estimate(self, found: Estimate, digits: int = 0) -> str:
        """1.24 (1.02 to 1.49)."""
        return f"{self.figure(found.value, digits)} ({self.interval(found.low, found.high, digits)})"

    def direction(self, r: Estimate) -> str:
        """What a reproduction number with its interval says."""
        if r.low > 1:
            return self._("The whole interval lies above 1: the outbreak was growing.")
        if r.high < 1:
            return self._("The whole interval lies below 1: the outbreak was shrinking.")
        return self._("The interval holds 1: it may have been growing or shrinking.")

    def doubling(self, rate: Estimate) -> str:
        """Doubling or halving time; between them lies infinity, so an interval across zero has two ends."""
        value, low, high = (
            self.figure(abs(float(doubling_time(one))), 1) for one in (rate.value, rate.low, rate.high)
        )
        if rate.low > 0:
            return self._("Cases double in %(n)s days (%(low)s to %(high)s).", n=value, low=high, high=low)
        if rate.high < 0:
            return self._("Cases halve in %(n)s days (%(low)s to %(high)s).", n=value, low=low, high=high)
        return self._(
            "From halving in %(low)s days to doubling in %(high)s days, all is possible.", low=low, high=high
        )

    def p(self, value: float) -> str:
        """0.001."""
        return self.figure(value, 3)

    def risk(self, value: float) -> str:
        """2.4 times as many; nothing to divide by where all cases are inside."""
        return self._("all cases") if math.isinf(value) else self.figure(value, 1)

    def recurrence(self, days: float) -> str:
        """How seldom chance alone shows as much."""
        years = days / A_YEAR
        if years >= _LONG:
            return self._("less than once in %(n)s years", n=self.figure(_LONG))
        if years >= 2:  # noqa: PLR2004 - below, days say more
            return self._("once in %(n)s years", n=self.figure(years))
        return self._("once in %(n)s days", n=self.figure(days))

    def alike(self, moran: Moran) -> str:
        """What Moran's I says."""
        if moran.p <= UNLIKELY:
            return self._("Wards near each other are alike: cases are not scattered over the city.")
        return self._("No sign that wards near each other are alike.")

    def together(self, knox: Knox) -> str:
        """What Knox's test says."""
        if knox.p <= UNLIKELY:
            return self._("Who lives near also fell ill soon after: that is how spread between people looks.")
        return self._("No sign that who lives near also fell ill soon after.")

    def days(self, first: date, last: date) -> str:
        """07/07/2021 to 13/07/2021."""
        if first == last:
            return calendar(first)
        return self._("%(first)s to %(last)s", first=calendar(first), last=calendar(last))

    def scope(self, data: OutbreakData) -> str:
        """Whose cases these are."""
        if data.whole_city:
            return self._("all cases of the city")
        return self._("only the cases of your jurisdiction (wards: %(n)s)", n=self.figure(len(data.wards)))

    def source(self, data: OutbreakData, zone: ZoneInfo) -> str:
        """Where they come from."""
        _ = self._
        named = [
            _(
                "%(file)s, imported %(day)s",
                file=s.source,
                day=calendar(s.imported_at.astimezone(zone).date()),
            )
            for s in data.sources
        ]
        if data.own:
            named.append(_("confirmed cases of this system"))
        text = "; ".join(named) or _("no numbers for these days")
        if data.own and data.sources:
            text += ". " + _("Where both count a ward's day, the larger number is shown")
        return text + "."
