from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import InputRefused, LinkUnknown, NotADemo, NotOneself, OfficialUnknown
from app.domain.officials import new_official
from app.domain.roles import Role
from app.store import audit, city
from app.usecases import (
    add_official,
    demo_officials,
    disable_official,
    issue_link,
    keep_session,
    list_officials,
    open_link,
    set_up_account,
    use_demo_link,
)

ADMIN = UUID(int=1)


def add(database, now, user_name="huong.nguyen", role=Role.TRACER):
    new = new_official(uuid4(), user_name=user_name, full_name="Hương", role=role, jurisdiction="")
    with database.writing() as session:
        return add_official.add_official(session, new, by=ADMIN, now=now)


def make_demo(database, now, value=True):  # noqa: FBT002 - a fact of any kind
    with database.writing() as session:
        city.save_fact(session, demo_officials.DEMO_FACT, value, now=now)


def demo_links(database, now):
    with database.writing() as session:
        return demo_officials.demo_links(session, now=now)


def use(database, link, now, *, from_here=True):
    with database.writing() as session:
        return use_demo_link.use_demo_link(session, link.token, from_here=from_here, now=now)


def actions(database):
    with database.reading() as session:
        assert audit.verify(session).first_bad is None
        return [entry.action for entry in reversed(audit.newest(session, before=None, limit=100))]


def test_there_is_no_default_account(database):
    with database.reading() as session:
        assert list_officials.list_officials(session) == ([], "")


def test_a_user_name_is_taken_once(database, now):
    add(database, now)
    with pytest.raises(InputRefused) as caught:
        add(database, now, user_name="Huong.Nguyen")
    assert caught.value.problems[0].kind == "user_name_taken"
    assert actions(database) == ["official_added"]


def test_each_change_is_written_down_once(database, now):
    link = add(database, now)
    with database.writing() as session:
        for _ in range(2):
            disable_official.disable(session, link.official.id, by=ADMIN, now=now)
        for _ in range(2):
            disable_official.enable(session, link.official.id, by=ADMIN, now=now)
        issue_link.new_link(session, link.official.id, by=ADMIN, now=now)
    assert actions(database) == ["official_added", "official_disabled", "official_enabled", "link_issued"]


def test_nobody_disables_their_own_account(database, now):
    link = add(database, now, role=Role.ADMINISTRATOR)
    with pytest.raises(NotOneself), database.writing() as session:
        disable_official.disable(session, link.official.id, by=link.official.id, now=now)


@pytest.mark.parametrize("verb", [disable_official.disable, disable_official.enable, issue_link.new_link])
def test_nobody_is_nobody(database, now, verb):
    with pytest.raises(OfficialUnknown), database.writing() as session:
        verb(session, uuid4(), by=ADMIN, now=now)


def test_the_list_goes_on_by_user_name(database, now, monkeypatch):
    monkeypatch.setattr(list_officials, "PAGE", 2)
    for name in ("dung", "anh", "binh", "chau", "yen"):
        add(database, now, user_name=name)
    seen, after = [], ""
    with database.reading() as session:
        while True:
            page, after = list_officials.list_officials(session, after=after)
            seen += [official.user_name for official, _ in page]
            if not after:
                break
    assert seen == ["anh", "binh", "chau", "dung", "yen"]


# ---- demo ----


@pytest.mark.abuse("AB-26")
@pytest.mark.parametrize("fact", [None, False, "true", 1])
def test_only_a_demo_hands_out_links(database, now, fact):
    if fact is not None:
        make_demo(database, now, fact)
    with pytest.raises(NotADemo):
        demo_links(database, now)


def test_a_demo_has_one_link_a_role(database, now):
    make_demo(database, now)
    links = demo_links(database, now)
    assert [link.official.role for link in links] == list(Role)
    for link in links:
        cookie = use(database, link, now)
        with database.reading() as session:
            assert keep_session.signed_in_official(session, cookie, now=now).official == link.official


def test_each_start_makes_fresh_links_for_the_same_people(database, now):
    make_demo(database, now)
    first, second = demo_links(database, now), demo_links(database, now)
    assert [link.official for link in first] == [link.official for link in second]
    with pytest.raises(LinkUnknown):
        use(database, first[0], now)


def test_a_demo_link_serves_once_for_ten_minutes(database, now):
    make_demo(database, now)
    one, other = demo_links(database, now)[:2]
    use(database, one, now)
    with pytest.raises(LinkUnknown):
        use(database, one, now)
    with pytest.raises(LinkUnknown):
        use(database, other, now + timedelta(minutes=10))


@pytest.mark.abuse("AB-26")
def test_a_demo_link_works_on_this_machine_alone_and_is_not_used_up_elsewhere(database, keys, now):
    make_demo(database, now)
    link = demo_links(database, now)[0]
    with pytest.raises(LinkUnknown):
        use(database, link, now, from_here=False)
    with database.reading() as session, pytest.raises(LinkUnknown):
        open_link.open_link(session, link.token, keys=keys, from_here=False, now=now)
    assert use(database, link, now)


@pytest.mark.abuse("AB-26")
def test_a_demo_link_dies_when_the_database_stops_being_a_demo(database, now):
    make_demo(database, now)
    link = demo_links(database, now)[0]
    make_demo(database, now, False)
    with pytest.raises(LinkUnknown):
        use(database, link, now)


@pytest.mark.abuse("AB-26")
def test_one_kind_of_link_does_not_serve_as_the_other(database, keys, now):
    make_demo(database, now)
    set_up_link = add(database, now)
    with pytest.raises(LinkUnknown):
        use(database, set_up_link, now)
    demo = demo_links(database, now)[0]
    with pytest.raises(LinkUnknown):
        set_up_account.set_up(database, keys, demo.token, set_up_account.Choice("x", "x", "0"), now=now)
