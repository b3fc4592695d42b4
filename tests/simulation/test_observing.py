import numpy as np
import pytest

from app.domain.assurance import Assurance
from app.simulation.columns import take
from app.simulation.observing import observed
from app.simulation.scanning import without_repeats
from app.simulation.scans import ASSURANCES, none


@pytest.fixture(scope="module")
def own(city):
    """Stays of people with a phone or a card."""
    phone = np.array([number is not None for number in city.residents.phones])
    return (phone | city.residents.has_card)[city.stays.person]


def look(city, compliance, check_outs=1.0, seed=1):
    return observed(city, compliance=compliance, check_outs=check_outs, seed=seed)


@pytest.mark.parametrize("level", [0.2, 0.4, 0.6, 0.8])
def test_the_share_of_stays_scanned_is_the_level_asked_for(city, own, level):
    scans = look(city, level)
    assert own[scans.stay].sum() / own.sum() == pytest.approx(level, abs=0.01)


def test_at_full_compliance_every_stay_of_a_phone_or_card_is_scanned(city, own):
    scans = look(city, 1.0)
    missed = np.setdiff1d(np.flatnonzero(own), scans.stay)
    assert len(missed) < own.sum() / 1000  # back before the last visit was over: a visit continued
    assert (scans.left >= 0).all()


def test_nothing_is_seen_where_nobody_scans(city):
    assert len(look(city, 0.0).person) == 0


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_share_of_check_outs_is_the_one_asked_for(city, share):
    scans = look(city, 0.6, share)
    assert (scans.left >= 0).mean() == pytest.approx(share, abs=0.02 if 0 < share < 1 else 0)


def test_people_stay_uneven_around_the_level(city, own):
    could = np.bincount(city.stays.person[own], minlength=len(city.residents))
    regular = could >= 20
    shares = {}
    for level in (0.4, 0.8):
        scans = look(city, level)
        made = np.bincount(scans.person[own[scans.stay]], minlength=len(city.residents))
        shares[level] = made[regular] / could[regular]
        by_chance = np.sqrt(level * (1 - level) / could[regular].mean())
        assert shares[level].std() > 1.5 * by_chance
    assert np.corrcoef(shares[0.4], shares[0.8])[0, 1] > 0.6


def test_who_scans_at_a_lower_level_scans_at_a_higher_one(city):
    low, high = look(city, 0.4), look(city, 0.8)
    assert np.isin(low.stay, high.stay).mean() > 0.99


def test_the_truth_and_the_seed_decide_all(city):
    first, again, other = look(city, 0.4), look(city, 0.4), look(city, 0.4, seed=2)
    assert (first.stay == again.stay).all()
    assert (first.low == again.low).all()
    assert len(first.stay) != len(other.stay) or not (first.stay == other.stay).all()


def test_they_are_scans_of_the_same_kind_as_the_citys_own(city):
    scans = look(city, 0.6, 0.5)
    behind = take(city.stays, scans.stay)
    assert (behind.person == scans.person).all()
    assert (behind.venue == scans.venue).all()
    assert (scans.entered <= behind.end).all()
    assert (scans.received >= scans.entered).all()
    day = np.searchsorted(city.first_stay, scans.stay, side="right") - 1
    assert (np.diff(day) >= 0).all()
    assert (np.diff(scans.entered)[np.diff(day) == 0] >= 0).all()
    assert without_repeats(scans, none()).all()
    how = np.array(ASSURANCES)[scans.assurance]
    assert (how == Assurance.STATIC).mean() > 0.7
    assert 0 < (scans.flags != 0).mean() < 0.2


@pytest.mark.parametrize(("compliance", "check_outs"), [(-0.1, 0.5), (1.1, 0.5), (0.5, -1), (0.5, 2)])
def test_a_share_outside_nought_to_one_is_refused(city, compliance, check_outs):
    with pytest.raises(ValueError, match="between 0 and 1"):
        observed(city, compliance=compliance, check_outs=check_outs, seed=1)


def one_by_one(scans, earlier):
    """The rule of `domain.visits.start` in the plainest words, for one row after the other."""
    hours, minutes = 16 * 3600 * 10**6, 3 * 60 * 10**6
    until, kept = {}, []
    for table, given in ((earlier, True), (scans, False)):
        rows = zip(table.person, table.venue, table.entered, table.left, strict=True)
        for person, venue, entered, left in rows:
            new = given or entered >= until.get((person, venue), 0)
            if new:
                until[person, venue] = min(entered + hours, left + minutes) if left >= 0 else entered + hours
            if not given:
                kept.append(bool(new))
    return kept


def test_repeats_are_found_as_one_by_one(city):
    rng = np.random.default_rng(5)
    scans = look(city, 1.0, 0.3)
    crowded = take(scans, np.sort(rng.integers(0, len(scans.person), 6000)))  # each several times over
    crowded = take(crowded, np.lexsort((crowded.entered,)))
    crowded.person[:] %= 7
    crowded.venue[:] %= 5
    half = take(crowded, np.arange(3000)), take(crowded, np.arange(3000, 6000))
    kept = without_repeats(half[1], half[0])
    assert kept.tolist() == one_by_one(half[1], half[0])
    assert 0 < kept.sum() < 3000
