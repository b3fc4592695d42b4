"""Everything at once: the database, a demo city, the service, the phones of the demo."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer
import uvicorn

from app.cli.founding import DAYS, PEOPLE, SEED, close, found, installation
from app.cli.lan import make_certificate, own_address, terminal_symbol
from app.cli.public_url import warn_of_public_url
from app.cli.terminal import out, progress_bars
from app.domain.spans import local_day
from app.main import create_app, utc_now
from app.settings import Settings
from app.usecases import demo_officials, found_demo, live_on_demo, remember_demo
from app.vault.tokens import written
from app.web import logs
from app.web.state import Installation


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
    ghe = installation()
    with ghe.database.reading() as session:
        there = remember_demo.demo_of(session)
        empty = found_demo.is_empty(session)
    if empty:
        out.print("[bold]A new database: founding a demo city.[/] It takes about a minute, once.")
        found(ghe, people, DAYS, SEED, None, None)
    elif there is not None and _has_aged(ghe, there) and _asked_to_continue(ghe, there):
        with progress_bars() as progress:
            live_on_demo.live_on(
                ghe.database, ghe.keys, there, policy=ghe.policy, now=utc_now(), progress=progress
            )
    if not lan:  # nobody prints the address of a machine in the local network
        warn_of_public_url(settings.public_url)
    _print_addresses(ghe, settings.public_url, scan=lan)
    close(ghe)
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


def _has_aged(ghe: Installation, there: remember_demo.Demo) -> bool:
    return local_day(there.lived_until, ghe.policy.zone) < local_day(utc_now(), ghe.policy.zone)


def _asked_to_continue(ghe: Installation, there: remember_demo.Demo) -> bool:
    day = local_day(there.lived_until, ghe.policy.zone)
    if not sys.stdin.isatty():
        out.print(
            f"The demo city ended on {day:%d/%m/%Y}. Run this in a terminal to let it live on to today."
        )
        return False
    return typer.confirm(f"The demo city ended on {day:%d/%m/%Y}. Let it live on to today?", default=True)


def _print_addresses(ghe: Installation, url: str, *, scan: bool) -> None:
    out.print(f"\n[bold]Ghé runs at {url}[/]  (stop with Ctrl+C)")
    with ghe.database.writing() as session:
        if not demo_officials.is_demo(session):
            return
        posters = found_demo.some_posters(session)
        links = demo_officials.demo_links(session, now=utc_now())
    if scan:
        print(terminal_symbol(f"{url}/v/{posters[0][1]}".upper()))
        out.print("Scan it with a phone in this network. The phone warns once: the certificate is your own.")
    for name, code in posters:
        out.print(f"  poster  {url}/v/{code}  {name}")
    out.print("Sign in as (each link works once, from this machine, for ten minutes):")
    # The links work from this machine alone, so they name it as it names itself.
    here = f"{url.partition(':')[0]}://127.0.0.1:{ghe.settings.port}"
    for link in links:
        out.print(f"  {link.official.role:<15}{here}/official/link/{written(link.token)}", soft_wrap=True)


def _start_trickle(settings: Settings) -> subprocess.Popen[bytes]:
    """The demo's phones: a process of its own that checks in over the public interface, as phones do."""
    return subprocess.Popen([sys.executable, "-m", "app.cli.phones", settings.public_url])  # noqa: S603 - our own
