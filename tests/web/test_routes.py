"""Every address names its audience, and every answer carries the headers that protect it."""

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.later import whole
from app.web.security import CSP

AUDIENCES = {
    "app.web.citizen": ("/card", "/my", "/v/", "/V/", "/visit/", "/t"),
    "app.web.release": ("/release",),
    "app.web.notices": ("/notices", "/api/v1/notices"),
    "app.web.venue": ("/venue",),
    "app.web.api": ("/api/v1/",),
    "app.web.check_ins": ("/api/v1/check-ins",),
    "app.web.code_keys": ("/api/v1/codes/",),
    "app.web.day_keys": ("/api/v1/day-keys",),
    "app.web.own_data": ("/api/v1/my-data",),
    "app.web.screens": ("/screen/",),
    "app.web.shift": ("/shift/",),
    "app.web.official": ("/official",),
}
"""Whose module may answer which addresses."""
PUBLIC = {
    "/",
    "/map",
    "/map/releases/{number}",
    "/map/releases/{number}/frame",
    "/map/{number}.{form}",
    "/privacy",
    "/accessibility",
    "/static/{path:path}",
    "/manifest.webmanifest",
    "/sw.js",
    "/scan",
    "/shell",
    "/shell/{kind}",
    "/livez",
    "/readyz",
    "/maps/{name}",
    "/basemap/{version}/{theme}/{z}/{x}/{y}.svg",
    "/api/v1/openapi.json",
}
"""What anybody may open, and nothing there is anybody's own."""
BEFORE_SIGN_IN = {
    "/official/sign-in",
    "/official/sign-out",
    "/official/link/{token}",
    "/venue/sign-in",
    "/venue/new",
}
"""Doors: an official's or an owner's addresses for those who are not signed in yet."""


@pytest.fixture(scope="module")
def routes():
    app = whole(create_app(Settings(_env_file=None, public_url="https://testserver")))
    return [route for route in iter_route_contexts(app.routes) if route.endpoint]


def audience(route):
    for module, prefixes in AUDIENCES.items():
        if f"{route.endpoint.__module__}.".startswith(f"{module}."):
            return module, prefixes
    return None, ()


def test_every_route_names_its_audience_or_is_on_the_public_list(routes):
    lost = [
        (route.path, route.endpoint.__module__)
        for route in routes
        if route.path not in PUBLIC and not route.path.startswith(audience(route)[1] or "?")
    ]
    assert lost == []


def test_the_public_list_holds_nothing_that_is_gone(routes):
    assert {route.path for route in routes} >= PUBLIC | BEFORE_SIGN_IN


def test_route_names_are_unique_and_only_the_api_is_described(routes):
    names = [route.name for route in routes]
    assert len(names) == len(set(names))
    described = {
        r.path
        for r in routes
        if isinstance(r.original_route, APIRoute) and r.original_route.include_in_schema
    }
    assert all(path.startswith("/api/v1/") for path in described)


def samples(routes, methods):
    """An address of each route, with values that fit nothing, for each of its methods."""
    values = {"{form}": "pdf", "{code}": "0" * 17}
    for route in routes:
        path = route.path
        for name in [part for part in path.replace(".", "/").split("/") if part.startswith("{")]:
            path = path.replace(name, values.get(name, "0196a5b0-0000-7000-8000-000000000000"))
        for method in sorted(route.methods & methods):
            yield method, route.path, path


def test_nothing_of_an_owner_or_an_official_opens_without_signing_in(routes, reader):
    asked = 0
    for method, template, path in samples(routes, {"GET", "POST"}):
        audience_of = path.split("/")[1]
        if audience_of not in {"official", "venue"} or template in BEFORE_SIGN_IN:
            continue
        answer = reader.request(method, path)
        asked += 1
        sends_away = answer.status_code == 303 and answer.headers["location"].split("?")[0] in {
            f"/{audience_of}/sign-in",
            "/",
        }
        assert sends_away or answer.status_code in {401, 403}, (method, path, answer.status_code)
    assert asked > 10


def test_every_answer_carries_the_headers(routes, reader, sqlite_client):
    for method, _, path in samples(routes, {"GET", "POST"}):
        answer = reader.request(method, path)
        headers = answer.headers
        assert answer.status_code < 500, (method, path)
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "frame-ancestors" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["strict-transport-security"].startswith("max-age="), path
        assert headers["cache-control"], path
    for path in ("/nowhere", "/static/ghe.css"):
        assert reader.get(path).headers["x-content-type-options"] == "nosniff"


def test_the_policy_allows_nothing_inline_and_nobody_else():
    assert CSP["default-src"] == "'none'"
    assert not {source for value in CSP.values() for source in value.split()} - {"'none'", "'self'", "data:"}


def test_a_fault_on_our_side_is_a_page_with_the_same_headers(reader, sqlite_client: TestClient, monkeypatch):
    def fails(*_args, **_kwargs):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("app.usecases.open_poster_address.open_poster_address", fails)
    answer = reader.get("/v/00000000000000000")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_address_without_a_get_is_left_for_the_start_page(reader):
    answer = reader.post("/visit/leave", data={"venue": "x"})
    assert answer.status_code == 422
    assert 'href="/?lang=vi"' in answer.text
