import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import func, select

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, LinkUnknown, NotNow, SignInRefused, TooManyTries
from app.domain.officials import new_official
from app.domain.roles import Role
from app.domain.tries import FREE_TRIES
from app.store import audit, officials, sessions
from app.store.tables.officials import SignInTriesRow
from app.usecases import (
    add_official,
    disable_official,
    issue_link,
    keep_session,
    open_link,
    set_up_account,
    sign_in_official,
    sign_out_official,
)
from app.usecases.set_up_account import Choice
from app.usecases.sign_in_official import Attempt
from app.vault import passwords
from app.vault.tokens import digest
from app.vault.totp import totp_code

PASSWORD = "bún bò Huế lúc bảy giờ"
HALF_MINUTE = timedelta(seconds=30)


def code_at(secret, moment):
    return totp_code(secret, int(moment.timestamp()) // 30)


class Person:
    """An official with an account, whose clock goes on."""

    def __init__(self, database, keys, now, role=Role.TRACER, user_name="huong.nguyen"):
        self.database, self.keys = database, keys
        new = new_official(
            uuid4(), user_name=user_name, full_name="Nguyễn Thị Hương", role=role, jurisdiction=""
        )
        with database.writing() as session:
            link = add_official.add_official(session, new, by=None, now=now)
        with database.reading() as session:
            opened = open_link.open_link(session, link.token, keys=keys, from_here=False, now=now)
        self.official, self.secret = new, opened.secret
        choice = Choice(PASSWORD, PASSWORD, code_at(self.secret, now))
        self.cookie = set_up_account.set_up(database, keys, link.token, choice, now=now)

    def sign_in(self, now, password=PASSWORD, code=None, user_name=None):
        attempt = Attempt(user_name or self.official.user_name, password, code or code_at(self.secret, now))
        return sign_in_official.sign_in_official(self.database, self.keys, attempt, now=now)

    def present(self, cookie, now):
        with self.database.reading() as session:
            return keep_session.signed_in_official(session, cookie, now=now)


@pytest.fixture
def person(database, keys, now):
    return Person(database, keys, now)


def entries(database):
    with database.reading() as session:
        assert audit.verify(session).first_bad is None
        return [
            (entry.action, entry.actor, entry.detail)
            for entry in reversed(audit.newest(session, before=None, limit=100))
        ]


def later(now, steps=2):
    return now + steps * HALF_MINUTE


def test_name_password_and_code_sign_in(person, now):
    then = later(now)
    presence = person.present(person.sign_in(then), then)
    assert presence.official == person.official
    assert entries(person.database)[-1] == (AuditAction.SIGNED_IN, person.official.id, {})


@pytest.mark.parametrize("spelled", ["Huong.Nguyen", "  huong.nguyen "])
def test_the_user_name_may_be_typed_in_any_case(person, now, spelled):
    assert person.sign_in(later(now), user_name=spelled)


def test_a_password_typed_on_another_keyboard_is_the_same(person, now):
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert person.sign_in(later(now), password=decomposed)


@pytest.mark.abuse("AB-39")
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"password": "another long password"}, "password"),
        ({"code": "000000"}, "code"),
        ({"code": "not a code"}, "code"),
        ({"user_name": "nobody.here"}, "unknown"),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same_and_the_chain_knows_why(person, now, wrong, why):
    with pytest.raises(SignInRefused) as caught:
        person.sign_in(later(now), **wrong)
    assert str(caught.value) == ""
    action, actor, detail = entries(person.database)[-1]
    assert (action, detail) == (AuditAction.SIGN_IN_REFUSED, {"why": why})
    assert actor == (None if why == "unknown" else person.official.id)


@pytest.mark.abuse("AB-39")
@pytest.mark.parametrize("user_name", ["huong.nguyen", "nobody.here", "new.here", "gone.away"])
def test_every_refusal_costs_one_password_hash(person, database, keys, now, monkeypatch, user_name):
    fresh = new_official(uuid4(), user_name="new.here", full_name="Mới", role=Role.AUDITOR, jurisdiction="")
    gone = Person(database, keys, now, user_name="gone.away")
    with database.writing() as session:
        add_official.add_official(session, fresh, by=None, now=now)
        disable_official.disable(session, gone.official.id, by=person.official.id, now=now)
    verified = []

    class Counting:
        def verify(self, kept, typed):
            verified.append(kept)
            return real.verify(kept, typed)

    real = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    with pytest.raises(SignInRefused):
        person.sign_in(later(now), user_name=user_name, password="x" * 20, code="123456")
    assert len(verified) == 1
    assert "$m=19456,t=2,p=1$" in verified[0]


def test_a_code_works_once(person, now):
    then = later(now)
    code = code_at(person.secret, then)
    person.sign_in(then, code=code)
    with pytest.raises(SignInRefused):
        person.sign_in(then + timedelta(seconds=1), code=code)
    assert person.sign_in(later(then))


def test_the_code_that_set_up_the_account_does_not_sign_in(person, now):
    with pytest.raises(SignInRefused):
        person.sign_in(now, code=code_at(person.secret, now))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(person, now, steps):
    then = later(now, 10)
    assert person.sign_in(then, code=code_at(person.secret, then + steps * HALF_MINUTE))


@pytest.mark.parametrize("steps", [-2, 2])
def test_but_not_a_whole_minute(person, now, steps):
    then = later(now, 10)
    with pytest.raises(SignInRefused):
        person.sign_in(then, code=code_at(person.secret, then + steps * HALF_MINUTE))


def test_the_same_code_twice_at_once_signs_in_once(person, now):
    then = later(now)

    def attempt(_):
        try:
            return person.sign_in(then)
        except (SignInRefused, NotNow):
            return None

    with ThreadPoolExecutor(4) as pool:
        cookies = [cookie for cookie in pool.map(attempt, range(4)) if cookie]
    assert len(cookies) == 1


@pytest.mark.parametrize("user_name", ["huong.nguyen", "nobody.here"])
def test_after_five_failures_waiting_grows_whether_or_not_somebody_has_the_name(person, now, user_name):
    moment = later(now)
    for _ in range(FREE_TRIES):
        with pytest.raises(SignInRefused):
            person.sign_in(moment, password="wrong password", user_name=user_name)
    waits = []
    for _ in range(3):
        with pytest.raises(TooManyTries) as caught:
            person.sign_in(moment, user_name=user_name)
        waits.append(caught.value.until - moment)
        moment = caught.value.until
        with pytest.raises(SignInRefused):
            person.sign_in(moment, password="wrong password", user_name=user_name)
    assert waits == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]


def test_a_failure_too_early_is_not_counted_and_not_written_down(person, now):
    moment = later(now)
    for _ in range(FREE_TRIES):
        with pytest.raises(SignInRefused):
            person.sign_in(moment, password="wrong password")
    before = len(entries(person.database))
    for _ in range(5):
        with pytest.raises(TooManyTries):
            person.sign_in(moment)
    assert len(entries(person.database)) == before
    assert person.sign_in(moment + HALF_MINUTE), "the owner waits half a minute, not longer"


def test_success_forgets_the_failures(person, now):
    moment = later(now)
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(SignInRefused):
            person.sign_in(moment, password="wrong password")
    person.sign_in(moment)
    for _ in range(FREE_TRIES):
        with pytest.raises(SignInRefused):
            person.sign_in(moment, password="wrong password")


def test_another_name_does_not_wait(person, database, keys, now):
    other = Person(database, keys, now, user_name="minh.tran")
    moment = later(now)
    for _ in range(FREE_TRIES):
        with pytest.raises(SignInRefused):
            person.sign_in(moment, password="wrong password")
    assert other.sign_in(moment)


def test_a_table_of_tries_does_not_grow_for_ever(person, database, now):
    for number in range(3):
        with pytest.raises(SignInRefused):
            person.sign_in(now, user_name=f"nobody.{number}")
    with pytest.raises(SignInRefused):
        person.sign_in(now + timedelta(days=2), user_name="nobody.new")
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(SignInTriesRow)).one() == 1


@pytest.mark.abuse("AB-31")
def test_a_storm_of_sign_ins_hashes_only_a_few_passwords_at_once(person, now, monkeypatch):
    hashing, go_on = threading.Semaphore(0), threading.Event()

    def slow(_kept, _typed):
        hashing.release()
        go_on.wait(60)
        return False

    monkeypatch.setattr(sign_in_official, "is_password", slow)

    def attempt(number):
        try:
            person.sign_in(later(now), user_name=f"nobody.{number}")
        except NotNow:
            return "not now"
        except SignInRefused:
            return "refused"

    with ThreadPoolExecutor(passwords.AT_ONCE) as pool:
        first = [pool.submit(attempt, number) for number in range(passwords.AT_ONCE)]
        assert all(hashing.acquire(timeout=60) for _ in first)
        storm = [attempt(passwords.AT_ONCE + number) for number in range(50)]
        go_on.set()
        assert storm == ["not now"] * 50
        assert [one.result() for one in first] == ["refused"] * passwords.AT_ONCE
    assert attempt(1000) == "refused"


@pytest.mark.abuse("AB-28")
def test_each_sign_in_has_a_session_of_its_own_and_the_cookie_is_not_stored(person, database, now):
    first, second = person.sign_in(later(now)), person.sign_in(later(now, 4))
    assert len({person.cookie, first, second}) == 3
    assert len(first) == 32
    with database.reading() as session:
        assert sessions.get(session, first) is None
        assert sessions.get(session, digest(first)) is not None


@pytest.mark.abuse("AB-28")
def test_a_session_ends_after_a_quarter_of_an_hour_without_use(person, now):
    cookie = person.sign_in(later(now))
    moment = later(now)
    assert person.present(cookie, moment + timedelta(minutes=14, seconds=59))
    assert person.present(cookie, moment + timedelta(minutes=15)) is None


@pytest.mark.abuse("AB-28")
def test_a_session_in_use_lasts_eight_hours_and_no_longer(person, database, now):
    moment = start = later(now)
    cookie = person.sign_in(start)
    while moment < start + timedelta(hours=7, minutes=55):
        moment += timedelta(minutes=10)
        with database.writing() as session:
            keep_session.keep_alive(session, cookie, now=moment)
    assert person.present(cookie, start + timedelta(hours=7, minutes=59, seconds=59))
    assert person.present(cookie, start + timedelta(hours=8)) is None


def test_use_is_noted_at_most_once_a_minute(person, now):
    moment = later(now)
    cookie = person.sign_in(moment)
    assert not person.present(cookie, moment + timedelta(seconds=59)).stale
    assert person.present(cookie, moment + timedelta(seconds=60)).stale


def test_an_ended_session_is_not_kept_alive(person, database, now):
    moment = later(now)
    cookie = person.sign_in(moment)
    with database.writing() as session:
        sign_out_official.sign_out(session, cookie, now=moment)
        keep_session.keep_alive(session, cookie, now=moment)
    assert person.present(cookie, moment) is None
    assert entries(database)[-1][0] == AuditAction.SIGNED_OUT


@pytest.mark.abuse("AB-28")
def test_signing_out_everywhere_ends_every_session_of_this_official_alone(person, database, keys, now):
    other = Person(database, keys, now, user_name="minh.tran")
    cookies = [person.cookie, person.sign_in(later(now))]
    with database.writing() as session:
        sign_out_official.end_all_sessions(session, person.official.id, by=person.official.id, now=later(now))
    assert [person.present(cookie, later(now)) for cookie in cookies] == [None, None]
    assert other.present(other.cookie, later(now))
    assert entries(database)[-1][2] == {"official": str(person.official.id), "ended": 2}


@pytest.mark.abuse("AB-28")
def test_a_disabled_official_is_out_at_once_and_stays_out(person, database, keys, now):
    admin = Person(database, keys, now, Role.ADMINISTRATOR, "admin.one")
    with database.writing() as session:
        disable_official.disable(session, person.official.id, by=admin.official.id, now=now)
    assert person.present(person.cookie, now) is None
    with pytest.raises(SignInRefused):
        person.sign_in(later(now))
    assert entries(database)[-1][2] == {"why": "disabled"}
    with database.writing() as session:
        disable_official.enable(session, person.official.id, by=admin.official.id, now=now)
    assert person.sign_in(later(now, 4))


def test_even_a_living_session_row_does_not_help_a_disabled_official(person, database, now):
    """The account is asked as well as the session: a row that somebody wrote back opens nothing."""
    with database.writing() as session:
        officials.save_disabled(session, person.official.id, now)
    assert person.present(person.cookie, now) is None


def test_an_account_without_a_password_cannot_be_signed_in_to(database, keys, now):
    new = new_official(uuid4(), user_name="new.here", full_name="Mới", role=Role.AUDITOR, jurisdiction="")
    with database.writing() as session:
        add_official.add_official(session, new, by=None, now=now)
    for password in ("", "x" * 20):
        with pytest.raises(SignInRefused):
            sign_in_official.sign_in_official(database, keys, Attempt("new.here", password, ""), now=now)


def test_no_secret_stands_readable_in_the_database(person, database):
    with database.reading() as session:
        _, kept = officials.by_user_name(session, person.official.user_name)
    assert person.secret not in kept.sealed_secret
    assert kept.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


# ---- links ----


def link_for(database, person, now):
    with database.writing() as session:
        return issue_link.new_link(session, person.official.id, by=None, now=now).token


def opened(database, keys, token, now, **values):
    with database.reading() as session:
        return open_link.open_link(session, token, keys=keys, **({"from_here": False} | values), now=now)


def test_opening_a_link_uses_up_nothing_and_shows_the_same_secret(person, database, keys, now):
    token = link_for(database, person, now)
    secrets = {opened(database, keys, token, now).secret for _ in range(3)}
    assert len(secrets) == 1
    choice = Choice(PASSWORD, PASSWORD, code_at(secrets.pop(), now))
    assert set_up_account.set_up(database, keys, token, choice, now=now)


def test_a_link_serves_once(person, database, keys, now):
    token = link_for(database, person, now)
    choice = Choice(PASSWORD, PASSWORD, code_at(opened(database, keys, token, now).secret, now))
    set_up_account.set_up(database, keys, token, choice, now=now)
    with pytest.raises(LinkUnknown):
        set_up_account.set_up(database, keys, token, choice, now=now)
    with pytest.raises(LinkUnknown):
        opened(database, keys, token, now)


def test_a_link_pressed_twice_at_once_serves_once(person, database, keys, now):
    token = link_for(database, person, now)
    choice = Choice(PASSWORD, PASSWORD, code_at(opened(database, keys, token, now).secret, now))

    def press(_):
        try:
            return set_up_account.set_up(database, keys, token, choice, now=now)
        except LinkUnknown:
            return None

    with ThreadPoolExecutor(3) as pool:
        assert len([cookie for cookie in pool.map(press, range(3)) if cookie]) == 1


def test_a_link_serves_for_a_day(person, database, keys, now):
    token = link_for(database, person, now)
    assert opened(database, keys, token, now + timedelta(hours=23, minutes=59))
    with pytest.raises(LinkUnknown):
        opened(database, keys, token, now + timedelta(hours=24))


def test_a_new_link_takes_the_place_of_the_old(person, database, keys, now):
    first, second = link_for(database, person, now), link_for(database, person, now)
    with pytest.raises(LinkUnknown):
        opened(database, keys, first, now)
    assert opened(database, keys, second, now)


def test_setting_up_again_ends_what_was_signed_in_with_the_old(person, database, keys, now):
    token = link_for(database, person, now)
    secret = opened(database, keys, token, now).secret
    set_up_account.set_up(database, keys, token, Choice(PASSWORD, PASSWORD, code_at(secret, now)), now=now)
    assert secret != person.secret
    assert person.present(person.cookie, now) is None
    with pytest.raises(SignInRefused):
        person.sign_in(later(now))


def test_the_link_of_a_disabled_official_does_not_work(person, database, keys, now):
    token = link_for(database, person, now)
    with database.writing() as session:
        officials.save_disabled(session, person.official.id, now)
    with pytest.raises(LinkUnknown):
        opened(database, keys, token, now)


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (("short", "short", None), "password"),
        ((PASSWORD, PASSWORD + "x", None), "again"),
        ((PASSWORD, PASSWORD, "000000"), "code"),
        (("huong.nguyen", "huong.nguyen", None), "password"),
        (("a" * 20, "a" * 20, None), "password"),
    ],
)
def test_what_is_refused_leaves_the_link_working(person, database, keys, now, choice, field):
    token = link_for(database, person, now)
    good = code_at(opened(database, keys, token, now).secret, now)
    password, again, code = choice
    with pytest.raises(InputRefused) as caught:
        set_up_account.set_up(database, keys, token, Choice(password, again, code or good), now=now)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert opened(database, keys, token, now)
