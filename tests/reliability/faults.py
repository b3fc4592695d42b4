"""Every fault by name: what it is, how it is made, and what measures it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.cli.bench.figures import Figure
from tests.reliability import figures
from tests.reliability.place import Place


@dataclass(frozen=True)
class Fault:
    title: str
    how: str
    measure: Callable[[Place], list[Figure]]


FAULTS: dict[str, Fault] = {
    "power-cuts": Fault(
        "Power cuts",
        "A file system of our own under the service's own SQLite keeps, file by file, what was synced and "
        "what was written since. At a change drawn from the seed the power goes: each unsynced sector of "
        "512 bytes survives by chance, torn and out of order, sometimes as rubbish; files made or removed "
        "without a sync of their folder may be there or not. Half of the cuts come while the log is folded"
        " into the database, a third of the runs are cut twice. What is left is opened with the plain file"
        " system. Unsafe ways to run are cut too: if they did not fail, this would see nothing.",
        figures.of_power_cuts,
    ),
    "kills": Fault(
        "kill -9 under load",
        "32 phones check in without a pause and repeat what was not answered, while the service, or "
        "PostgreSQL under it (`pg_ctl -m immediate`), is killed at random moments and started again. The "
        "unsafe way is PostgreSQL with `synchronous_commit=off`, which says *committed* before it is. "
        "A service starts from a process that has its libraries loaded: `ghe bench start` says what a start "
        "from nothing takes.",
        figures.of_kills,
    ),
    "full-disks": Fault(
        "A full disk",
        "A library loaded before the C library lets no file of the database grow for three seconds, while "
        "32 phones check in. They are asked to come again, and `/readyz` says 503 for as long.",
        figures.of_full_disks,
    ),
    "slow-syncs": Fault(
        "Slow syncs",
        "The same library makes every fsync and fdatasync take 2 ms longer. 64 connections, each of which "
        "sends its next check-in as soon as it has its answer, 10,000 in all.",
        figures.of_slow_syncs,
    ),
    "clock-steps": Fault(
        "Clock steps",
        "The service's clock stands an hour back, then a day ahead, then is another at every look; check-"
        "ins of now, of 47 and of 49 hours ago. Refusals have names, and what was refused is kept when it "
        "is sent again under the right clock. Then the clock leaps a month ahead and the hourly "
        "housekeeping runs, which destroys what has left retention: it believes no clock that stands more "
        "than three days after its last run, destroys nothing, says so in the log, in the audit and in "
        "`/readyz`, and goes on once the clock is right or an operator has run "
        "`ghe retention --clock-is-right`.",
        figures.of_clock_steps,
    ),
    "storms": Fault(
        "Retry storms",
        "Each of 8,000 commands is sent 3 to 10 times at once and shuffled; three in ten of the phones are"
        " at two venues in the same moment; servers are killed and restarted meanwhile.",
        figures.of_storms,
    ),
    "second-server": Fault(
        "A second server on one SQLite file",
        "It is started while the first one serves: it has to say why it goes, and to go.",
        figures.of_second_server,
    ),
    "rolling": Fault(
        "A rolling restart",
        "`ghe serve --workers 2` on PostgreSQL under 32 phones: SIGHUP replaces both workers, three times;"
        " then one is killed; then the service is told to stop.",
        figures.of_rolling,
    ),
    "overload": Fault(
        "Overload",
        "The peak is what 64 busy connections get acknowledged. Then twice and ten times as many check-ins "
        "are due in each of 10 seconds, by the clock, over 256 connections, as many as a reverse proxy "
        "should open (docs/serving.md); times count from the moment that a request was sent, and what "
        "finds no connection free waits outside. The generator shares the cores with the service: *for "
        "equal processor time* is the goodput that a second of the service's own processor gives, against "
        "the same at the peak. Nothing is asked of 1,000 connections; they show what a proxy is for: the "
        "cheapest refusal still costs a packet in and a packet out, and ten times the peak is tens of "
        "thousands of them a second on one core.",
        figures.of_overload,
    ),
    "forged": Fault(
        "Forged check-ins",
        "A script sends 20,000 check-ins to one venue for 50 guests within a minute, each as a phone of "
        "its own; an honest phone checks in elsewhere twenty times a second. What counts is how many of "
        "the forged a trace would take for guests: at most as many as can walk in.",
        figures.of_forged,
    ),
}
