"""Which stays are scanned, and how: who takes part, who checks out, what arrives late."""

from __future__ import annotations

import numpy as np

from app.domain.assurance import Assurance, Flag
from app.domain.policy import Policy
from app.simulation.columns import DAY, MINUTE, SECOND, Bools, Floats, Index, Ints, Small, take
from app.simulation.places import KINDS, Places
from app.simulation.residents import Residents
from app.simulation.scans import ASSURANCES, Scans
from app.simulation.stays import Stays
from app.simulation.town import Town
from app.simulation.trades import RECEPTIONS

ON_SHIFT, SECOND_POSTER = 1.25, 0.5
"""Factors on the chance to scan: staff are reminded; few scan again inside what they have checked in to."""
TYPED, OFFLINE, FORGOTTEN = 0.03, 0.025, 0.04
"""Shares who type the code, who have no network, and who check out only later, on the way. All assumed."""
CARD_CHECK_OUT = 0.1
_MILLISECOND = 1000
_POLICY = Policy()


def how_scanned(residents: Residents, places: Places, stays: Stays, rng: np.random.Generator) -> Small:
    """How each stay would be checked in; -1: not at all, for want of phone, card and reception."""
    phone = np.array([number is not None for number in residents.phones])[stays.person]
    card = residents.has_card[stays.person]
    reception = np.isin(places.kind[stays.venue], [KINDS.index(kind) for kind in RECEPTIONS])
    typed = rng.random(len(phone)) < TYPED
    how = {kind: np.int8(number) for number, kind in enumerate(ASSURANCES)}
    return np.select(
        [phone & (places.screen[stays.venue] == 1), phone & typed, phone, card, reception],
        [
            how[k]
            for k in (Assurance.DYNAMIC, Assurance.TYPED, Assurance.STATIC, Assurance.CARD, Assurance.STAFF)
        ],
        np.int8(-1),
    ).astype(np.int8)


def chance_to_scan(residents: Residents, places: Places, stays: Stays) -> Floats:
    """Chance that each stay is scanned: the person's will times the venue's."""
    willing = residents.willing[stays.person] * np.where(stays.staff, ON_SHIFT, 1.0)
    again = np.where(places.parent[stays.venue] >= 0, SECOND_POSTER, 1.0)
    return np.minimum(willing, 1.0) * places.poster_use[stays.venue] * again


def whole_milliseconds(times: Floats | Ints) -> Ints:
    """As phones report them, rounded down."""
    whole: Ints = np.floor(times / _MILLISECOND).astype(np.int64) * _MILLISECOND
    return whole


def left_at(tidy: Bools, stays: Stays, entered: Ints, rng: np.random.Generator) -> Ints:
    """The moment of each check-out: on leaving, or for a few forgetful ones up to an hour later."""
    count = len(entered)
    early = np.minimum(rng.exponential(40 * SECOND, count), (stays.end - stays.start) / 4)
    later = rng.uniform(1, 60, count) * MINUTE
    left = stays.end + np.where(rng.random(count) < FORGOTTEN, later, -early)
    left = np.maximum(whole_milliseconds(left), entered + MINUTE)
    return np.where(tidy, left, np.int64(-1))


def delays(count: int, rng: np.random.Generator) -> Floats:
    """From tap to server: moments, or for phones without a network from minutes to nearly two days."""
    late = rng.lognormal(np.log(40 * MINUTE), 1.2, count)
    offline = rng.random(count) < OFFLINE
    return np.where(offline, np.minimum(late, 1.9 * DAY), rng.gamma(2, 0.6 * SECOND, count))


def flags_of(
    places: Places, venue: Index, entered: Ints, received: Ints, *, midnight: int | Ints, weekday: int | Ints
) -> Small:
    """What the service would flag; midnight and weekday of all rows, or of each."""
    minute = (entered - midnight) / MINUTE
    inside = (minute >= places.opens[venue, weekday]) & (minute < places.closes[venue, weekday])
    late = received - entered > _POLICY.late_after.total_seconds() * SECOND
    return (np.where(inside, 0, Flag.CLOSED_HOURS) | np.where(late, Flag.OFFLINE, 0)).astype(np.int8)


def without_repeats(scans: Scans, earlier: Scans) -> Bools:
    """Which rows are visits of their own, as `domain.visits.start` decides; `earlier` rows all are.

    A scan at a venue where the same person's visit is still open, or was left a moment ago, continues it.
    Rows of one person are in order of time, the earlier ones first.
    """
    given, count = len(earlier.person), len(earlier.person) + len(scans.person)
    longest, again = (int(span.total_seconds()) * SECOND for span in (_POLICY.longest_stay, _POLICY.re_entry))
    person, venue, entered, left = (
        np.concatenate([getattr(earlier, name), getattr(scans, name)]).astype(np.int64)
        for name in ("person", "venue", "entered", "left")
    )
    open_until = np.where(left >= 0, np.minimum(entered + longest, left + again), entered + longest)
    order = np.argsort(person * (int(venue.max(initial=0)) + 1) + venue, kind="stable")
    same = (np.diff(person[order]) == 0) & (np.diff(venue[order]) == 0)
    # no visit is open for longer than the longest: after such a gap a row needs no look at those before
    begins = np.append(True, ~same | (np.diff(entered[order]) >= longest))[:count]
    first = np.flatnonzero(begins)
    length = np.diff(np.append(first, count))
    until, kept = np.zeros(len(first), dtype=np.int64), np.ones(count, dtype=bool)
    for place in range(int(length.max(initial=0))):
        runs = np.flatnonzero(length > place)
        row = order[first[runs] + place]
        kept[row] = (row < given) | (entered[row] >= until[runs])
        until[runs] = np.where(kept[row], open_until[row], until[runs])
    return kept[given:]


def observe(
    town: Town,
    stays: Stays,
    earlier: Scans,
    *,
    midnight: int,
    weekday: int,
    first_stay: int,
    rng: np.random.Generator,
) -> Scans:
    """The check-ins of one day's stays, given those of the day before."""
    residents, places = town.residents, town.places
    how = how_scanned(residents, places, stays, rng)
    seen = np.flatnonzero((rng.random(len(how)) < chance_to_scan(residents, places, stays)) & (how >= 0))
    stays, how, count = take(stays, seen), how[seen], len(seen)
    lag = np.minimum(rng.exponential(70 * SECOND, count), (stays.end - stays.start) / 4)
    entered = whole_milliseconds(stays.start + lag)
    card = how == ASSURANCES.index(Assurance.CARD)
    habit = np.where(card, CARD_CHECK_OUT, residents.tidy[stays.person])
    left = left_at(rng.random(count) < habit, stays, entered, rng)
    received = whole_milliseconds(entered + delays(count, rng))
    bits = rng.integers(0, 2**64, (2, count), dtype=np.uint64)
    flags = flags_of(places, stays.venue, entered, received, midnight=midnight, weekday=weekday)
    scans = Scans(
        stays.person, stays.venue, entered, left, received, how, flags, seen + first_stay, bits[0], bits[1]
    )
    scans = take(scans, np.lexsort((scans.person, scans.entered)))
    return take(scans, without_repeats(scans, earlier))
