"""Who gets in, what each role may open, and how a session begins and ends over HTTP."""

from __future__ import annotations

import re
from base64 import b32decode
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.domain.audit import AuditAction
from app.domain.officials import new_official
from app.domain.roles import PERMISSIONS, Permission, Role
from app.main import create_app
from app.settings import Settings
from app.store import audit, city
from app.store.db import open_database
from app.usecases import add_official, demo_officials, issue_link
from app.vault.tokens import written
from app.vault.totp import totp_code
from app.web import cookies
from app.web.later import whole
from app.web.official.access import Needs, own_path
from app.web.official.audit import ACTIONS

SAME = {"sec-fetch-site": "same-origin"}
PASSWORD = "bún bò Huế lúc bảy giờ"
PUBLIC = {
    ("GET", "/official/sign-in"),
    ("POST", "/official/sign-in"),
    ("POST", "/official/sign-out"),
    ("GET", "/official/link/{token}"),
    ("POST", "/official/link/{token}"),
}
"""The only addresses under /official that nobody has to be signed in for."""
ANY_OFFICIAL = {("GET", "/official"), ("POST", "/official/sessions/end")}
"""Where being signed in is enough."""


class Service:
    """A running service whose clock the test turns."""

    def __init__(self, url: str, folder: Path, now: datetime) -> None:
        self.now = now
        self.settings = Settings(
            database_url=url, keys=folder / "keys", public_url="https://testserver", _env_file=None
        )
        self.app = create_app(self.settings, clock=lambda: self.now)
        self.database = open_database(url)

    def browser(self, **values) -> TestClient:
        return TestClient(
            self.app, **({"base_url": "https://testserver", "follow_redirects": False} | values)
        )

    def add(self, role: Role, user_name: str = "") -> issue_link.NewLink:
        new = new_official(
            uuid4(), user_name=user_name or f"the-{role}", full_name=f"A {role}", role=role, jurisdiction=""
        )
        with self.database.writing() as session:
            return add_official.add_official(session, new, by=None, now=self.now)

    def code(self, page: str) -> str:
        secret = b32decode(re.search(r"secret=([A-Z2-7]{32})", page)[1])
        return totp_code(secret, int(self.now.timestamp()) // 30)

    def signed_in(self, browser: TestClient, role: Role, user_name: str = "") -> TestClient:
        address = f"/official/link/{written(self.add(role, user_name).token)}"
        self.page = browser.get(address, headers={"accept-language": "en"}).text
        form = {"password": PASSWORD, "again": PASSWORD, "code": self.code(self.page)}
        answer = browser.post(address, data=form, headers=SAME)
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == "/official"
        return browser

    def actions(self) -> list[str]:
        with self.database.reading() as session:
            assert audit.verify(session).first_bad is None
            return [entry.action for entry in reversed(audit.newest(session, before=None, limit=100))]


@pytest.fixture
def service(database_url, tmp_path, now):
    service = Service(database_url, tmp_path, now)
    yield service
    service.database.close()


@pytest.fixture
def browser(service):
    with service.browser() as browser:
        yield browser


@contextmanager
def somebody_else(browser):
    """Another person's browser, then the first one again."""
    own = dict(browser.cookies)
    browser.cookies.clear()
    yield browser
    browser.cookies.clear()
    browser.cookies.update(own)


def cookie_of(answer):
    return next(
        (line for line in answer.headers.get_list("set-cookie") if line.startswith(cookies.OFFICIAL)), None
    )


# ---- the inventory ----


def routes(app):
    for route in iter_route_contexts(whole(app).routes):
        if route.path.startswith("/official"):
            for method in sorted(route.methods or set()):
                yield method, route


def needs_of(dependant):
    found = [dependant.call] if isinstance(dependant.call, Needs) else []
    return found + [need for part in dependant.dependencies for need in needs_of(part)]


@pytest.mark.abuse("AB-25")
def test_every_address_asks_for_a_permission_or_stands_on_the_public_list(service):
    seen = set()
    for method, route in routes(service.app):
        seen.add((method, route.path))
        needed = needs_of(route.dependant)
        if (method, route.path) in PUBLIC:
            assert not needed, f"{route.path} is on the public list and asks for a permission"
        elif (method, route.path) in ANY_OFFICIAL:
            assert [need.permission for need in needed] == [None]
        else:
            assert [need for need in needed if need.permission is not None], f"{method} {route.path} is open"
    assert seen >= PUBLIC | ANY_OFFICIAL, "the lists name addresses that do not exist"
    assert len(seen) > len(PUBLIC | ANY_OFFICIAL)


def filled(path):
    return re.sub(r"\{[^}]*\}", str(UUID(int=7)), path)


def guarded(service):
    for method, route in routes(service.app):
        permission = next((need.permission for need in needs_of(route.dependant) if need.permission), None)
        if permission is not None:
            yield method, filled(route.path), permission


@pytest.mark.abuse("AB-25")
def test_nobody_gets_in_without_signing_in(service, browser):
    for method, path, _ in guarded(service):
        answer = browser.request(method, path, headers=SAME)
        # A body that is missing is noticed first; it tells nothing and does nothing.
        assert answer.status_code in {303, 422}, f"{method} {path}"
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/official/sign-in"), f"{method} {path}"
    assert service.actions() == []


@pytest.mark.abuse("AB-25")
@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_kept_from_what_is_not_in_its_row(service, browser, role):
    service.signed_in(browser, role)
    before = service.actions()
    refused = 0
    for method, path, permission in guarded(service):
        if permission in PERMISSIONS[role]:
            continue
        answer = browser.request(method, path, headers=SAME)
        assert answer.status_code in {403, 422}, f"{method} {path} let {role} in"
        refused += answer.status_code == 403
    assert refused
    assert service.actions() == before


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.ADMINISTRATOR, "/official/staff"),
        (Role.AUDITOR, "/official/audit"),
        *[(role, "/official") for role in Role],
    ],
)
def test_and_lets_in_where_it_is(service, browser, role, path):
    assert service.signed_in(browser, role).get(path).status_code == 200


def test_the_refusal_is_a_page_in_words(service, browser):
    answer = service.signed_in(browser, Role.AUDITOR).get(
        "/official/staff", headers={"accept-language": "en"}
    )
    assert answer.status_code == 403
    assert "Your role does not include this page" in answer.text


# ---- signing in and out ----


@pytest.mark.abuse("AB-28")
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(service, browser):
    service.signed_in(browser, Role.TRACER)
    form = {"user_name": "the-tracer", "password": PASSWORD, "next": "/official/map"}
    service.now += timedelta(minutes=2)
    answer = browser.post("/official/sign-in", data=form | {"code": service.code(service.page)}, headers=SAME)
    assert (answer.status_code, answer.headers["location"]) == (303, "/official/map")
    cookie = cookie_of(answer)
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"path=/", "secure", "httponly", "samesite=strict"}


def test_signing_in_keeps_what_was_typed_but_the_password(service, browser):
    form = {
        "user_name": "some.body",
        "password": "my secret words",
        "code": "123456",
        "next": "/official/map",
    }
    answer = browser.post("/official/sign-in", data=form, headers=SAME | {"accept-language": "en"})
    assert answer.status_code == 403
    assert 'value="some.body"' in answer.text
    assert 'value="/official/map"' in answer.text
    assert "my secret words" not in answer.text
    assert "User name, password or code is wrong" in answer.text
    assert cookie_of(answer) is None
    assert service.actions() == ["sign_in_refused"]


def test_waiting_is_told_with_its_end(browser):
    form = {"user_name": "some.body", "password": "x", "code": "1"}
    for _ in range(5):
        assert browser.post("/official/sign-in", data=form, headers=SAME).status_code == 403
    answer = browser.post("/official/sign-in", data=form, headers=SAME | {"accept-language": "en"})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "31"
    assert "Try again after 10:00" in answer.text


def test_who_is_not_signed_in_comes_back_after_signing_in(browser):
    answer = browser.get("/official/audit?before=20")
    assert answer.headers["location"] == "/official/sign-in?next=%2Fofficial%2Faudit%3Fbefore%3D20"
    page = browser.get(answer.headers["location"])
    assert 'name="next" value="/official/audit?before=20"' in page.text


def test_after_a_form_one_comes_back_to_the_start(browser):
    assert browser.post("/official/sessions/end", headers=SAME).headers["location"] == "/official/sign-in"


@pytest.mark.parametrize(
    "path",
    ["/official", "/official/cases/00000000-0000-0000-0000-000000000001?first=26&lang=vi", "/official/staff"],
)
def test_own_paths_are_followed(path):
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/venue",
        "https://evil.example/official",
        "//evil.example/official",
        "/\\evil.example",
        "/official\\@evil.example",
        "/official@evil.example",
        "/officialevil",
        "/official/\r\nset-cookie: a=b",
        "/official?next=//evil.example/#x",
        "javascript:alert(1)",
        "/official/" + "a" * 600,
    ],
)
def test_other_paths_are_not(service, browser, path):
    assert own_path(path) == "/official"
    service.signed_in(browser, Role.TRACER)
    answer = browser.get("/official/sign-in", params={"next": path})
    assert answer.headers.get("location", "/official") == "/official"


@pytest.mark.abuse("AB-28")
def test_signing_out_ends_the_session_on_the_server(service, browser):
    service.signed_in(browser, Role.TRACER)
    stolen = browser.cookies[cookies.OFFICIAL]
    answer = browser.post("/official/sign-out", headers=SAME)
    assert answer.headers["location"] == "/official/sign-in"
    assert answer.headers["clear-site-data"] == '"cache"'
    assert "max-age=0" in cookie_of(answer).lower()
    again = browser.get("/official", headers={"cookie": f"{cookies.OFFICIAL}={stolen}"})
    assert again.status_code == 303
    assert service.actions()[-1] == "signed_out"


@pytest.mark.abuse("AB-28")
def test_an_id_that_somebody_planted_is_never_signed_in(service, browser):
    planted = written(bytes(32))
    browser.cookies.set(cookies.OFFICIAL, planted, domain="testserver.local", path="/")
    assert browser.get("/official").status_code == 303
    service.signed_in(browser, Role.TRACER)
    browser.cookies.clear()
    again = browser.get("/official", headers={"cookie": f"{cookies.OFFICIAL}={planted}"})
    assert again.status_code == 303


@pytest.mark.abuse("AB-28")
def test_reading_pages_keeps_a_session_alive_and_leaving_it_does_not(service, browser):
    service.signed_in(browser, Role.TRACER)
    for _ in range(4):
        service.now += timedelta(minutes=10)
        assert browser.get("/official").status_code == 200
    service.now += timedelta(minutes=15)
    assert browser.get("/official").status_code == 303


def test_a_stale_session_may_post(service, browser):
    """Noting that the session is in use must not wait for the writer that the handler itself holds."""
    service.signed_in(browser, Role.ADMINISTRATOR)
    service.now += timedelta(minutes=5)
    form = {"full_name": "Trần Văn Minh", "user_name": "minh.tran", "role": "auditor"}
    assert browser.post("/official/staff", data=form, headers=SAME).status_code == 200


@pytest.mark.abuse("AB-28")
def test_an_administrator_ends_the_sessions_of_whom_they_disable(service, browser):
    service.signed_in(browser, Role.TRACER)
    with somebody_else(browser) as admin:
        service.signed_in(admin, Role.ADMINISTRATOR)
        page = admin.get("/official/staff").text
        tracer = re.search(r"/official/staff/([0-9a-f-]{36})/disable", page)[1]
        assert admin.post(f"/official/staff/{tracer}/disable", headers=SAME).status_code == 303
        own = admin.post(f"/official/staff/{UUID(int=9)}/disable", headers=SAME)
        assert own.status_code == 404
    assert browser.get("/official").status_code == 303


@pytest.mark.abuse("AB-27")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_post_in_an_officials_name(service, browser, site):
    service.signed_in(browser, Role.TRACER)
    for path in ("/official/sign-out", "/official/sessions/end", "/official/sign-in"):
        assert browser.post(path, headers={"sec-fetch-site": site}).status_code == 403
    assert browser.get("/official").status_code == 200


def test_who_follows_a_link_from_a_mail_may_go_on_by_hand(browser):
    page = browser.get(
        "/official/sign-in?next=/official/map",
        headers={"sec-fetch-site": "cross-site", "accept-language": "en"},
    )
    assert '<a href="/official/map">Go on to the page</a>' in page.text
    assert "Go on to the page" not in browser.get("/official/sign-in").text


# ---- links ----


def test_opening_a_link_uses_up_nothing_but_setting_up_does(service, browser):
    address = f"/official/link/{written(service.add(Role.TRACER).token)}"
    pages = [browser.get(address, headers={"accept-language": "en"}) for _ in range(3)]
    assert [page.status_code for page in pages] == [200] * 3
    assert browser.head(address).status_code in {200, 405}
    form = {"password": PASSWORD, "again": PASSWORD, "code": service.code(pages[0].text)}
    assert browser.post(address, data=form | {"code": "000000"}, headers=SAME).status_code == 400
    assert browser.post(address, data=form, headers=SAME).status_code == 303
    assert browser.get(address).status_code == 404
    assert browser.post(address, data=form, headers=SAME).status_code == 404


@pytest.mark.parametrize("token", ["x", written(bytes(32)), "../../etc", "%00"])
def test_a_made_up_link_is_not_found(browser, token):
    assert browser.get(f"/official/link/{token}").status_code == 404
    assert browser.post(f"/official/link/{token}", headers=SAME).status_code == 404


def demo_token(service):
    with service.database.writing() as session:
        city.save_fact(session, demo_officials.DEMO_FACT, True, now=service.now)
        return written(demo_officials.demo_links(session, now=service.now)[0].token)


@pytest.mark.abuse("AB-26")
@pytest.mark.parametrize(
    ("client", "host", "headers", "works"),
    [
        ("127.0.0.1", "127.0.0.1:8000", {}, True),
        ("::1", "localhost:8000", {}, True),
        ("192.168.1.20", "127.0.0.1:8000", {}, False),
        ("127.0.0.1", "ghe.example.vn", {}, False),
        ("127.0.0.1", "127.0.0.1:8000", {"x-forwarded-for": "203.0.113.9"}, False),
        ("127.0.0.1", "127.0.0.1:8000", {"forwarded": "for=203.0.113.9"}, False),
    ],
)
def test_a_demo_link_signs_in_from_this_machine_alone(service, client, host, headers, works):
    with service.browser(client=(client, 5000), base_url=f"https://{host}") as browser:
        address = f"/official/link/{demo_token(service)}"
        assert browser.get(address, headers=headers).status_code == (200 if works else 404)
        answer = browser.post(address, headers=SAME | headers)
        assert answer.status_code == (303 if works else 404)
        assert browser.get("/official").status_code == (200 if works else 303)


# ---- the administrator's and the auditor's pages ----


def test_a_new_officials_link_is_shown_once_and_works(service, browser):
    service.signed_in(browser, Role.ADMINISTRATOR)
    form = {
        "full_name": "Trần Văn Minh",
        "user_name": "minh.tran",
        "role": "auditor",
        "jurisdiction": "26734",
    }
    page = browser.post("/official/staff", data=form, headers=SAME)
    address = re.search(r"https://testserver(/official/link/[\w-]{43})", page.text)[1]
    assert address not in browser.get("/official/staff").text
    with somebody_else(browser) as other:
        assert "Trần Văn Minh" in other.get(address).text


def test_what_was_typed_wrong_stays_and_is_named(service, browser):
    service.signed_in(browser, Role.ADMINISTRATOR)
    form = {"full_name": "Trần Văn Minh", "user_name": "Minh Trần", "role": "king"}
    page = browser.post("/official/staff", data=form, headers=SAME | {"accept-language": "en"})
    assert page.status_code == 400
    assert 'value="Minh Trần"' in page.text
    assert "<title>Error: " in page.text
    assert 'href="#user_name"' in page.text
    assert 'href="#role"' in page.text


def test_an_administrator_cannot_disable_the_own_account(service, browser):
    service.signed_in(browser, Role.ADMINISTRATOR)
    page = browser.get("/official/staff").text
    own = re.search(r"/official/staff/([0-9a-f-]{36})/link", page)[1]
    assert f"/official/staff/{own}/disable" not in page
    assert browser.post(f"/official/staff/{own}/disable", headers=SAME).status_code == 409


def test_the_auditor_reads_who_did_what(service, browser):
    service.signed_in(browser, Role.AUDITOR)
    page = browser.get("/official/audit", headers={"accept-language": "en"}).text
    assert "Official added" in page
    assert "Account set up" in page
    assert "nobody signed in" in page
    assert "A auditor" in page


def test_every_action_has_its_words():
    assert set(ACTIONS) == set(AuditAction)


def test_every_permission_guards_something_or_waits_for_its_page(service):
    """A permission that guards no address is listed here until its page exists."""
    used = {need.permission for _, route in routes(service.app) for need in needs_of(route.dependant)}
    waiting = {Permission.APPROVE_OPENING, Permission.VIEW_EXACT_COUNTS}
    assert set(Permission) - used <= waiting | {Permission.VIEW_MAP}
