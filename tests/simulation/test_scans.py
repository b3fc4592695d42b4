from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest

from app.domain.assurance import Assurance, Flag
from app.domain.codes import make_code
from app.domain.ids import Pseudonym, VenueId, entered_at, new_visit_id
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.typed_codes import make_typed_code
from app.domain.venues import Venue, VenueState
from app.domain.visits import Entry, leave, start
from app.simulation.columns import HOUR, MINUTE, microseconds, moment, stream, take
from app.simulation.places import registration
from app.simulation.scans import ASSURANCES, as_known


@pytest.fixture(scope="module")
def scans(city):
    return city.scans


def test_every_scan_has_a_true_stay_behind_it(city, scans):
    behind = take(city.stays, scans.stay)
    assert (behind.person == scans.person).all()
    assert (behind.venue == scans.venue).all()
    assert (scans.entered <= behind.end).all()
    assert (behind.start - scans.entered < 1_000_000).all()  # entered rounds down to a millisecond
    assert len(np.unique(scans.stay)) == len(scans.stay)


def test_about_half_never_check_out(scans):
    assert 0.4 < (scans.left < 0).mean() < 0.6


def test_whoever_checks_out_does_so_after_checking_in_and_near_the_end(city, scans):
    out = take(scans, scans.left >= 0)
    assert (out.left >= out.entered + MINUTE).all()
    late = out.left - city.stays.end[out.stay]
    assert late.max() <= HOUR + MINUTE
    assert 0.02 < (late > 2 * MINUTE).mean() < 0.07


def test_some_people_scan_nearly_always_and_some_nearly_never(city, scans):
    made = np.bincount(scans.person, minlength=len(city.residents))
    could = np.bincount(city.stays.person, minlength=len(city.residents))
    share = made[could >= 20] / could[could >= 20]
    assert (share < 0.1).mean() > 0.1
    assert (share > 0.6).mean() > 0.1
    assert 0.3 < made.sum() / could.sum() < 0.5
    willing = city.residents.willing[could >= 20]
    assert np.corrcoef(willing, share)[0, 1] > 0.5


def test_assurance_is_mostly_static_and_nobody_scans_without_a_phone(city, scans):
    how = np.array(ASSURANCES)[scans.assurance]
    assert (how == Assurance.STATIC).mean() > 0.8
    assert {Assurance.TYPED, Assurance.CARD, Assurance.DYNAMIC} < set(how)
    phone = np.array([number is not None for number in city.residents.phones])[scans.person]
    assert set(how[phone]) == {Assurance.STATIC, Assurance.TYPED, Assurance.DYNAMIC}
    assert set(how[~phone]) <= {Assurance.CARD, Assurance.STAFF}
    assert city.residents.has_card[scans.person[how == Assurance.CARD]].all()


def test_a_few_arrive_late_and_are_flagged(scans):
    delay = scans.received - scans.entered
    offline = (scans.flags & Flag.OFFLINE) != 0
    assert (offline == (delay > 10 * MINUTE)).all()
    assert 0.01 < offline.mean() < 0.04
    assert delay.min() >= 0
    assert delay.max() < 48 * HOUR


def test_ids_carry_the_time_of_entry_and_never_repeat(scans):
    rows = range(0, len(scans.person), 97)
    ids = [new_visit_id(moment(scans.entered[r]), int(scans.high[r]) << 64 | int(scans.low[r])) for r in rows]
    assert [microseconds(entered_at(i)) for i in ids] == [scans.entered[r] for r in rows]
    assert len(np.unique(scans.low)) == len(scans.low)


def test_they_are_in_order_day_by_day(city, scans):
    for first, last in zip(city.first_scan[:-1], city.first_scan[1:], strict=True):
        assert (np.diff(scans.entered[first:last]) >= 0).all()


def test_the_domain_would_have_kept_each_as_a_visit_of_its_own_with_the_same_flags(city, scans):
    """Replays the scans of a few regulars through the rule that real check-ins go through."""
    policy = Policy(zone=city.zone)
    person = np.bincount(scans.person).argsort()[-25:]
    chosen = np.flatnonzero(np.isin(scans.person, person))
    kept = {}
    for row in chosen[np.argsort(scans.entered[chosen], kind="stable")]:
        place = VenueId(UUID(int=int(scans.venue[row])))
        venue = Venue(
            place, registration(city.places, scans.venue[row], None), None, VenueState.OPEN, moment(0), None
        )
        code = IssuedCode(make_code(1), make_typed_code(1), place, None, moment(0))
        entered, received = moment(scans.entered[row]), moment(scans.received[row])
        entry = Entry(new_visit_id(entered, int(scans.low[row])), Pseudonym(UUID(int=1)), Assurance.STATIC, 1)
        earlier = kept.setdefault((scans.person[row], scans.venue[row]), [])
        visit = start(entry, code, venue, earlier, policy=policy, now=received)
        assert visit.id == entry.id
        assert visit.flags == Flag(int(scans.flags[row]))
        if scans.left[row] >= 0:
            gone = moment(scans.left[row])
            visit = leave(visit, at=gone, now=max(gone, received))
        earlier.append(visit)
    assert len(chosen) > 400


def test_what_is_known_grows_to_everything(city, scans):
    noon = microseconds(moment(scans.entered[city.first_scan[5]]) + timedelta(hours=6))
    known = as_known(scans, noon)
    assert 0 < len(known.person) < len(scans.person)
    assert known.received.max() <= noon
    assert known.left.max() <= noon
    assert (known.left < 0).mean() > (scans.left < 0).mean()
    whole = as_known(scans, scans.received.max() + 48 * HOUR)
    assert (whole.left == scans.left).all()


def test_random_bits_look_random(scans):
    ones = [(scans.high >> np.uint64(bit) & np.uint64(1)).mean() for bit in stream(1).integers(0, 64, 8)]
    assert all(0.47 < share < 0.53 for share in ones)
