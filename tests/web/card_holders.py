"""What tests of cards share: blank cards, details that must show nowhere, a case."""

from __future__ import annotations

from datetime import timedelta

from app.domain.card_numbers import make_card_number
from app.usecases.issue_cards import issue_cards

SAU = {"name": "Nguyễn Thị Sáu", "phone": "0987 111 222"}
SECRETS = ("Thị Sáu", "987111222", "987 111 222")
UNKNOWN = make_card_number(0)


def issued(client, count=1, days=365):
    """Blank cards, by their numbers."""
    ghe = client.app_state["ghe"]
    last_day = ghe.clock().date() + timedelta(days=days)
    with ghe.database.writing() as session:
        return issue_cards(
            session, count, last_day=last_day, keys=ghe.keys, policy=ghe.policy, now=ghe.clock()
        )


def report(clerk, clock):
    today = clock.now.date()
    form = clerk.open("/official/cases/new").form("/official/cases")
    answer = clerk.send(
        form,
        name="Trần Văn Bình",
        phone="0987 654 321",
        disease="covid-19",
        classification="confirmed",
        **{"onset-day": str(today.day), "onset-month": str(today.month), "onset-year": str(today.year)},
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]
