"""What each fault is measured by."""

from __future__ import annotations

from collections import Counter
from statistics import median

from app.cli.bench.figures import Figure
from tests.reliability import (
    clock_steps,
    forged,
    full_disks,
    kills,
    measured,
    overload,
    power_cuts,
    rolling,
    second_server,
    storms,
)
from tests.reliability.ledger import Verdict
from tests.reliability.place import CLUSTERS, Place
from tests.reliability.town import Town


def _say(what: str) -> None:
    print(f"  {what} ...", flush=True)


def _kept(name: str, what: str, verdict: Verdict) -> list[Figure]:
    return [
        Figure(name, f"{what}: acknowledged", verdict.acknowledged, "", least=1),
        Figure(name, f"{what}: lost", verdict.lost, "", most=0),
        Figure(name, f"{what}: doubled, or never sent", verdict.doubled + verdict.unasked, "", most=0),
    ]


def of_power_cuts(place: Place) -> list[Figure]:
    town = place.sqlite(now=power_cuts.NOW)
    template = (town.folder / "ghe.db").read_bytes()
    found: list[Figure] = []
    for mode, seeds in ((power_cuts.AS_SHIPPED, 1000), *((unsafe, 200) for unsafe in power_cuts.UNSAFE)):
        _say(f"{mode.name}, {seeds} seeds")
        cuts = power_cuts.cut_power(town, template, range(seeds), mode)
        safe = mode is power_cuts.AS_SHIPPED
        name = f"{mode.name}, seeds 0 to {seeds - 1}"
        found += [
            Figure("power-cuts", f"{name}: acknowledged", cuts.acknowledged, ""),
            Figure("power-cuts", f"{name}: cuts while the log was folded in", cuts.while_folding, ""),
            Figure(
                "power-cuts", f"{name}: lost something acknowledged", cuts.lossy, "", most=0 if safe else None
            ),
            Figure("power-cuts", f"{name}: corrupt", cuts.corrupt, "", most=0 if safe else None),
        ]
        if not safe:
            found.append(Figure("power-cuts", f"{name}: seen to fail", len(cuts.bad), "", least=1))
    return found


def of_kills(place: Place) -> list[Figure]:
    found: list[Figure] = []
    for what, town, cycles, kill in (
        ("the service, SQLite, 50 kills", place.sqlite(), 50, None),
        ("the service, PostgreSQL, 50 kills", place.postgres(), 50, None),
        ("PostgreSQL itself, 20 kills", place.postgres(), 20, kills.kill_database(place.cluster)),
    ):
        _say(what)
        killed = kills.kill_under_load(town, cycles, kill=kill)
        found += _kept("kills", what, killed.verdict)
        found.append(
            Figure("kills", f"{what}: answers that were faults", len(killed.load.faults), "", most=0)
        )
        if kill is None:
            found.append(Figure("kills", f"{what}: ready again, median", median(killed.back), "s"))
            found.append(Figure("kills", f"{what}: ready again, slowest", max(killed.back), "s", most=2))
    what = "unsafe: PostgreSQL itself without waiting for its disk, 5 kills"
    _say(what)
    with place.hasty_cluster() as cluster:
        unsafe = kills.kill_under_load(
            place.postgres(cluster=cluster), 5, kill=kills.kill_database(cluster)
        ).verdict
    found.append(Figure("kills", f"{what}: acknowledged", unsafe.acknowledged, ""))
    found.append(Figure("kills", f"{what}: lost, so that losses are seen", unsafe.lost, "", least=1))
    return found


def of_full_disks(place: Place) -> list[Figure]:
    found: list[Figure] = []

    def fill(what: str, town: Town, variables: dict[str, str]) -> None:
        _say(what)
        filled = full_disks.fill(town, place.disk, variables)
        found.extend(_kept("full-disks", what, filled.verdict))
        found.extend(
            [
                Figure("full-disks", f"{what}: answered 503 while full", filled.refused, "", least=1),
                Figure(
                    "full-disks", f"{what}: answers that were faults", len(filled.load.faults), "", most=0
                ),
                Figure("full-disks", f"{what}: /readyz while full", filled.ready_while_full, "", least=503),
                Figure("full-disks", f"{what}: kept again after room", filled.recovered, "s", most=5),
            ]
        )

    town = place.sqlite()
    fill("SQLite", town, place.disk.can_fill(town.folder / "ghe.db"))
    with place.spoiled_cluster(place.disk.can_fill(CLUSTERS)) as cluster:
        fill("PostgreSQL", place.postgres(cluster=cluster), {"LD_PRELOAD": ""})
    return found


def of_slow_syncs(place: Place) -> list[Figure]:
    found: list[Figure] = []

    def measure(what: str, town: Town, variables: dict[str, str]) -> float:
        _say(what)
        seen = measured.speed(town, variables, count=10_000)
        found.extend(_kept("slow-syncs", what, seen.verdict))
        found.extend(
            [
                Figure("slow-syncs", f"{what}: goodput", seen.goodput, "/s"),
                Figure("slow-syncs", f"{what}: p99", seen.p99, "ms"),
            ]
        )
        return seen.goodput

    slow = place.disk.slow(2)
    for what, more in (("as it is", {}), ("made slow", slow)):
        took = measured.sync(place.folder(), more)
        least = 2.0 if more else None
        found.append(Figure("slow-syncs", f"one sync of the disk {what}, median", took, "ms", least=least))
    plain = measure("SQLite, the disk as it is", place.sqlite(venues=50), {})
    hurt = measure("SQLite, 2 ms more a sync", place.sqlite(venues=50), slow)
    found.append(Figure("slow-syncs", "SQLite: share of the goodput that is left", hurt / plain, "x"))
    plain = measure("PostgreSQL, the disk as it is", place.postgres(venues=50), {})
    with place.spoiled_cluster(slow) as cluster:
        town = place.postgres(venues=50, cluster=cluster)
        hurt = measure("PostgreSQL, 2 ms more a sync", town, {"LD_PRELOAD": ""})
    found.append(Figure("slow-syncs", "PostgreSQL: share of the goodput that is left", hurt / plain, "x"))
    return found


def of_clock_steps(place: Place) -> list[Figure]:
    stepped = clock_steps.step(place.sqlite(now=clock_steps.NOW), wild=400)
    told = Counter(said for _, _, said in stepped.answers)
    return [
        *_kept("clock-steps", "an hour back, a day ahead, to and fro", stepped.verdict),
        *(Figure("clock-steps", f"answered {said}", count, "") for said, count in sorted(told.items())),
        Figure("clock-steps", "other answers", len(set(told) - {"kept", *clock_steps.NAMED}), "", most=0),
        Figure(
            "clock-steps", "a month ahead: visits destroyed by housekeeping", stepped.destroyed, "", most=0
        ),
        Figure(
            "clock-steps",
            "unsafe: the same without the guard: visits destroyed",
            stepped.without_guard,
            "",
            least=1,
        ),
    ]


def of_storms(place: Place) -> list[Figure]:
    found: list[Figure] = []
    for what, town, servers in (
        ("one server, SQLite, 4 restarts", place.sqlite(), 1),
        ("two servers, PostgreSQL, 4 restarts", place.postgres(), 2),
    ):
        _say(what)
        storm = storms.storm_over(town, 8000, servers=servers, restarts=4)
        found += _kept("storms", what, storm.verdict)
        found += [
            Figure("storms", f"{what}: requests answered", storm.answered, ""),
            Figure("storms", f"{what}: repeats answered differently", storm.contradicted, "", most=0),
            Figure("storms", f"{what}: answers that were faults", len(storm.load.faults), "", most=0),
        ]
    return found


def of_second_server(place: Place) -> list[Figure]:
    second = second_server.start_second(place.sqlite())
    return [
        Figure("second-server", "the second one's exit code", second.code or 0, "", least=1, most=1),
        Figure("second-server", "the first one serves afterwards", second.served_after, "", least=1),
        *_kept("second-server", "both", second.verdict),
    ]


def of_rolling(place: Place) -> list[Figure]:
    rolled = rolling.roll(place.postgres(), rounds=3)
    return [
        *_kept("rolling", "3 rounds of 2 workers, then one killed", rolled.verdict),
        Figure("rolling", "requests cut off while replacing, healed by one repeat", rolled.cut_off, ""),
        Figure("rolling", "phones that never got through", rolled.load.stuck, "", most=0),
        Figure("rolling", "answers that were faults", len(rolled.load.faults), "", most=0),
        Figure("rolling", "longest time without an acknowledgement", rolled.gap, "s"),
        Figure("rolling", "SIGTERM to the end of the service", rolled.stopped, "s", most=20),
    ]


def of_overload(place: Place) -> list[Figure]:
    found: list[Figure] = []
    for connections, asked in ((256, True), (1000, False)):
        for what, town in (("SQLite", place.sqlite(venues=200)), ("PostgreSQL", place.postgres(venues=200))):
            found += _overloaded(f"{what}, {connections:,} connections", town, connections, asked=asked)
    return found


def _overloaded(what: str, town: Town, connections: int, *, asked: bool) -> list[Figure]:
    _say(what)
    loaded = overload.overload(town, connections=connections)
    found = _kept("overload", what, loaded.verdict)
    found.append(Figure("overload", f"{what}: peak", loaded.peak, "/s"))

    def most(bound: float) -> float | None:
        return bound if asked else None

    for one in loaded.loads:
        name = f"{what}, {one.times_the_peak:g} times the peak"
        share, of_work = one.goodput / loaded.peak, loaded.work / one.work
        found += [
            Figure("overload", f"{name}: due", one.due, "/s"),
            Figure("overload", f"{name}: found a connection", one.sent, "/s"),
            Figure("overload", f"{name}: goodput of the peak's", share, "x", least=0.8 if asked else None),
            Figure("overload", f"{name}: the same for equal processor time", of_work, "x"),
            Figure("overload", f"{name}: accepted p99", one.accepted_p99, "ms", most=most(500)),
            Figure("overload", f"{name}: refused", one.refused, ""),
            Figure("overload", f"{name}: refused p99", one.refused_p99, "ms", most=most(50)),
            Figure("overload", f"{name}: answers that were faults", one.other, "", most=0),
            Figure("overload", f"{name}: cores that the generator used", one.generator, ""),
        ]
    found.append(Figure("overload", f"{what}: memory grown by", loaded.grown, "MB"))
    return found


def of_forged(place: Place) -> list[Figure]:
    seen = forged.forge(place.sqlite(capacity=50), count=20_000, seconds=60)
    return [
        *_kept("forged", "forged and honest", seen.verdict),
        Figure("forged", "forged check-ins kept", seen.kept, ""),
        Figure("forged", "of them not set apart by a trace", seen.unflagged, "", most=seen.cap),
        Figure("forged", "honest phone: receipt within, p99", seen.honest_p99, "ms", most=1000),
    ]
