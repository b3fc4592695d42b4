from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from app.simulation.branching import spread
from app.simulation.branching_cases import Generation, drawn, infected_by
from app.simulation.branching_settings import (
    Course,
    ImpossibleSetting,
    Limits,
    Response,
    Setting,
    Start,
    Tracing,
)
from app.simulation.branching_tracing import trace, trace_backward, trace_forward
from app.simulation.tracing_effect import SCENARIOS, effect, effect_table

NEVER = np.inf
SMALL = Limits(cases=1500)
BOTH_WAYS = Tracing(window=6.0, backward=True, start=Start.POSITIVE_TEST)


def rng(seed=1):
    return np.random.default_rng(seed)


def generation(**columns):
    """Cases with symptoms on the fifth day, of one outbreak, whom nothing finds; columns override."""
    count = len(next(iter(columns.values())))
    exposed = np.asarray(columns.get("exposed", [0.0] * count), dtype=float)
    values = {
        "outbreak": [0] * count, "infector": [0] * count, "exposed": exposed, "onset": exposed + 5,
        "symptoms": exposed + 5, "detectable": [True] * count, "test_takes": [1.0] * count,
        "isolates": [True] * count, "shares": [True] * count, "forward_takes": [NEVER] * count,
        "backward_takes": [NEVER] * count, "identified": [NEVER] * count, "happened": [True] * count,
    } | columns  # fmt: skip
    return Generation(**{name: np.asarray(column) for name, column in values.items()})


def grown(tracing, generations=6, outbreaks=10):
    """A few generations with all their cases, as `spread` makes them."""
    setting, random = Setting(tracing), rng(7)
    count = 20 * outbreaks
    first = drawn(
        setting, np.zeros(count), np.arange(count) % outbreaks, np.full(count, -1), before=None, rng=random
    )
    found = [first]
    for _ in range(generations):
        exposed, infector = infected_by(found[-1], np.ones(outbreaks, dtype=bool), setting.course, random)
        outbreak = found[-1].outbreak[infector]
        found.append(drawn(setting, exposed, outbreak, infector, before=found[-1], rng=random))
        trace(found, tracing, outbreaks)
    return found


def test_without_any_response_a_case_infects_r0_others():
    nobody = Setting(Tracing(found=0), Course(dispersion=5.0), Response(identified=0))
    outcome = spread(nobody, 60, rng())
    assert outcome.infected.sum() / outcome.infectors.sum() == pytest.approx(2.5, rel=0.01)


def test_cases_with_and_without_symptoms_make_r0_together():
    ill, without = Course().mean_infections
    assert 0.55 * ill + 0.45 * without == pytest.approx(2.5)
    assert without == pytest.approx(1.25)


def test_the_number_infected_is_overdispersed():
    setting = Setting(
        Tracing(found=0), Course(asymptomatic=0, dispersion=0.5, recovery=99), Response(identified=0)
    )
    cases = drawn(
        setting, np.zeros(200_000), np.zeros(200_000, dtype=int), np.full(200_000, -1), before=None, rng=rng()
    )
    infector = infected_by(cases, np.array([True]), setting.course, rng(2))[1]
    offspring = np.bincount(infector, minlength=200_000)
    assert offspring.mean() == pytest.approx(2.5, rel=0.02)
    assert offspring.var() == pytest.approx(2.5 + 2.5**2 / 0.5, rel=0.05)


def test_infections_lie_around_onset_as_the_law_says():
    cases = generation(exposed=np.full(100_000, 20.0), outbreak=np.zeros(100_000, dtype=int))
    exposed = infected_by(cases, np.array([True]), Course(dispersion=50.0, recovery=99), rng())[0]
    assert stats.kstest(exposed - 25, stats.skewnorm(0.064, 0, 2).cdf).statistic < 0.005


def test_recovery_is_the_quantile_that_the_paper_names():
    assert Course().recovery == pytest.approx(stats.skewnorm.ppf(0.999, 0.064, 0, 2), abs=5e-5)


def test_nobody_infects_after_recovery_or_before_the_outbreak():
    cases = generation(exposed=np.full(20_000, -4.0), outbreak=np.zeros(20_000, dtype=int))  # onset on day 1
    exposed = infected_by(cases, np.array([True]), Course(recovery=1.5), rng())[0]
    assert exposed.max() < 2.5
    assert exposed.min() == 0
    assert infected_by(cases, np.array([True]), Course(), rng())[0].max() > 2.5


def test_who_is_identified_before_being_infected_is_not_tested():
    cases = generation(exposed=[3.0, 3.0], identified=[2.0, 4.0])
    assert cases.positive_at().tolist() == [NEVER, 5.0]


@pytest.mark.parametrize("changed", [{"untraceable": 1.0}, {"shares": 0.0}, {"found": 0.0}])
def test_whom_no_list_holds_is_never_reached(changed):
    assert np.isfinite(grown(BOTH_WAYS, 1)[1].forward_takes).any()
    infected = grown(replace(BOTH_WAYS, **changed), 1)[1]
    assert np.isinf(infected.forward_takes).all()
    assert np.isinf(infected.backward_takes).all()


def test_an_outbreak_ends_by_itself_or_at_a_limit():
    outcome = spread(Setting(SCENARIOS["both ways 6 days"], limits=Limits(cases=300)), 80, rng())
    assert 0 < outcome.died_out.sum() < 80
    assert (outcome.infected[~outcome.died_out] + 20 >= 300).all()
    assert (outcome.infectors[outcome.died_out] == outcome.infected[outcome.died_out] + 20).all()
    assert (outcome.reproduction()[outcome.died_out] < 1).all()


def test_an_outbreak_of_a_harmless_disease_has_only_index_cases():
    outcome = spread(Setting(Tracing(), Course(reproduction=0)), 3, rng())
    assert outcome.infected.tolist() == [0, 0, 0]
    assert outcome.infectors.tolist() == [20, 20, 20]
    assert outcome.died_out.all()


def test_time_ends_an_outbreak_too():
    outcome = spread(Setting(Tracing(found=0), Course(dispersion=5.0), limits=Limits(days=15)), 10, rng())
    assert not outcome.died_out.any()
    assert (outcome.infected < 5000).all()


def test_nobody_who_isolates_infects_after_being_identified():
    for before, after in pairwise(grown(BOTH_WAYS)):
        row = after.infector[after.happened]
        late = after.exposed[after.happened] > before.identified[row]
        assert late.any()
        assert not before.isolates[row[late]].any()


def test_everybody_infected_has_an_infector_who_was():
    pairs = list(pairwise(grown(BOTH_WAYS)))
    assert any((~after.happened).any() for _, after in pairs)
    for before, after in pairs:
        assert before.happened[after.infector[after.happened]].all()


def test_tracing_again_changes_nothing():
    generations = grown(BOTH_WAYS)
    before = [(g.identified.copy(), g.happened.copy()) for g in generations]
    trace(generations, BOTH_WAYS, 10)
    for (identified, happened), now in zip(before, generations, strict=True):
        assert (identified == now.identified).all()
        assert (happened == now.happened).all()


def test_tracing_only_ever_finds_people_earlier():
    untraced = replace(BOTH_WAYS, backward=False)
    one_way, both = grown(untraced)[1], grown(BOTH_WAYS)[1]
    assert (both.identified <= one_way.identified).all()
    assert (both.identified < one_way.identified).sum() > 10


def test_a_named_contact_is_reached_after_the_result_and_the_delay():
    infector = generation(exposed=[0.0], identified=[7.0])
    infected = generation(exposed=[4.0, 4.0, 2.9], forward_takes=[0.5, NEVER, 0.5])
    trace_forward(infector, infected, 2.0, np.array([False]))
    assert infected.identified.tolist() == [8.5, NEVER, NEVER]  # the last was infected before the window


def test_a_wider_window_reaches_further_back():
    infector = generation(exposed=[0.0], identified=[7.0])
    infected = generation(exposed=[2.9], forward_takes=[0.5])
    trace_forward(infector, infected, 6.0, np.array([False]))
    assert infected.identified.tolist() == [8.5]


def test_a_negative_test_starts_no_tracing_but_isolation_may():
    infector = generation(exposed=[0.0], identified=[7.0], detectable=[False])
    infected = generation(exposed=[4.0], forward_takes=[0.5])
    trace_forward(infector, infected, 2.0, np.array([False]))
    assert infected.identified.tolist() == [NEVER]
    trace_forward(infector, infected, 2.0, np.array([True]))
    assert infected.identified.tolist() == [7.5]


def test_without_symptoms_isolation_waits_for_the_result():
    quarantined = generation(
        exposed=[0.0, 0.0, 0.0],
        symptoms=[NEVER, 3.2, NEVER],
        identified=[3.0, 3.0, 3.0],
        detectable=[True, True, False],
    )
    assert quarantined.isolated_at().tolist() == [4.0, 3.2, NEVER]


def test_the_infected_lead_to_their_infector_and_its_later_infections_did_not_happen():
    infector = generation(exposed=[0.0], symptoms=[NEVER])
    infected = generation(
        exposed=[4.0, 9.0, 13.5], identified=[11.0, NEVER, NEVER], backward_takes=[1.0, 1.0, 1.0]
    )
    assert not trace_backward(infector, infected, 2.0, 1).any()  # infected 5 days before its symptoms
    assert trace_backward(infector, infected, 6.0, 1).tolist() == [True]
    assert infector.identified.tolist() == [13.0]
    trace_forward(infector, infected, 6.0, np.array([False]))
    assert infected.happened.tolist() == [True, True, False]
    assert not trace_backward(infector, infected, 6.0, 1).any()


def test_what_follows_from_an_infection_that_did_not_happen_did_not_happen():
    prevented = generation(exposed=[6.0], happened=[False])
    after = generation(exposed=[11.0])
    trace_forward(prevented, after, 6.0, np.array([False]))
    assert after.happened.tolist() == [False]


def test_the_seed_gives_the_same_figures_again():
    once, again = (effect("both ways 6 days", 60, 3, limits=SMALL) for _ in range(2))
    assert once == again
    assert once.reproduction != effect("both ways 6 days", 60, 4, limits=SMALL).reproduction


def test_the_errors_say_how_far_seeds_differ():
    found = [effect("forward 2 days", 20, seed, limits=SMALL) for seed in range(12)]
    each, pooled = (np.array([getattr(f, name) for f in found]) for name in ("reproduction", "pooled"))
    assert 0.5 < each.std(ddof=1) / np.mean([f.standard_error for f in found]) < 2
    assert 0.5 < pooled.std(ddof=1) / np.mean([f.pooled_error for f in found]) < 2


def test_the_table_has_the_published_scenarios_and_the_fair_comparison():
    rows = effect_table(1, 2)
    assert [row.scenario for row in rows[:5]] == list(SCENARIOS)
    assert all(row.published for row in rows[:5])
    assert not any(row.published for row in rows[5:])
    assert {(row.scenario, row.start) for row in rows[5:]} == {
        ("both ways 2 days", Start.POSITIVE_TEST),
        ("both ways 6 days", Start.POSITIVE_TEST),
        ("forward 2 days", Start.ISOLATION),
        ("forward 6 days", Start.ISOLATION),
        ("both ways 2 days", Start.ISOLATION),
        ("both ways 6 days", Start.ISOLATION),
    }


@pytest.mark.parametrize(("scenario", "outbreaks"), [("sideward", 10), ("none", 1)])
def test_an_effect_needs_a_scenario_and_two_outbreaks(scenario, outbreaks):
    with pytest.raises(ImpossibleSetting):
        effect(scenario, outbreaks, 1)


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        (Course, {"asymptomatic": 1}),
        (Course, {"reproduction": -1}),
        (Course, {"reproduction": NEVER}),
        (Course, {"dispersion": 0}),
        (Response, {"sensitivity": 1.2}),
        (Response, {"identification": (0, 1)}),
        (Tracing, {"found": -0.1}),
        (Tracing, {"window": -1}),
        (Tracing, {"window": float("nan")}),
        (Limits, {"index_cases": 0}),
    ],
)
def test_impossible_numbers_are_refused(kind, numbers):
    with pytest.raises(ImpossibleSetting):
        kind(**numbers)
