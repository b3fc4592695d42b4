"""The way to every page, by the route that answers it, and what answers GET without being a page."""

from __future__ import annotations

from app.domain.roles import Role
from tests.browser.world import OWNER, VISITOR, Way

TRACER, ADMINISTRATOR = Role.TRACER, Role.ADMINISTRATOR

WAYS: dict[str, Way] = {
    "/": Way(),
    "/t": Way(address="/t?typed=123456780"),
    "/v/{code}": Way(address="{poster}"),
    "/notices": Way(VISITOR),
    "/notices/real": Way(),
    "/scan": Way(),
    "/card": Way(),
    "/shell": Way(),
    "/shell/{kind}": Way(address="/shell/home"),
    "/my": Way(VISITOR),
    "/my/visits": Way(VISITOR),
    "/my/openings": Way(VISITOR),
    "/my/export": Way(VISITOR),
    "/my/delete": Way(VISITOR),
    "/my/join": Way(VISITOR),
    "/my/lost": Way(VISITOR),
    "/my/recover": Way(VISITOR),
    "/release": Way(),
    "/privacy": Way(),
    "/accessibility": Way(),
    "/map": Way(),
    "/venue/new": Way(),
    "/venue/sign-in": Way(),
    "/venue": Way(OWNER),
    "/venue/{venue}": Way(OWNER, via="/venue"),
    "/venue/posters": Way(OWNER),
    "/venue/{venue}/screen": Way(OWNER, address="/venue/{venue}/screen"),
    "/venue/{venue}/screens": Way(OWNER, address="/venue/{venue}/screens"),
    "/venue/{venue}/guide": Way(OWNER, address="/venue/{venue}/guide"),
    "/venue/{venue}/door": Way(OWNER, address="/venue/{venue}/door"),
    "/venue/{venue}/zones": Way(OWNER, address="/venue/{venue}/zones"),
    "/venue/{venue}/shifts": Way(OWNER, address="/venue/{venue}/shifts"),
    "/official/sign-in": Way(),
    "/official": Way(TRACER),
    "/official/cases": Way(TRACER),
    "/official/cases/new": Way(TRACER),
    "/official/cases/{case}": Way(TRACER, via="/official/cases", shows="main tr:nth-child(9) [name=person]"),
    "/official/cases/{case}/card": Way(TRACER, via="/official/cases/{case}"),
    "/official/cards": Way(TRACER),
    "/official/cases/{case}/visits/new": Way(TRACER, via="/official/cases/{case}"),
    "/official/cases/{case}/origin": Way(TRACER, via="/official/cases/{case}"),
    "/official/events": Way(TRACER),
    "/official/events/new": Way(TRACER),
    "/official/sources": Way(TRACER),
    "/official/people": Way(TRACER),
    "/official/chains": Way(TRACER),
    "/official/map": Way(TRACER),
    "/official/map/frame": Way(TRACER, via="/official/map", framed=True),
    "/official/outbreak": Way(Role.EPIDEMIOLOGIST),
    "/official/outbreak/clusters": Way(Role.EPIDEMIOLOGIST),
    "/official/diseases": Way(ADMINISTRATOR),
    "/official/diseases/{slug}": Way(ADMINISTRATOR, via="/official/diseases"),
    "/official/staff": Way(ADMINISTRATOR),
    "/official/audit": Way(Role.AUDITOR),
}

SAME_PAGE = {
    "/V/{code}": "/v/{code}",
    "/official/events/{event}/notices/new": "/official/cases/{case}/notices/new",
}
"""Answered by the same page as another address."""

IN_A_WALK = {
    "/official/cases/{case}/second-contacts": "follow_a_contact",
    "/official/cases/{case}/contacts/{contact}": "follow_a_contact",
    "/official/cases/{case}/contacts/{contact}/result": "follow_a_contact",
    "/official/events/{event}": "open_an_event",
    "/official/cases/{case}/notices": "tell_contacts",
    "/official/cases/{case}/notices/new": "tell_contacts",
    "/official/events/{event}/notices": "open_an_event",
    "/venue/{venue}/zones/{zone}": "make_zones",
    "/shift/{key}": "work_a_shift",
    "/screen/{key}": "show_a_screen",
    "/official/link/{token}": "add_an_official",
    "/map/releases/{number}": "read_a_released_map",
    "/map/releases/{number}/frame": "read_a_released_map",
}
"""Seen on a walk of tests/browser/states.py: what they show is made on the way."""

NO_PAGES = {
    "/api/v1/openapi.json",
    "/api/v1/codes/keys",
    "/api/v1/day-keys",
    "/api/v1/notices",
    "/api/v1/my-data",
    "/notices/shown",
    "/manifest.webmanifest",
    "/sw.js",
    "/static/{path:path}",
    "/livez",
    "/readyz",
    "/maps/{name}",
    "/basemap/{version}/{theme}/{z}/{x}/{y}.svg",
    "/map/{number}.{form}",
    "/venue/posters/{name}",
    "/venue/{venue}/poster.{form}",
    "/venue/{venue}/sheet/{kind}.{form}",
    "/venue/{venue}/signs.{form}",
    "/venue/{venue}/zones/{zone}/poster.{form}",
    "/venue/{venue}/zones/{zone}/sheet/{kind}.{form}",
    "/venue/{venue}/zones/all/{kind}.pdf",
    "/venue/{venue}/guide.{form}",
    "/official/map/file.{form}",
    "/official/map/venues/{venue}",
    "/official/diseases/{slug}/document",
}
"""Files and data for programs."""
