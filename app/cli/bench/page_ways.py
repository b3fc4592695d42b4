"""Every page of officials, owners and maps: who asks for it under which addresses, or why nobody times it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.domain.roles import Role
from app.web.later import whole

OWNER, PERSON, ANYBODY = "owner", "person", ""
TRACER, AUDITOR, ADMINISTRATOR = Role.TRACER.value, Role.AUDITOR.value, Role.ADMINISTRATOR.value
WARD: Final = "ward"
"""A tracer of one ward."""
EPIDEMIOLOGIST, APPROVER = Role.EPIDEMIOLOGIST.value, Role.APPROVER.value


@dataclass(frozen=True, slots=True)
class Way:
    """One page as one reader asks for it."""

    who: str
    """A role, `ward`, `owner`, `person` or nobody in particular."""
    address: str
    """With {case}, {deep} and so on for what the city says."""
    words: str = ""
    """What is special about it."""


_MAPS: Final = (
    Way(TRACER, "/official/map", "cases"),
    Way(APPROVER, "/official/map", "cases, for who sees no ward exactly"),
    Way(TRACER, "/official/map?days=28", "cases of four weeks"),
    Way(TRACER, "/official/map?days=56", "cases of eight weeks"),
    Way(WARD, "/official/map", "cases, for who sees one ward exactly"),
    Way(TRACER, "/official/map?map=time", "in time"),
    Way(TRACER, "/official/map?map=levels", "levels"),
    Way(TRACER, "/official/map?map=venues", "venues"),
    Way(WARD, "/official/map?map=venues", "venues, of one ward"),
    Way(TRACER, "/official/map?map=density", "density"),
    Way(APPROVER, "/official/map?map=density", "density, for who sees no ward exactly"),
    Way(TRACER, "/official/map?map=clusters", "clusters"),
    Way(TRACER, "/official/map?map=network", "network"),
    Way(TRACER, "/official/map?map=compliance", "use of posters"),
)

WAYS: Final[dict[str, tuple[Way, ...]]] = {
    "/official": tuple(Way(role.value, "/official", role.value) for role in Role),
    "/official/cases": (
        Way(TRACER, "/official/cases", "first page"),
        Way(TRACER, "/official/cases?after={deep_open}", "deep page"),
        Way(TRACER, "/official/cases?state=closed", "closed"),
        Way(TRACER, "/official/cases?state=closed&after={deep_closed}", "closed, deep page"),
        Way(TRACER, "/official/cases?q={name}", "a name"),
        Way(TRACER, "/official/cases?q={phone}", "a phone number of nobody"),
        Way(TRACER, "/official/cases?state=closed&q={old_name}", "closed, a name"),
        Way(WARD, "/official/cases", "of one ward"),
        Way(WARD, "/official/cases?state=closed&q={old_name}", "of one ward, a name"),
    ),
    "/official/cases/new": (Way(TRACER, "/official/cases/new"),),
    "/official/cases/{case}": (
        Way(TRACER, "/official/cases/{case}", "a list of 5,000"),
        Way(TRACER, "/official/cases/{case}?from=4901", "its last page"),
        Way(TRACER, "/official/cases/{light}", "a list of 60"),
    ),
    "/official/cases/{case}/visits/new": (
        Way(TRACER, "/official/cases/{case}/visits/new"),
        Way(TRACER, "/official/cases/{case}/visits/new?q=hoa", "many venues of a name"),
        Way(TRACER, "/official/cases/{case}/visits/new?q=ca%20phe%20hoa%204", "fewer"),
        Way(TRACER, "/official/cases/{case}/visits/new?q=xyzzy", "none"),
        Way(TRACER, "/official/cases/{case}/visits/new?q=hoa%20999", "the end of names"),
    ),
    "/official/cases/{case}/contacts/{contact}": (Way(TRACER, "/official/cases/{case}/contacts/{contact}"),),
    "/official/cases/{case}/contacts/{contact}/result": (
        Way(TRACER, "/official/cases/{case}/contacts/{contact}/result"),
    ),
    "/official/cases/{case}/card": (Way(TRACER, "/official/cases/{case}/card"),),
    "/official/cases/{case}/origin": (Way(TRACER, "/official/cases/{case}/origin"),),
    "/official/cases/{case}/notices": (Way(TRACER, "/official/cases/{case}/notices"),),
    "/official/cases/{case}/notices/new": (Way(TRACER, "/official/cases/{case}/notices/new"),),
    "/official/cards": (Way(TRACER, "/official/cards"),),
    "/official/events": (
        Way(TRACER, "/official/events", "first page"),
        Way(TRACER, "/official/events?after={deep_events}", "deep page"),
        Way(WARD, "/official/events", "of one ward"),
    ),
    "/official/events/new": (
        Way(TRACER, "/official/events/new"),
        Way(TRACER, "/official/events/new?q=hoa", "many venues of a name"),
    ),
    "/official/events/{event}": (Way(TRACER, "/official/events/{event}"),),
    "/official/events/{event}/notices": (Way(TRACER, "/official/events/{event}/notices"),),
    "/official/events/{event}/notices/new": (Way(TRACER, "/official/events/{event}/notices/new"),),
    "/official/sources": (
        Way(EPIDEMIOLOGIST, "/official/sources"),
        Way(WARD, "/official/sources", "of one ward"),
    ),
    "/official/people": (Way(TRACER, "/official/people"), Way(WARD, "/official/people", "of one ward")),
    "/official/chains": (
        Way(EPIDEMIOLOGIST, "/official/chains"),
        Way(WARD, "/official/chains", "of one ward"),
    ),
    "/official/map": _MAPS,
    "/official/map/frame": tuple(
        Way(way.who, way.address.replace("/official/map", "/official/map/frame"), way.words) for way in _MAPS
    ),
    "/official/map/venues/{venue}": (Way(TRACER, "/official/map/venues/{met}?disease=covid-19"),),
    "/official/outbreak": (Way(EPIDEMIOLOGIST, "/official/outbreak"),),
    "/official/outbreak/clusters": (Way(EPIDEMIOLOGIST, "/official/outbreak/clusters"),),
    "/official/diseases": (Way(ADMINISTRATOR, "/official/diseases"),),
    "/official/diseases/{slug}": (Way(ADMINISTRATOR, "/official/diseases/covid-19"),),
    "/official/staff": (Way(ADMINISTRATOR, "/official/staff"),),
    "/official/audit": (
        Way(AUDITOR, "/official/audit", "newest"),
        Way(AUDITOR, "/official/audit?before=1000", "oldest"),
    ),
    "/map": (Way(ANYBODY, "/map"),),
    "/map/releases/{number}": (Way(ANYBODY, "/map/releases/1"),),
    "/map/releases/{number}/frame": (Way(ANYBODY, "/map/releases/1/frame"),),
    "/venue": (Way(OWNER, "/venue", "1,000 branches"),),
    "/venue/new": (Way(OWNER, "/venue/new"),),
    "/venue/posters": (Way(OWNER, "/venue/posters"),),
    "/venue/{venue}": (Way(OWNER, "/venue/{branch}"),),
    "/venue/{venue}/screen": (Way(OWNER, "/venue/{branch}/screen"),),
    "/venue/{venue}/screens": (Way(OWNER, "/venue/{branch}/screens"),),
    "/venue/{venue}/guide": (Way(OWNER, "/venue/{branch}/guide"),),
    "/venue/{venue}/door": (Way(OWNER, "/venue/{branch}/door"),),
    "/venue/{venue}/zones": (Way(OWNER, "/venue/{branch}/zones"),),
    "/venue/{venue}/zones/{zone}": (Way(OWNER, "/venue/{branch}/zones/{zone}"),),
    "/venue/{venue}/shifts": (Way(OWNER, "/venue/{branch}/shifts"),),
    "/api/v1/notices": (Way(PERSON, "/api/v1/notices"),),
    "/api/v1/codes/keys": (Way(ANYBODY, "/api/v1/codes/keys"),),
    "/api/v1/day-keys": (Way(ANYBODY, "/api/v1/day-keys"),),
    "/notices": (Way(PERSON, "/notices"),),
}

_A_FILE: Final = "a file that is asked for once, not a page"
_PRINT: Final = "prints: `ghe bench posters`"

UNTIMED: Final = {
    "/official/sign-in": "a form that reads no table",
    "/official/link/{token}": "works once",
    "/official/cases/{case}/second-contacts": "counts by rule over all visits: a use case of its own",
    "/official/diseases/{slug}/document": "one row as JSON",
    "/official/map/file.{form}": "a file for print: `ghe bench maps`",
    "/map/{number}.{form}": "a file for print: `ghe bench maps`",
    "/venue/sign-in": "a form that reads no table",
    "/venue/posters/{name}": _A_FILE,
    "/venue/{venue}/poster.{form}": _PRINT,
    "/venue/{venue}/sheet/{kind}.{form}": _PRINT,
    "/venue/{venue}/signs.{form}": _PRINT,
    "/venue/{venue}/guide.{form}": _PRINT,
    "/venue/{venue}/zones/all/{kind}.pdf": _PRINT,
    "/venue/{venue}/zones/{zone}/poster.{form}": _PRINT,
    "/venue/{venue}/zones/{zone}/sheet/{kind}.{form}": _PRINT,
}
"""Routes under the same addresses that nobody times, with the reason."""


def routes_to_time(app: FastAPI) -> set[str]:
    """Every address that answers GET under /official, /venue and /map."""
    paths = {
        route.path or ""
        for route in iter_route_contexts(whole(app).routes)
        if route.endpoint and "GET" in (route.methods or ())
    }
    return {path for path in paths if path.split("/")[1] in {"official", "venue", "map"}}


def addresses(facts: dict[str, str]) -> list[tuple[str, Way, str]]:
    """Route, way and filled address of every page."""
    return [(route, way, way.address.format(**facts)) for route, ways in WAYS.items() for way in ways]
