"""Every template is rendered, in both languages, with nothing undefined and nothing forbidden."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

import app.web.pages
from app.domain.officials import Official
from app.domain.roles import Role
from app.store.db import open_database
from app.usecases import add_official
from app.usecases.keep_session import start_session
from app.vault.tokens import written

TEMPLATES = Path(app.web.pages.__file__).parent / "templates"
EVERY = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PARTS = {
    "official/computed.html",
    "base.html",
    "components.html",
    "citizen/phone_words.html",
    "public/answer.html",
    "citizen/app_words.html",
    "citizen/diary_words.html",
    "citizen/languages.html",
    "citizen/my_parts.html",
    "citizen/recovery.html",
    "official/dates.html",
    "official/links.html",
    "official/outbreak_parts.html",
    "official/told.html",
}
"""What pages are made of: never shown alone."""
NEEDS_A_CASE_LINE = {
    "citizen/card_registered.html",
    "citizen/release_visits.html",
    "citizen/released.html",
    "official/card.html",
    "official/card_visits.html",
    "official/demo_link.html",
    "official/event.html",
    "official/map.html",
    "official/new_link.html",
    "official/notice_form.html",
    "official/notice_preview.html",
    "official/notices.html",
    "official/open_contact.html",
    "official/second_contacts.html",
    "official/set_up.html",
    "official/test_result.html",
    "public/map.html",
}
"""Reached only at the end of a longer line, which the tests of officials' pages walk."""


@pytest.fixture
def rendered(monkeypatch):
    """The templates rendered so far, each with its language."""
    seen = set()
    environment = app.web.pages._ENVIRONMENT
    find = type(environment).get_template

    def get_template(self, name, *args, **kwargs):
        template = find(self, name, *args, **kwargs)
        if self is not environment or args or kwargs:  # a map, or an extended or imported part
            return template
        render = template.render

        def record(values):
            seen.add((name, values["lang"]))
            return render(values)

        template.render = record
        return template

    monkeypatch.setattr(type(environment), "get_template", get_template)
    environment.cache.clear()
    yield seen
    environment.cache.clear()


def official(folder, role, now):
    """A cookie of a signed-in official."""
    database = open_database(f"sqlite:///{folder / 'ghe.db'}")
    with database.writing() as session:
        name = f"{role}-{uuid4().hex[:8]}"
        new = Official(id=uuid4(), user_name=name, full_name=name, role=role, jurisdiction=None)
        add_official.add_official(session, new, by=None, now=now)
        cookie = start_session(session, new.id, now=now)
    database.close()
    return written(cookie)


def crawl(browser, language):
    """Open every page that links lead an official to; returns their addresses."""
    ahead, done = ["/official"], []
    while ahead and len(done) < 40:
        path = ahead.pop(0)
        answer = browser.get(path, headers={"accept-language": language})
        assert answer.status_code == 200, (path, answer.status_code)
        done.append(path)
        if answer.headers["content-type"].startswith("text/html"):
            links = re.findall(r'href="(/official[^"#]*)"', answer.text)
            fresh = (link.replace("&amp;", "&") for link in links if "lang=" not in link)
            ahead += [link for link in dict.fromkeys(fresh) if link not in (*ahead, *done)]
    return done


def walk_as_a_citizen(reader, door, read):
    reader.open("/")
    form = reader.open(door).form("/v/")
    receipt = reader.press(form)
    reader.send(receipt.form("/visit/contact"), phone="1")
    reader.press(receipt.form("/visit/leave"))
    reader.press(receipt.form("/visit/withdraw"))
    for path in (
        "/scan",
        "/shell",
        "/card",
        "/privacy",
        "/accessibility",
        "/release",
        "/notices",
        "/notices/real",
        "/map",
    ):
        reader.open(path)
    assert reader.get("/nowhere").status_code == 404


def walk_through_own_data(reader, door):
    reader.cookies.clear()
    reader.press(reader.open(door).form("/v/"))
    own = reader.cookies
    code = re.search(r'class="digits">([0-9 ]+)<', reader.send(reader.open("/my").form("/my/link")).text)[1]
    reader.cookies = type(own)()  # another browser
    reader.open("/my/recover")
    reader.press(reader.open("/my/join").form("/my/join"), code=code)
    reader.press(reader.open("/my").form("/my/recovery-code"))
    reader.press(reader.open("/my").form("/my/unlink"))
    reader.cookies = own
    reader.press(reader.open("/my/visits").form("/my/visit"))
    for path in ("/my/lost", "/my/openings", "/my/export"):
        reader.open(path)
    reader.press(reader.open("/my/delete").form("/my/delete/everything"))


def walk_as_an_owner(reader):
    number = uuid4().hex
    typed = {"name": f"Quán {number}", "address": number, "kind": "cafe", "capacity": "20"}
    reader.open("/venue/sign-in")
    reader.send(reader.open("/venue/new").form("/venue/new"), capacity="x")
    reader.press(reader.open("/venue/new").form("/venue/new"), **typed)
    alike = reader.press(reader.open("/venue/new").form("/venue/new"), **typed)
    assert alike.form("/venue/new").buttons
    [mine] = [link for link in reader.open("/venue").links() if re.fullmatch(r"/venue/[0-9a-f-]{36}", link)]
    reader.open(mine)
    reader.open(f"{mine}/screen")
    [new_link] = [form for form in reader.open(f"{mine}/screens").forms if form.action.endswith("/screens")]
    reader.press(new_link)
    reader.open(f"{mine}/screens")
    [new_shift] = [form for form in reader.open(f"{mine}/shifts").forms if form.action.endswith("/shifts")]
    [shift] = re.findall(r"https://testserver(/shift/[0-9A-Z-]{24})<", reader.send(new_shift).text)
    reader.open(shift)
    reader.send(reader.open(f"{mine}/zones").form(f"{mine}/zones/tables"), count="1")
    [zone] = [
        link for link in reader.open(f"{mine}/zones").links() if re.search(r"/zones/[0-9a-f-]{36}$", link)
    ]
    reader.open(zone)
    reader.open(f"{mine}/door")
    reader.open(f"{mine}/guide")
    reader.open("/venue/posters")


def report_a_case(reader):
    form = reader.open("/official/cases/new").form("/official/cases/new")
    first = next(name for name, _ in form.fields if name.endswith("-day")).removesuffix("-day")
    day = {f"{first}-day": "21", f"{first}-month": "11", f"{first}-year": "2026"}
    assert reader.send(form, name="Nguyễn Thị Hương", **day).status_code == 303


def test_every_template_is_rendered_in_both_languages(
    rendered, reader, sqlite_client, sqlite_folder, door, read, now
):
    for language in ("vi", "en"):
        reader.language = language
        reader.cookies.clear()
        walk_as_a_citizen(reader, door, read)
        walk_through_own_data(reader, door)
        walk_as_an_owner(reader)
        reader.open("/official/sign-in")
        for role in Role:
            reader.cookies.clear()
            reader.cookies.set("__Host-official", official(sqlite_folder, role, now))
            if role is Role.TRACER:
                report_a_case(reader)
            assert len(crawl(reader, language)) >= 1
    wanted = {(name, lang) for name in set(EVERY) - PARTS - NEEDS_A_CASE_LINE for lang in ("vi", "en")}
    assert wanted - rendered == set()


@pytest.mark.parametrize("name", EVERY)
def test_no_template_holds_what_the_content_security_policy_forbids(name):
    source = re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?! type=\"application/json\" id=\"words\">)(?![^>]*\bsrc=)", source)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", source), "nothing from another host"


@pytest.mark.parametrize("name", [name for name in EVERY if name != "components.html"])
def test_no_words_stand_outside_the_catalogue(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!doctype html>|<[^>]+>", " ", source, flags=re.DOTALL)
    words = {word for word in re.findall(r"[^\W\d_]{2,}", source) if word not in {"Ghé", "min"}}
    assert words == set()


def test_the_mark_is_the_same_drawing_where_a_form_is_answered():
    drawing = re.search(
        r'<path d="([^"]+)"', (TEMPLATES.parent / "static" / "mark.svg").read_text(encoding="utf-8")
    )[1]
    assert drawing in (TEMPLATES / "public" / "answer.html").read_text(encoding="utf-8")
