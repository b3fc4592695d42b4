"""What the two pages of an outbreak show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import Request

from app.usecases.clusters_view import LISTED, Clusters
from app.usecases.map_view import Asked
from app.usecases.outbreak_data import OutbreakData
from app.usecases.outbreak_view import Numbers, Unsaid
from app.usecases.view_clusters import NEAR_M, WARD_LIMITS
from app.web import charts, words
from app.web.official.map_choice import Choice
from app.web.official.map_page import MAP, WINDOWS
from app.web.official.outbreak_charts import cases_chart, projection_chart, reproduction_chart
from app.web.official.outbreak_words import Words

OUTBREAK: Final = "/official/outbreak"
CLUSTERS: Final = "/official/outbreak/clusters"


def around(request: Request, data: OutbreakData, choice: Choice, zone: ZoneInfo) -> dict[str, Any]:
    """What both pages have: the choice, the tabs, whose numbers these are."""
    say, lang = _words(request), words.language(request)
    kept = {"lang": lang} if "lang" in request.query_params else {}
    chosen = {
        "disease": choice.asked.disease,
        "until": choice.asked.until,
        "sort": None,
        "order": None,
        "q": None,
    }
    return {
        "data": data,
        "choice": choice,
        "disease": data.called(data.disease, lang),
        "diseases": [(slug, data.called(slug, lang)) for slug in data.diseases],
        "tabs": [
            (choice.address(address, kept, **chosen), label, request.url.path == address)
            for address, label in ((OUTBREAK, say._("Numbers")), (CLUSTERS, say._("Clusters")))
        ],
        "kept": kept,
        "day": words.calendar,
        "say": say,
        "source": say.source(data, zone),
        "scope": say.scope(data),
        "has_cases": any(data.counts.values()),
        "unsaid": lambda value: isinstance(value, Unsaid),
        "swatch": charts.swatch,
    }


def number_values(request: Request, numbers: Numbers) -> dict[str, Any]:
    """The page of numbers."""
    say = _words(request)
    drawings = {}
    if numbers.cases:
        drawings["cases"] = cases_chart(numbers, say)
    if not isinstance(numbers.reproduction, Unsaid):
        drawings["r"] = reproduction_chart(numbers.reproduction, say)
    if not isinstance(numbers.projection, Unsaid):
        drawings["projection"] = projection_chart(numbers, numbers.projection, say)
    days = [(numbers.first + timedelta(days=n), cases) for n, cases in enumerate(numbers.cases)]
    return {"numbers": numbers, "charts": drawings, "days": days[::-1]}


def cluster_values(request: Request, data: OutbreakData, found: Clusters) -> dict[str, Any]:
    """The page of clusters."""
    say = _words(request)
    kept = {"lang": say.lang} if "lang" in request.query_params else {}
    same = Choice(Asked(data.disease, data.as_of, found.scans.window.days), "clusters")
    lengths = sorted({*WINDOWS, found.scans.window.days})
    return {
        "found": found,
        "map_address": same.address(MAP, kept),
        "lengths": [(str(n), say._("%(n)s days", n=n)) for n in lengths],
        "stands_out": lambda cluster: cluster.stands_out,
        "listed_up_to": LISTED,
        "near_km": say.figure(NEAR_M / 1000),
        "circle_km": say.figure((WARD_LIMITS.radius_m or 0) / 1000),
    }


def _words(request: Request) -> Words:
    lang = words.language(request)
    return Words(lang, words.gettext(lang))
