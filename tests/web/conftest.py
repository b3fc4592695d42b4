"""A whole service on a scratch database, and phones that talk to it, each with a cookie jar of its own."""

from __future__ import annotations

import html
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.sessions import Session as SignedIn
from app.main import create_app
from app.settings import Settings
from app.store import officials, sessions
from app.store.db import open_database
from app.vault.tokens import digest, new_session_token, written
from tests.web.card_holders import SAU, issued

ORIGIN = "https://testserver"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The clock of the service, which tests move by hand."""

    now: datetime
    step: timedelta = timedelta()
    """How far it moves by itself each time that somebody looks."""

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Form:
    """A form as a page sent it: what pressing its button would post."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def value(self, name: str) -> str:
        [found] = [value for key, value in self.fields if key == name]
        return found


class Page(HTMLParser):
    """What a test asks of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self.language: Form | None = None
        """The choice of language in the head of a page that answers a POST."""
        self._select = ""
        self.feed(source)
        body = re.sub(r"<(svg|head|style)\b.*?</\1>", " ", source, flags=re.DOTALL)
        [self.heading] = [
            html.unescape(re.sub(r"<[^>]+>", "", h)) for h in re.findall(r"<h1>(.*?)</h1>", source)
        ]
        self.text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "form":
            self._form = Form(given["action"], given["method"])
            if given.get("class") == "top-end":
                self.language = self._form
            else:
                self.forms.append(self._form)
        elif (
            tag == "input"
            and "name" in given
            and (given.get("type") not in {"checkbox", "radio"} or "checked" in given)
        ):
            self._form.fields.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self._form.fields.append((self._select, given["value"]))
        elif tag == "button" and "name" in given:
            self._form.buttons.append((given["name"], given["value"]))

    def form(self, action: str) -> Form:
        """The only form whose action begins so."""
        [found] = [form for form in self.forms if form.action.startswith(action)]
        return found

    def has_form(self, action: str) -> bool:
        return any(form.action.startswith(action) for form in self.forms)

    def links(self) -> list[str]:
        return [given["href"] for tag, given in self.elements if tag == "a"]


class Phone:
    """A browser with its own cookies, or one that keeps none. It needs no script."""

    def __init__(self, client: TestClient, *, keeps_cookies: bool = True, language: str = "en") -> None:
        self._client = client
        self._keeps = keeps_cookies
        self.language = language
        self.cookies = httpx2.Cookies()

    def request(self, method: str, url: str, **more: object) -> httpx2.Response:
        self._client.cookies = self.cookies
        headers = {"accept-language": self.language, **more.pop("headers", {})}
        answer = self._client.request(method, url, headers=headers, follow_redirects=False, **more)
        if self._keeps:
            self.cookies = httpx2.Cookies(self._client.cookies)
        return answer

    def get(self, url: str, **more: object) -> httpx2.Response:
        return self.request("GET", url, **more)

    def post(self, url: str, **more: object) -> httpx2.Response:
        return self.request("POST", url, **more)

    def open(self, url: str) -> Page:
        """A page that must be there."""
        answer = self.get(url)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    def send(self, form: Form, **typed: str) -> httpx2.Response:
        """Press a form's button, with some fields changed."""
        assert form.method == "post"
        data: dict[str, list[str]] = {}
        for name, value in [*((n, v) for n, v in form.fields if n not in typed), *typed.items()]:
            data.setdefault(name, []).append(value)
        return self.post(form.action, data=data)

    def press(self, form: Form, **typed: str) -> Page:
        """Press a form's button and read the page that answers."""
        answer = self.send(form, **typed)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)


@dataclass
class Registered:
    """A venue as its owner's browser knows it."""

    id: str
    code: str
    typed: str
    key: str
    owner: Phone


PHO = {
    "name": "Phở Hòa Pasteur",
    "address": "260C Pasteur, phường Xuân Hòa",
    "kind": "restaurant",
    "capacity": "50",
}


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def service(database_url: str, folder: Path, clock: Clock) -> FastAPI:
    settings = Settings(
        _env_file=None,
        database_url=database_url,
        keys=folder / "keys",
        posters=folder / "posters",
        public_url=ORIGIN,
    )
    return create_app(settings, clock=clock)


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: Clock) -> FastAPI:
    return service(database_url, tmp_path, clock)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def sqlite_folder(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service that `reader` asks keeps its files."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copy(sqlite_template, folder / "ghe.db")
    return folder


@pytest.fixture(scope="session")
def sqlite_client(sqlite_folder: Path) -> Iterator[TestClient]:
    """One service for all tests in which the database plays no part: most of a test's time is its start."""
    clock = Clock(NOW, step=timedelta(milliseconds=10))
    app = service(f"sqlite:///{sqlite_folder / 'ghe.db'}", sqlite_folder, clock)
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def reader(sqlite_client: TestClient) -> Phone:
    """A browser of its own on the shared service, whose clock hardly moves."""
    return Phone(sqlite_client)


@pytest.fixture
def other_reader(sqlite_client: TestClient) -> Phone:
    return Phone(sqlite_client)


@pytest.fixture
def door(reader: Phone, sqlite_client: TestClient) -> str:
    """The address of a new venue on the shared service."""
    number = uuid.uuid4().hex  # alone at its address: nothing looks alike
    return f"/v/{register_venue(Phone(sqlite_client), name=f'Quán {number}', address=number).code}"


@pytest.fixture
def phone(client: TestClient) -> Phone:
    return Phone(client)


@pytest.fixture
def other_phone(client: TestClient) -> Phone:
    return Phone(client)


@pytest.fixture
def bare_phone(client: TestClient) -> Phone:
    """No cookies, as in the browser inside some apps."""
    return Phone(client, keeps_cookies=False)


def register_venue(owner: Phone, **fields: str) -> Registered:
    form = owner.open("/venue/new").form("/venue/new")
    answer = owner.send(form, **PHO | fields)
    if answer.status_code == 303:
        venue, key = answer.headers["location"].split("/")[-1], ""
    else:
        assert answer.status_code == 200, answer.text
        venue = re.search(r"/venue/([0-9a-f-]{36})/poster", answer.text)[1]
        key = re.search(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", answer.text)[0]
    text = owner.open(f"/venue/{venue}").text
    code = re.search(r"/v/([0-9a-z]{17})", text)[1].upper()
    typed = "".join(re.search(r"(\d{4}) (\d{4}) (\d)\b", text).groups())
    return Registered(venue, code, typed, key, owner)


@pytest.fixture
def register(client: TestClient) -> Callable[..., Registered]:
    """Register a venue through the pages; by an owner of its own unless one is given."""

    def register_one(owner: Phone | None = None, **fields: str) -> Registered:
        return register_venue(owner or Phone(client), **fields)

    return register_one


@pytest.fixture
def venue(register: Callable[..., Registered]) -> Registered:
    return register()


@pytest.fixture
def read() -> type[Page]:
    """Reads the source of a page."""
    return Page


@pytest.fixture
def fresh_id(clock: Clock) -> Callable[[], str]:
    """A visit id as a phone makes it at the scan."""

    def make() -> str:
        milliseconds = int(clock.now.timestamp() * 1000)
        noise = uuid.uuid4().int & (1 << 62) - 1
        return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | 0b10 << 62 | noise))

    return make


@pytest.fixture
def signed_in(client: TestClient, database_url: str, clock: Clock) -> Callable[..., Phone]:
    """The browser of a new official of a role."""

    def sign_in(role: Role, jurisdiction: str | None = None) -> Phone:
        cookie, user = new_session_token(), f"u{uuid.uuid4().hex[:8]}"
        official = Official(OfficialId(uuid.uuid4()), user, f"Cán bộ {role}", role, jurisdiction)
        database = open_database(database_url)
        with database.writing() as session:
            officials.add(session, official, now=clock.now)
            sessions.add(session, digest(cookie), SignedIn(official.id, None, clock.now, clock.now))
        database.close()
        phone = Phone(client)
        phone.cookies.set("__Host-official", written(cookie))
        return phone

    return sign_in


@pytest.fixture
def issue(client):
    return lambda count=1, **more: issued(client, count, **more)


@pytest.fixture
def card(issue, phone):
    """Somebody's card."""
    [number] = issue()
    phone.press(phone.open("/card").form("/card"), number=number, **SAU)
    return number


@pytest.fixture
def card_door(venue: Registered):
    return f"/venue/{venue.id}/door"


@pytest.fixture
def scan(venue: Registered, card_door: str):
    """What the staff page says after a scan."""

    def scan(number, status=200):
        answer = venue.owner.post(card_door, data={"number": number})
        assert answer.status_code == status, answer.text
        return Page(answer.text)

    return scan


@pytest.fixture
def clerk(signed_in):
    return signed_in(Role.TRACER)


@pytest.fixture
def look_up(clerk):
    def look_up(number):
        return clerk.press(clerk.open("/official/cards").form("/official/cards/card"), number=number)

    return look_up
