"""What each fault is measured by: figures, and a sentence that says how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

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

Measure = Callable[[Place], list[Figure]]


@dataclass(frozen=True)
class Fault:
    title: str
    how: str
    measure: Measure


def _kept(name: str, what: str, verdict: Verdict) -> list[Figure]:
    return [
        Figure(name, f"{what}: acknowledged", verdict.acknowledged, "", least=1),
        Figure(name, f"{what}: lost", verdict.lost, "", most=0),
        Figure(name, f"{what}: doubled, or never sent", verdict.doubled + verdict.unasked, "", most=0),
    ]


def _power_cuts(place: Place) -> list[Figure]:
    town = place.sqlite(now=power_cuts.NOW)
    template = (town.folder / "ghe.db").read_bytes()
    found: list[Figure] = []
    for mode, seeds in ((power_cuts.AS_SHIPPED, 1000), *((unsafe, 200) for unsafe in power_cuts.UNSAFE)):
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


def _kills(place: Place) -> list[Figure]:
    found: list[Figure] = []
    for what, town, cycles, kill in (
        ("the service, SQLite, 50 kills", place.sqlite(), 50, None),
        ("the service, PostgreSQL, 50 kills", place.postgres(), 50, None),
        ("PostgreSQL itself, 20 kills", place.postgres(), 20, kills.kill_database(place.cluster)),
    ):
        killed = kills.kill_under_load(town, cycles, kill=kill)
        found += _kept("kills", what, killed.verdict)
        found.append(
            Figure("kills", f"{what}: answers that were faults", len(killed.load.faults), "", most=0)
        )
        if kill is None:
            found.append(Figure("kills", f"{what}: ready again, slowest", max(killed.back), "s", most=2))
    return found


def _full_disks(place: Place) -> list[Figure]:
    found: list[Figure] = []

    def fill(what: str, town: Town, variables: dict[str, str]) -> None:
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


def _slow_syncs(place: Place) -> list[Figure]:
    found: list[Figure] = []

    def measure(what: str, town: Town, variables: dict[str, str]) -> float:
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
    plain = measure("SQLite, the disk as it is", place.sqlite(venues=50), {})
    hurt = measure("SQLite, 2 ms more a sync", place.sqlite(venues=50), slow)
    found.append(Figure("slow-syncs", "SQLite: share of the goodput that is left", hurt / plain, "x"))
    plain = measure("PostgreSQL, the disk as it is", place.postgres(venues=50), {})
    with place.spoiled_cluster(slow) as cluster:
        town = place.postgres(venues=50, cluster=cluster)
        hurt = measure("PostgreSQL, 2 ms more a sync", town, {"LD_PRELOAD": ""})
    found.append(Figure("slow-syncs", "PostgreSQL: share of the goodput that is left", hurt / plain, "x"))
    return found


def _clock_steps(place: Place) -> list[Figure]:
    stepped = clock_steps.step(place.sqlite(now=clock_steps.NOW), wild=400)
    told = Counter(said for _, _, said in stepped.answers)
    return [
        *_kept("clock-steps", "an hour back, a day ahead, to and fro", stepped.verdict),
        *(Figure("clock-steps", f"answered {said}", count, "") for said, count in sorted(told.items())),
        Figure("clock-steps", "other answers", len(set(told) - {"kept", *clock_steps.NAMED}), "", most=0),
    ]


def _storms(place: Place) -> list[Figure]:
    found: list[Figure] = []
    for what, town, servers in (
        ("one server, SQLite, 4 restarts", place.sqlite(), 1),
        ("two servers, PostgreSQL, 4 restarts", place.postgres(), 2),
    ):
        storm = storms.storm_over(town, 8000, servers=servers, restarts=4)
        found += _kept("storms", what, storm.verdict)
        found += [
            Figure("storms", f"{what}: requests answered", storm.answered, ""),
            Figure("storms", f"{what}: repeats answered differently", storm.contradicted, "", most=0),
            Figure("storms", f"{what}: answers that were faults", len(storm.load.faults), "", most=0),
        ]
    return found


def _second_server(place: Place) -> list[Figure]:
    second = second_server.start_second(place.sqlite())
    return [
        Figure("second-server", "the second one's exit code", second.code or 0, "", least=1, most=1),
        Figure("second-server", "the first one serves afterwards", second.served_after, "", least=1),
        *_kept("second-server", "both", second.verdict),
    ]


def _rolling(place: Place) -> list[Figure]:
    rolled = rolling.roll(place.postgres(), rounds=3)
    return [
        *_kept("rolling", "3 rounds of 2 workers, then one killed", rolled.verdict),
        Figure("rolling", "requests cut off while replacing, healed by one repeat", rolled.cut_off, ""),
        Figure("rolling", "phones that never got through", rolled.load.stuck, "", most=0),
        Figure("rolling", "answers that were faults", len(rolled.load.faults), "", most=0),
        Figure("rolling", "longest time without an acknowledgement", rolled.gap, "s"),
        Figure("rolling", "SIGTERM to the end of the service", rolled.stopped, "s", most=20),
    ]


def _overload(place: Place) -> list[Figure]:
    found: list[Figure] = []
    for what, town in (("SQLite", place.sqlite(venues=200)), ("PostgreSQL", place.postgres(venues=200))):
        loaded = overload.overload(town)
        found += _kept("overload", what, loaded.verdict)
        found.append(Figure("overload", f"{what}: peak", loaded.peak, "/s"))
        for one in loaded.loads:
            name = f"{what}, {one.times_the_peak:g} times the peak"
            found += [
                Figure("overload", f"{name}: due", one.due, "/s"),
                Figure("overload", f"{name}: found a connection", one.sent, "/s"),
                Figure(
                    "overload", f"{name}: goodput of the peak's", one.goodput / loaded.peak, "x", least=0.8
                ),
                Figure("overload", f"{name}: accepted p99", one.accepted_p99, "ms", most=500),
                Figure("overload", f"{name}: refused", one.refused, ""),
                Figure("overload", f"{name}: refused p99", one.refused_p99, "ms", most=50),
                Figure("overload", f"{name}: answers that were faults", one.other, "", most=0),
            ]
        found.append(Figure("overload", f"{what}: memory grown by", loaded.grown, "MB"))
    return found


def _forged(place: Place) -> list[Figure]:
    seen = forged.forge(place.sqlite(capacity=50), count=20_000, seconds=60)
    return [
        *_kept("forged", "forged and honest", seen.verdict),
        Figure("forged", "forged check-ins kept", seen.kept, ""),
        Figure("forged", "of them not set apart by a trace", seen.unflagged, "", most=seen.cap),
        Figure("forged", "honest phone: receipt within, p99", seen.honest_p99, "ms", most=1000),
    ]


FAULTS: dict[str, Fault] = {
    "power-cuts": Fault(
        "Power cuts",
        "A file system of our own under the service's own SQLite keeps, file by file, what was synced and "
        "what was written since. At a change drawn from the seed the power goes: each unsynced sector of "
        "512 bytes survives by chance, torn and out of order, sometimes as rubbish; files made or removed "
        "without a sync of their folder may be there or not. Half of the cuts come while the log is folded"
        " into the database, a third of the runs are cut twice. What is left is opened with the plain file"
        " system. Unsafe ways to run are cut too: they must be seen to fail.",
        _power_cuts,
    ),
    "kills": Fault(
        "kill -9 under load",
        "32 phones check in without a pause and repeat what was not answered, while the service, or "
        "PostgreSQL under it (`pg_ctl -m immediate`), is killed at random moments and started again.",
        _kills,
    ),
    "full-disks": Fault(
        "A full disk",
        "A library loaded before the C library lets no file of the database grow for three seconds, while "
        "32 phones check in.",
        _full_disks,
    ),
    "slow-syncs": Fault(
        "Slow syncs",
        "The same library makes every fsync and fdatasync take 2 ms longer. 64 connections, each of which "
        "sends its next check-in as soon as it has its answer, 10,000 in all.",
        _slow_syncs,
    ),
    "clock-steps": Fault(
        "Clock steps",
        "The service's clock stands an hour back, then a day ahead, then is another at every look; check-"
        "ins of now, of 47 and of 49 hours ago. Refusals have names, and what was refused is kept when it "
        "is sent again under the right clock.",
        _clock_steps,
    ),
    "storms": Fault(
        "Retry storms",
        "Each of 8,000 commands is sent 3 to 10 times at once and shuffled; three in ten of the phones are"
        " at two venues in the same moment; servers are killed and restarted meanwhile.",
        _storms,
    ),
    "second-server": Fault(
        "A second server on one SQLite file", "It is started while the first one serves.", _second_server
    ),
    "rolling": Fault(
        "A rolling restart",
        "`ghe serve --workers 2` on PostgreSQL under 32 phones: SIGHUP replaces both workers, three times;"
        " then one is killed; then the service is told to stop.",
        _rolling,
    ),
    "overload": Fault(
        "Overload",
        "The peak is what 64 busy connections get acknowledged. Then twice and ten times as many check-ins "
        "are due in each of 10 seconds, by the clock, over 256 connections, as many as a proxy might open; "
        "times count from the moment that a request was sent, and what finds no connection free waits "
        "outside. The generator shares the cores with the service.",
        _overload,
    ),
    "forged": Fault(
        "Forged check-ins",
        "A script sends 20,000 check-ins to one venue for 50 guests within a minute, each as a phone of "
        "its own; an honest phone checks in elsewhere twenty times a second.",
        _forged,
    ),
}
