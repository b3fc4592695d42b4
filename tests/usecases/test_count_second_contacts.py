from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain.contacts import Standing
from app.domain.ids import CaseId, VenueId
from app.domain.officials import Official
from app.usecases import count_second_contacts as counting
from app.usecases.close_case import close_case
from app.usecases.count_second_contacts import count_second_contacts
from app.usecases.decide_contact import decide_contacts
from app.usecases.trace_case import trace_case
from app.usecases.undo_trace import undo_trace
from app.usecases.verify_audit import verify_audit
from tests.outbreaks import Town, person_of

CASE, CONTACT, SECOND, BEFORE, AFTER, BOTH, NOBODY, OTHER_CONTACT, ILL = range(9)


@dataclass
class Chain:
    """The contact met the case three days ago, and others before and after."""

    town: Town
    official: Official
    case: CaseId
    noodles: VenueId
    cafe: VenueId

    def count(self, official=None, at=None):
        return count_second_contacts(
            self.town.database,
            official or self.official,
            self.case,
            keys=self.town.keys,
            policy=self.town.policy,
            now=at or self.town.now,
        )


@pytest.fixture
def chain(database, keys, policy, now, do):
    town = Town(database, keys, policy, now)
    noodles, cafe = town.venue("Phở"), town.venue("Cà phê")
    official = town.official()
    town.walk(
        ([CASE, CONTACT], noodles, 3, 9, 10),
        ([CONTACT, BEFORE], cafe, 5, 9, 10),
        ([CONTACT, SECOND, BOTH], cafe, 2, 9, 10),
        (AFTER, cafe, 2, 10, 11),
        ([CONTACT, BOTH], noodles, 1, 12, 13),
        (NOBODY, noodles, 1, 15, 16),
        ([ILL, CONTACT], cafe, 1, 18, 19),
    )
    town.case(official, ILL, 5)
    case = town.case(official, CASE, 2)
    do(trace_case, official, case)
    made = Chain(town, official, case, noodles, cafe)
    decide(do, made, CONTACT)
    return made


def decide(do, chain, *numbers, standing=Standing.CONTACT):
    persons = [person_of(number) for number in numbers]
    do(decide_contacts, chain.official, chain.case, persons, standing=standing, reason="cùng bàn")


def test_who_met_a_contact_after_the_exposure_is_counted_by_venue_and_day(chain):
    found = chain.count()
    assert (found.contacts, found.people, found.at_least) == (1, 2, False)
    assert [(place.venue, place.day, place.people) for place in found.places] == [
        (chain.cafe, chain.town.day(2), 2),
        (chain.noodles, chain.town.day(1), 1),
    ]
    assert set(found.venues) == {chain.cafe, chain.noodles}


def test_a_new_meeting_makes_one_more(chain):
    chain.town.walk((50, chain.noodles, 1, 12.5, 13.5))
    assert chain.count().people == 3


def test_counting_opens_and_lists_nobody_and_is_written_down(chain, do, database):
    def held():
        with database.reading() as session:
            tables = ("contacts", "exposures", "notices", "traces")
            return [session.execute(text(f"SELECT count(*) FROM {t}")).scalar_one() for t in tables]  # noqa: S608

    before = held()
    chain.count()
    assert held() == before
    with database.reading() as session:
        row = session.execute(text("SELECT action, detail FROM audit ORDER BY number DESC LIMIT 1")).one()
    assert row[0] == "second_contacts_counted"
    assert "pseudonyms_opened" in str(row[1])
    assert str(person_of(SECOND)) not in str(row[1])
    assert do(verify_audit).first_bad is None


def test_excluded_people_are_not_followed(chain, do):
    decide(do, chain, CONTACT, standing=Standing.EXCLUDED)
    with pytest.raises(errors.NobodyToFollow):
        chain.count()


def test_without_a_trace_in_force_there_is_nobody_to_follow(chain, do):
    do(undo_trace, chain.official, chain.case)
    with pytest.raises(errors.NobodyToFollow):
        chain.count()


def test_too_many_contacts_are_said(chain, do, monkeypatch):
    chain.town.walk((OTHER_CONTACT, chain.noodles, 3, 9.5, 10))
    do(trace_case, chain.official, chain.case)
    decide(do, chain, OTHER_CONTACT)
    monkeypatch.setattr(counting, "MOST_FOLLOWED", 1)
    found = chain.count()
    assert (found.contacts, found.not_followed, found.at_least) == (2, 1, True)
    assert found.people == 2, "of the one exposed first"
    monkeypatch.setattr(counting, "ROWS", 1)
    assert (len(chain.count().places), chain.count().more_places) == (1, 1)


def test_destroyed_days_stay_closed(chain):
    chain.town.keys.destroy_before(chain.town.day(1))
    found = chain.count()
    assert [(place.venue, place.people) for place in found.places] == [(chain.noodles, 1)]


@pytest.mark.abuse("AB-25")
def test_another_area_and_a_closed_case_are_refused(chain, do):
    with pytest.raises(errors.CaseUnknown):
        chain.count(chain.town.official(jurisdiction="26734"))
    do(close_case, chain.official, chain.case)
    with pytest.raises(errors.CaseClosed):
        chain.count()
