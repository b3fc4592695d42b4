"""Found a demo city, run everything, play its phones."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.cli.lan import make_certificate, own_address, terminal_symbol
from app.domain.spans import local_day
from app.main import create_app, install, utc_now
from app.settings import Settings
from app.simulation.city import City
from app.simulation.columns import moment
from app.store import migrate
from app.store.db import open_database
from app.usecases import found_demo, manage_officials
from app.vault.tokens import written
from app.web import logs
from app.web.state import Installation

PEOPLE, DAYS, SEED = 20_000, 21, 2021

_out = Console(highlight=False)


def demo(
    people: Annotated[int, typer.Option(help="How many people live there.", min=100)] = PEOPLE,
    days: Annotated[int, typer.Option(help="How many days they have lived.", min=1, max=60)] = DAYS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same city.", min=0)] = SEED,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; today.")] = None,
    truth: Annotated[Path | None, typer.Option(help="Where to write who really infected whom.")] = None,
) -> None:
    """Put a simulated Ho Chi Minh City into an empty database."""
    ghe = _installation()
    _found(ghe, people, days, seed, until.date() if until else None, truth)
    _close(ghe)


def run(
    people: Annotated[int, typer.Option(help="Size of the demo city, when there is none.", min=100)] = PEOPLE,
    quiet: Annotated[bool, typer.Option(help="No check-ins by themselves while it runs.")] = False,
    lan: Annotated[bool, typer.Option(help="HTTPS for the phones in this network.")] = False,
) -> None:
    """Start everything: the database, a demo city in an empty one, the service, a trickle of check-ins."""
    settings = Settings()
    certificate = None
    if lan:
        address = own_address()
        settings = Settings(public_url=f"https://{address}:{settings.port}", host="0.0.0.0")  # noqa: S104 - asked for
        certificate = make_certificate(settings.keys.parent, address, now=utc_now())
    ghe = _installation()
    with ghe.database.reading() as session:
        there = found_demo.demo_of(session)
        empty = found_demo.is_empty(session)
    if empty:
        _out.print("[bold]A new database: founding a demo city.[/] It takes about a minute, once.")
        _found(ghe, people, DAYS, SEED, None, None)
    elif there is not None and _has_aged(ghe, there) and _asked_to_continue(ghe, there):
        with _progress() as progress:
            found_demo.live_on(
                ghe.database, ghe.keys, there, policy=ghe.policy, now=utc_now(), progress=progress
            )
    _print_addresses(ghe, settings.public_url, scan=lan)
    _close(ghe)
    logs.configure("warning")
    phones = None if quiet or lan or (there is None and not empty) else _start_trickle(settings)
    try:
        uvicorn.run(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            ssl_certfile=certificate.certificate if certificate else None,
            ssl_keyfile=certificate.key if certificate else None,
        )
    finally:
        if phones is not None:
            phones.terminate()


def _installation() -> Installation:
    database = open_database(Settings().database_url)
    migrate.upgrade(database)
    database.close()
    return install(Settings())


def _close(ghe: Installation) -> None:
    ghe.recorder.stop()
    ghe.database.close()


def _found(
    ghe: Installation, people: int, days: int, seed: int, until: date | None, truth: Path | None
) -> None:
    now = utc_now()
    if until is not None and until < local_day(now, ghe.policy.zone):
        # The whole of that day has been lived: one minute before its midnight.
        now = datetime.combine(until, datetime.max.time(), tzinfo=ghe.policy.zone) - timedelta(minutes=1)
    start = local_day(now, ghe.policy.zone) - timedelta(days=days - 1)
    try:
        with _progress() as progress:
            city = found_demo.found_demo(
                ghe.database,
                ghe.keys,
                people_count=people,
                start=start,
                seed=seed,
                policy=ghe.policy,
                now=now,
                progress=progress,
            )
    except found_demo.NotEmpty:
        _close(ghe)
        sys.exit("This database holds venues already. Point GHE_DATABASE_URL at an empty one.")
    _out.print(
        f"{len(city.residents):,} people, {len(city.places):,} venues, {len(city.scans.person):,} check-ins, "
        f"{len(city.infections.person):,} infections, {start:%d/%m/%Y} to {now:%d/%m/%Y}."
    )
    if truth is not None:
        _write_truth(city, truth)


def _write_truth(city: City, path: Path) -> None:
    """Who really infected whom, where and when: kept apart from the database, for judging the tracer."""
    cases = city.infections
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["person", "infector", "venue", "infected_at", "onset_at", "reported_at"])
        for row in range(len(cases.person)):
            times = (cases.infected_at[row], cases.onset_at[row], cases.reported_at[row])
            table.writerow(
                [
                    int(cases.person[row]),
                    int(cases.infector[row]),
                    int(cases.venue[row]),
                    *(moment(int(t)).isoformat() if t >= 0 else "" for t in times),
                ]
            )


def _has_aged(ghe: Installation, there: found_demo.Demo) -> bool:
    return local_day(there.lived_until, ghe.policy.zone) < local_day(utc_now(), ghe.policy.zone)


def _asked_to_continue(ghe: Installation, there: found_demo.Demo) -> bool:
    day = local_day(there.lived_until, ghe.policy.zone)
    if not sys.stdin.isatty():
        _out.print(
            f"The demo city ended on {day:%d/%m/%Y}. Run this in a terminal to let it live on to today."
        )
        return False
    return typer.confirm(f"The demo city ended on {day:%d/%m/%Y}. Let it live on to today?", default=True)


def _print_addresses(ghe: Installation, url: str, *, scan: bool) -> None:
    _out.print(f"\n[bold]Ghé runs at {url}[/]  (stop with Ctrl+C)")
    with ghe.database.writing() as session:
        if not manage_officials.is_demo(session):
            return
        posters = found_demo.some_posters(session)
        links = manage_officials.demo_links(session, now=utc_now())
    if scan:
        print(terminal_symbol(f"{url}/v/{posters[0][1]}".upper()))
        _out.print("Scan it with a phone in this network. The phone warns once: the certificate is your own.")
    for name, code in posters:
        _out.print(f"  poster  {url}/v/{code}  {name}")
    _out.print("Sign in as (each link works once, from this machine, for ten minutes):")
    # The links work from this machine alone, so they name it as it names itself.
    here = f"{url.partition(':')[0]}://127.0.0.1:{ghe.settings.port}"
    for link in links:
        _out.print(f"  {link.official.role:<15}{here}/official/link/{written(link.token)}", soft_wrap=True)


def _start_trickle(settings: Settings) -> subprocess.Popen[bytes]:
    """The demo's phones: a process of its own that checks in over the public interface, as phones do."""
    return subprocess.Popen([sys.executable, "-m", "app.cli.phones", settings.public_url])  # noqa: S603 - our own


@contextmanager
def _progress() -> Iterator[Callable[[float, str], None]]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_out) as bars:
        task = bars.add_task("simulating", total=1.0)
        yield lambda share, words: bars.update(task, completed=share, description=words or None)
