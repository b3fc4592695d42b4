"""What a map of risk levels says around its numbers: by which decision, what was assumed, what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.usecases.view_levels_map import LevelsView, Why
from app.web.map_words import notes
from app.web.official import map_incidence
from app.web.official.level_words import days_words, decision_words, standing_words
from app.web.official.map_sheet import MapRequest, Remark
from app.web.words import calendar

if TYPE_CHECKING:
    import maps


def remarks(view: LevelsView, ask: MapRequest) -> list[Remark]:
    """What a reader must know before the colours."""
    _, decision, day = ask._, view.decision, calendar(view.numbers.window.last)
    if not view.choices:
        return [Remark("info", _("There is no decision on risk levels of this disease"))]
    if decision is None:
        heading = _("No decision on risk levels was in force on %(day)s", day=day)
        return [Remark("attention", heading, _("Choose one to see what it would give."))]
    found = []
    if not view.is_in_force:
        heading = _("%(number)s was not in force on %(day)s", number=decision.number, day=day)
        text = _(
            "Here it only shows what its classes would give: %(days)s.", days=days_words(view, decision, ask)
        )
        found.append(Remark("attention", heading, text))
    if decision.rate is not None:
        found += map_incidence.remarks(view.numbers, _)
    if view.without.get(Why.NOT_SET) == len(view.wards):
        text = _("Levels are entered on the server: %(command)s", command="ghe risk-levels set")
        found.append(Remark("info", _("No level was entered for these days"), text))
    if view.assumed:
        assumed = [standing_words(view, one, ask) for one in decision.criteria if one.slug in view.assumed]
        found.append(Remark("info", _("A criterion of the decision is not set"), ". ".join(assumed) + "."))
    return found


def below(view: LevelsView, ask: MapRequest) -> list[str]:
    """The decision in full: its title and days, its criteria, its notes, and what is not in the data."""
    _, decision = ask._, view.decision
    if decision is None:
        return []
    said = [decision.title[ask.lang] + ". " + decision_words(view, decision, ask) + "."]
    said += [standing_words(view, one, ask) + "." for one in decision.criteria]
    said.append(decision.notes[ask.lang])
    if left_out := decision.left_out[ask.lang]:
        said.append(_("Not in this data: %(parts)s", parts=left_out))
    if view.unverified:
        said.append(
            _(
                "Numbers still to be held against the text of the decision: %(n)s. Which, says %(command)s.",
                n=len(view.unverified),
                command=f"ghe risk-levels show {decision.slug}",
            )
        )
    return [sentence for sentence in said if sentence]


def decision_notes(view: LevelsView, ask: MapRequest) -> maps.Notes:
    """The four lines of a map of cases, with the decision and how its criteria stand."""
    _, found = ask._, notes(view.numbers, ask.ghe.policy.zone, ask._)
    rule = found.rule
    if len(view.numbers.exact) < len(view.wards):
        rule += " " + _("A ward whose count is not shown has no level.")
    if view.decision is None:
        return replace(found, rule=rule)
    stands = [standing_words(view, one, ask) for one in view.decision.criteria]
    version = "; ".join((decision_words(view, view.decision, ask), *stands, found.version))
    if not view.is_in_force:
        version = _("Not in force on these days") + ": " + version
    return replace(found, rule=rule, version=version)
