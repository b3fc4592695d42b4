"""A release of the public map as the one value that its document and its files are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from app.usecases.view_map_release import ReleaseGround, ReleaseView, Told
from app.web.map_words import count_labels, map_words, rate_labels, window_words
from app.web.public_map_sheet import NAMED, code_of, few, name_of, notes
from app.web.words import Gettext, calendar

if TYPE_CHECKING:
    import maps

COUNT: Final = "count"
RATE: Final = "rate"
COUNT_BREAKS: Final = (10, 50, 200, 1000)
RATE_BREAKS: Final = (20, 50, 150, 600)
"""Per 100,000 people and week: as on the officials' map."""
_MOST_WITHOUT: Final = 1 / 3
_NONE: Final = "#ffffff"
_LEAST: Final = 1e-6
"""Lower than any rate above zero."""


class Use(Enum):
    """What a drawing becomes."""

    DOCUMENT = "document"
    PICTURE = "picture"
    """On paper a name for each outline would cover the map."""
    DATA = "data"
    """All names, all sums. On a map of counts the colour of a sum would be read as that of each ward."""


def usual_measure(view: ReleaseView) -> str:
    """Rates, which compare a ward with a whole group; counts where too few people are known for them."""
    without = sum(len(told.wards) for told in view.told if told.block.cases is not None and told.rate is None)
    return COUNT if without > view.release.wards * _MOST_WITHOUT else RATE


@dataclass(frozen=True, slots=True)
class Drawing:
    """A release, for one reader and one use."""

    view: ReleaseView
    measure: str
    use: Use
    zone: ZoneInfo
    lang: str
    _: Gettext

    def case_map(self, ground: ReleaseGround) -> maps.CaseMap:
        """One area for each block, with an outline around those of several wards where they have colours."""
        import maps

        told, said = self.view.told, self._words()
        shapes = {code_of(one): _shape(one, ground.wards) for one in told}
        names = {
            code_of(one): name_of(one, self._, len(one.wards) if self.use is Use.DATA else NAMED)
            for one in told
        }
        residents = {code_of(one): one.residents for one in told}
        outlined = [one for one in told if self.measure == RATE and not one.block.is_single]
        return maps.CaseMap(
            areas=[
                maps.AreaShape(code, name, name, "", residents[code], shapes[code])
                for code, name in names.items()
            ],
            frames=[
                maps.Frame(
                    calendar(self.view.release.period.last),
                    {code_of(one): self._value(one, said) for one in told},
                )
            ],
            scale=self._scale(said),
            words=said,
            notes=notes(self.view, self.zone, self._),
            lang=self.lang,
            context=ground.context,
            outlines=[
                maps.Outline(code, shapes[code], self._lines(one, names[code], said), dashed=True)
                for one in outlined
                for code in [code_of(one)]
            ],
        )

    def _words(self) -> maps.Words:
        it, _ = self.view.release, self._
        together, too_few = _("Several wards told together"), _("Too few cases to be told")
        return map_words(
            title=_(
                "%(disease)s, %(days)s",
                disease=self.view.called(it.disease, self.lang),
                days=window_words(it.period, _),
            ),
            legend=_("Cases per 100,000 people a week") if self.measure == RATE else _("Cases"),
            hidden_under=it.k,
            days=it.period.days,
            lang=self.lang,
            _=_,
            hidden=too_few if self.measure == RATE or it.cases is None else together,
            dashed=together,
        )

    def _scale(self, said: maps.Words) -> maps.Scale:
        """Zero has a class of its own: no ward without a case looks like one with a few."""
        import maps

        if self.measure == COUNT:
            scale = maps.count_scale(said, count_labels(self._), COUNT_BREAKS)
            none, *more = scale.classes  # nothing from 1 to 9 is told of a single ward: below 10 is zero
            return replace(scale, classes=(replace(none, label=said.number(0)), *more))
        labels = replace(rate_labels(self._), value=self._("Per 100,000 people a week: {n}"))
        scale = maps.measure_scale(said, labels, RATE_BREAKS, unreliable=True)
        low, *more = scale.classes
        label = self._("more than 0, less than {high}").format(high=said.number(RATE_BREAKS[0]))
        none = maps.MapClass(_NONE, said.number(0))
        return replace(
            scale, classes=(none, replace(low, label=label), *more), breaks=(_LEAST, *scale.breaks)
        )

    def _value(self, told: Told, said: maps.Words) -> maps.Value:
        import maps

        cases, counted = told.block.cases, self._counted(told, said)
        if cases is None:
            return maps.Hidden(counted)
        if self.measure == RATE:
            return maps.Unreliable(counted) if told.rate is None else maps.Rate(told.rate, None, counted)
        if told.block.is_single or self.use is Use.DATA:
            return maps.Count(cases)
        return maps.Hidden(counted)

    def _counted(self, told: Told, said: maps.Words) -> str:
        cases = told.block.cases
        n = few(None, self.view.release, self.lang, self._) if cases is None else said.number(cases)
        counted = self._("Cases: {n}").format(n=n)
        if len(told.wards) == 1:
            return counted
        return self._("%(cases)s in %(n)s wards together", cases=counted, n=len(told.wards))

    def _lines(self, told: Told, name: str, said: maps.Words) -> tuple[str, ...]:
        return (name, self._counted(told, said)) if self.use is Use.DOCUMENT else ()


def _shape(told: Told, wards: Mapping[str, maps.Shape]) -> maps.Shape:
    import maps

    shapes = [wards[code] for code in told.block.wards]
    return shapes[0] if len(shapes) == 1 else maps.dissolve(shapes)
