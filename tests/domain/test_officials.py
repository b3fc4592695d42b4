from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.errors import InputRefused, TooManyTries
from app.domain.officials import Official, new_official
from app.domain.passwords import check_password, normal_password
from app.domain.roles import Permission, Role
from app.domain.sign_in_links import LinkPurpose, SignInLink
from app.domain.tries import Tries

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TRACER = Official(UUID(int=1), "huong.nguyen", "Nguyễn Thị Hương", Role.TRACER, "26734")


def refused(**changed):
    values = {"user_name": "huong", "full_name": "Hương", "role": Role.TRACER, "jurisdiction": ""}
    with pytest.raises(InputRefused) as caught:
        new_official(UUID(int=1), **(values | changed))
    return [(problem.field, problem.kind) for problem in caught.value.problems]


def test_a_role_gives_its_permissions_and_no_others():
    assert TRACER.may(Permission.TRACE_CASE)
    assert not TRACER.may(Permission.APPROVE_OPENING)


def test_a_disabled_official_may_nothing():
    assert not replace(TRACER, disabled_at=NOW).may(Permission.TRACE_CASE)


@pytest.mark.parametrize(
    ("own", "data", "sees"),
    [
        ("26734", "26734", True),
        ("26734", "26737", False),
        ("26734", None, False),
        ("26734", "2673", False),
        (None, "26734", True),
        (None, None, True),
    ],
)
def test_data_is_seen_inside_the_jurisdiction_alone(own, data, sees):
    assert replace(TRACER, jurisdiction=own).covers(data) is sees


def test_what_was_typed_is_kept_in_one_form():
    made = new_official(
        UUID(int=1),
        user_name=" Huong.Nguyen ",
        full_name="  Nguyễn   Thị Hương",
        role=Role.AUDITOR,
        jurisdiction=" ",
    )
    assert (made.user_name, made.full_name, made.jurisdiction) == ("huong.nguyen", "Nguyễn Thị Hương", None)


def test_all_problems_come_at_once():
    assert refused(user_name="ă", full_name="", role=None, jurisdiction="' OR 1=1") == [
        ("full_name", "missing"),
        ("user_name", "user_name"),
        ("jurisdiction", "area_code"),
        ("role", "choice"),
    ]


@pytest.mark.parametrize("name", ["hương", "ab", "a b", "a" * 61, "-abc", "abc/def", "abc\n"])
def test_user_names_are_plain(name):
    if name == "abc\n":
        assert new_official(UUID(int=1), user_name=name, full_name="A", role=Role.TRACER, jurisdiction="")
    else:
        assert refused(user_name=name) == [("user_name", "user_name")]


def test_names_are_not_markup():
    assert refused(full_name="{{7*7}}") == [("full_name", "markup")]


@pytest.mark.parametrize(
    ("password", "kind"),
    [
        ("short", "too_short"),
        ("x" * 201, "too_long"),
        ("aaaaaaaaaaaaaa", "easy_password"),
        ("aaaaáàạÁÀẠaaa", "easy_password"),
        ("Huong.Nguyen", "easy_password"),
        ("huong.nguyenHUONG.NGUYEN", "easy_password"),
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password, kind):
    with pytest.raises(InputRefused) as caught:
        check_password(password, "huong.nguyen")
    assert caught.value.problems[0].kind == kind


@pytest.mark.parametrize(
    "password", ["correct horse", "bún bò Huế lúc bảy giờ", "huong.nguyen2026!", "x" * 199 + "y"]
)
def test_other_passwords_are_fine(password):
    check_password(normal_password(password), "huong.nguyen")


def waiting(failures):
    with pytest.raises(TooManyTries) as caught:
        Tries(failures, NOW).admit(NOW)
    return caught.value.until - NOW


def test_waiting_doubles_to_a_quarter_of_an_hour():
    minutes = [waiting(failures) / timedelta(minutes=1) for failures in range(5, 13)]
    assert minutes == [0.5, 1, 2, 4, 8, 15, 15, 15]
    assert waiting(10_000) == timedelta(minutes=15)


def test_the_first_five_tries_do_not_wait():
    for failures in range(5):
        Tries(failures, NOW).admit(NOW)


def test_waiting_ends_on_the_second():
    with pytest.raises(TooManyTries):
        Tries(5, NOW).admit(NOW + timedelta(seconds=29))
    Tries(5, NOW).admit(NOW + timedelta(seconds=30))


def test_a_link_works_until_it_is_used_or_too_old():
    link = SignInLink(TRACER.id, LinkPurpose.SET_UP, NOW + timedelta(hours=1))
    assert link.works(NOW)
    assert not link.works(NOW + timedelta(hours=1))
    assert not replace(link, used_at=NOW).works(NOW)
