from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from app.domain.audit import AuditAction
from app.domain.audit_detail import NotForAudit, plain_detail, utc_text

ID = UUID(int=9)


def test_a_detail_holds_ids_counts_moments_and_slugs():
    held = plain_detail(
        {
            "venue": ID,
            "count": 12,
            "day": date(2026, 11, 23),
            "at": datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=7))),
            "rule": "overlap-v1",
            "ward": "26734",
            "shared": True,
            "missing": None,
            "persons": [ID, ID],
            "action": AuditAction.CASE_READ,
        }
    )
    assert held == {
        "venue": str(ID),
        "count": 12,
        "day": "2026-11-23",
        "at": "2026-11-23T03:00:00.000000Z",
        "rule": "overlap-v1",
        "ward": "26734",
        "shared": True,
        "missing": None,
        "persons": [str(ID), str(ID)],
        "action": "case_read",
    }
    assert type(held["action"]) is str


@pytest.mark.parametrize(
    "value",
    [
        "Nguyễn Thị Hương",
        "two words",
        "Huong",
        "",
        "x" * 41,
        "0901234567",
        "090-123-4567",
        "+84901234567",
        901234567,
        -901234567,
        1.5,
        b"bytes",
        {"nested": 1},
        [["nested"]],
        datetime(2026, 11, 23),  # noqa: DTZ001 - naive on purpose
        "line\nbreak",
        "slug\n",
    ],
)
def test_nothing_that_could_be_a_name_or_a_number_to_call_gets_in(value):
    with pytest.raises(NotForAudit) as caught:
        plain_detail({"held": value})
    assert str(value) not in str(caught.value) or value == ""


@pytest.mark.parametrize("key", ["", "Key", "two words", "1st", "k" * 41])
def test_keys_are_words_of_the_program(key):
    with pytest.raises(NotForAudit):
        plain_detail({key: 1})


def test_one_moment_has_one_spelling():
    moment = datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert utc_text(moment) == utc_text(moment.astimezone(timezone(timedelta(hours=7))))


def test_actions_stand_in_order_and_fit_their_column():
    names = [action.name for action in AuditAction]
    assert names == sorted(names)
    assert all(action.value == action.name.lower() and len(action) <= 40 for action in AuditAction)
