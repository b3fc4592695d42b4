from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import InputRefused, LinkUnknown, NotADemo, NotOneself, OfficialUnknown
from app.domain.officials import new_official
from app.domain.roles import Role
from app.store import audit, city
from app.usecases import manage_officials, sign_in_official, use_link

ADMIN = UUID(int=1)


def add(database, now, user_name="huong.nguyen", role=Role.TRACER):
    new = new_official(uuid4(), user_name=user_name, full_name="Hương", role=role, jurisdiction="")
    with database.writing() as session:
        return manage_officials.add_official(session, new, by=ADMIN, now=now)


def make_demo(database, now, value=True):  # noqa: FBT002 - a fact of any kind
    with database.writing() as session:
        city.save_fact(session, manage_officials.DEMO_FACT, value, now=now)


def demo_links(database, now):
    with database.writing() as session:
        return manage_officials.demo_links(session, now=now)


def use(database, link, now, *, from_here=True):
    with database.writing() as session:
        return use_link.use_demo_link(session, link.token, from_here=from_here, now=now)


def actions(database):
    with database.reading() as session:
        assert audit.verify(session).first_bad is None
        return [entry.action for entry in reversed(audit.newest(session, before=None, limit=100))]


def test_there_is_no_default_account(database):
    with database.reading() as session:
        assert manage_officials.list_officials(session) == ([], "")


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
            manage_officials.disable(session, link.official.id, by=ADMIN, now=now)
        for _ in range(2):
            manage_officials.enable(session, link.official.id, by=ADMIN, now=now)
        manage_officials.new_link(session, link.official.id, by=ADMIN, now=now)
    assert actions(database) == ["official_added", "official_disabled", "official_enabled", "link_issued"]


def test_nobody_disables_their_own_account(database, now):
    link = add(database, now, role=Role.ADMINISTRATOR)
    with pytest.raises(NotOneself), database.writing() as session:
        manage_officials.disable(session, link.official.id, by=link.official.id, now=now)


@pytest.mark.parametrize("verb", ["disable", "enable", "new_link"])
def test_nobody_is_nobody(database, now, verb):
    with pytest.raises(OfficialUnknown), database.writing() as session:
        getattr(manage_officials, verb)(session, uuid4(), by=ADMIN, now=now)


def test_the_list_goes_on_by_user_name(database, now, monkeypatch):
    monkeypatch.setattr(manage_officials, "PAGE", 2)
    for name in ("dung", "anh", "binh", "chau", "yen"):
        add(database, now, user_name=name)
    seen, after = [], ""
    with database.reading() as session:
        while True:
            page, after = manage_officials.list_officials(session, after=after)
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
            assert sign_in_official.signed_in_official(session, cookie, now=now).official == link.official


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
        use_link.open_link(session, link.token, keys=keys, from_here=False, now=now)
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
        use_link.set_up(database, keys, demo.token, use_link.Choice("x", "x", "0"), now=now)
