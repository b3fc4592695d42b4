from __future__ import annotations

import csv
import re
import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from pypdf import PdfReader

from app.domain.errors import FileRefused, VenueUnknown
from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.poster_jobs import KEPT, PosterJobState
from app.domain.poster_lists import read_poster_list
from app.domain.registrations import register
from app.domain.venue_kinds import VenueKind
from app.store import poster_jobs, venues
from app.usecases import ask_for_posters as asking
from app.usecases.find_listed_venues import find_listed_venues
from app.usecases.keep_house import keep_house
from app.usecases.poster_manifest import PosterManifest
from app.usecases.poster_press import PosterPress
from app.usecases.print_posters import Printer, print_posters
from app.usecases.register_venue import register_venue
from app.usecases.run_poster_jobs import Stopped, run_poster_jobs
from app.usecases.sign_in_owner import add_owner


def say(sentence: str, **values: object) -> str:
    return sentence % values if values else sentence


@pytest.fixture
def printer(keys, policy, now) -> Printer:
    return Printer(
        public_url="https://ghe.example.vn",
        keys=keys,
        policy=policy,
        vietnamese=say,
        translate=say,
        paper="a4",
        now=now,
        processes=0,
    )


@pytest.fixture
def owner_of(database, now):
    """A new owner of some venues: the owner, then each venue with its code."""

    def make(*names: str):
        with database.writing() as session:
            owner = add_owner(session, now=now).owner
            made = [
                register_venue(
                    session,
                    VenueId(uuid4()),
                    register(
                        name=name,
                        address=f"{number} Pasteur",
                        kind=VenueKind.SHOP,
                        capacity=9,
                        hours=OpeningHours(),
                    ),
                    owner,
                    now=now,
                )
                for number, name in enumerate(names)
            ]
        return owner, [(each.venue.id, each.code) for each in made]

    return make


@pytest.fixture
def rename(database):
    """What an older version of the program may have let in."""

    def rename(venue: VenueId, name: str) -> None:
        with database.writing() as session:
            row = session.get_one(venues.VenueRow, venue)
            row.name = name

    return rename


def pages_of(path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_each_venue_has_a_page_and_the_list_says_where(database, printer, owner_of, tmp_path):
    _, made = owner_of("Phở Hòa", "Bún bò Huế", "Chè")
    manifest, target = PosterManifest(tmp_path / "p.csv"), tmp_path / "p.pdf"
    manifest.begin([venue for venue, _ in made], "a4")
    [part] = print_posters(database, manifest, target, printer)
    assert (part.file, part.posters, part.left_out) == (target, 3, 0)
    for (venue, code), page, line in zip(made, pages_of(target), manifest.lines(), strict=True):
        assert code.code[-5:] in page
        assert (line.venue, line.code, line.printed, line.problem) == (
            str(venue),
            code.code[-5:],
            "2026-11-23",
            "",
        )
    assert [line.page for line in manifest.lines()] == ["1", "2", "3"]
    assert list(manifest.remaining()) == []


def test_what_cannot_be_printed_is_named_and_the_rest_is_printed(
    database, printer, owner_of, rename, tmp_path
):
    _, made = owner_of("A", "B", "C", "D", "E")
    rename(made[0][0], "Trà 茶")
    with database.writing() as session:
        for closed in (made[2][0], made[4][0]):
            session.get_one(venues.VenueRow, closed).state = "closed"
    manifest = PosterManifest(tmp_path / "p.csv")
    manifest.begin([*(venue for venue, _ in made), VenueId(uuid4())], "a4")
    list(print_posters(database, manifest, tmp_path / "p.pdf", printer))
    lines = list(manifest.lines())
    assert [line.page for line in lines] == ["", "1", "", "2", "", ""]
    assert [line.problem for line in lines] == [
        "The typeface lacks: 茶",
        "",
        "The venue is closed",
        "",
        "The venue is closed",
        "The venue is closed",
    ]
    assert len(pages_of(tmp_path / "p.pdf")) == 2
    assert list(manifest.remaining()) == []


def test_a_run_goes_on_where_the_last_one_stopped(database, printer, owner_of, tmp_path):
    _, made = owner_of(*(f"Quán {number}" for number in range(5)))
    small = replace(printer, most_bytes=1)  # a file for each poster
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    for folder in (whole, halves):
        folder.mkdir()
        PosterManifest(folder / "p.csv").begin([venue for venue, _ in made], "a4")
    list(print_posters(database, PosterManifest(whole / "p.csv"), whole / "p.pdf", small))
    manifest = PosterManifest(halves / "p.csv")
    first = print_posters(database, manifest, halves / "p.pdf", small)
    before = [next(first).file for _ in range(2)]
    first.close()
    written = {path: path.stat().st_mtime_ns for path in before}
    assert len(list(manifest.remaining())) == 3
    list(print_posters(database, manifest, halves / "p.pdf", small))
    assert {path: path.stat().st_mtime_ns for path in before} == written
    assert {path.name: path.read_bytes() for path in whole.iterdir()} == {
        path.name: path.read_bytes() for path in halves.iterdir()
    }


def test_a_name_that_a_spreadsheet_would_run_is_harmless_in_the_list(
    database, printer, owner_of, rename, tmp_path
):
    _, [(venue, _)] = owner_of("A")
    rename(venue, '=HYPERLINK("x")')
    manifest = PosterManifest(tmp_path / "p.csv")
    manifest.begin([venue], "a4")
    list(print_posters(database, manifest, tmp_path / "p.pdf", printer))
    [_, row] = csv.reader((tmp_path / "p.csv").read_text(encoding="utf-8-sig").splitlines())
    assert row[3] == '\'=HYPERLINK("x")'
    assert "=HYPERLINK" in pages_of(tmp_path / "p.pdf")[0]


def test_a_list_of_ids_or_codes_is_read(database, owner_of):
    _, made = owner_of("A", "B", "C")
    (a, code_a), (b, code_b), (c, _) = made
    typed = f"{code_b.code[:4]}-{code_b.code[4:8]}-{code_b.code[8:12]}-{code_b.code[12:]}".lower()
    sheet = f"line,venue,name,code\n2,{c},C,\n3,,B,{typed}\n4,{a},A,{code_a.code}\n5,{c},again,\n"
    with database.reading() as session:
        assert find_listed_venues(session, read_poster_list(sheet.encode())) == [c, b, a]


def test_lines_that_name_no_venue_are_named_together(database, owner_of):
    owner_of("A")
    with pytest.raises(FileRefused) as refused:
        read_poster_list(b"code\nNOT-A-CODE\n\n4WT59M5YQ0R7K2JX0\n")
    assert [(p.place, p.problem.kind) for p in refused.value.problems] == [
        (2, "venue_unknown"),
        (4, "venue_unknown"),
    ]
    strange = uuid4()
    with database.reading() as session, pytest.raises(FileRefused) as refused:
        find_listed_venues(session, read_poster_list(f"venue\n{strange}\n".encode()))
    [problem] = refused.value.problems
    assert (problem.place, dict(problem.problem.values)) == (2, {"text": str(strange)})
    for nothing, kind in ((b"name\nA\n", "column_missing"), (b"venue\n", "no_lines")):
        with pytest.raises(FileRefused) as refused:
            read_poster_list(nothing)
        assert [p.problem.kind for p in refused.value.problems] == [kind]


@pytest.fixture
def run(database, printer, tmp_path, now):
    def run(*, stopping=lambda: False, at=now, failed=None):
        def fail(fault):
            raise AssertionError from fault

        run_poster_jobs(
            database,
            tmp_path / "posters",
            lambda: printer,
            clock=lambda: at,
            stopping=stopping,
            failed=failed or fail,
        )

    return run


@pytest.fixture
def ask(database, now):
    def ask(owner):
        with database.writing() as session:
            return asking.ask_for_posters(session, owner, paper="a5", now=now)

    return ask


@pytest.fixture
def view(database, tmp_path):
    def view(owner):
        with database.reading() as session:
            return asking.view_posters(session, owner, tmp_path / "posters")

    return view


def test_a_job_prints_the_venues_of_its_owner_and_of_nobody_else(
    database, owner_of, ask, run, view, tmp_path
):
    one, _ = owner_of("Chè", "An", "Bún")
    other, _ = owner_of("Của người khác")
    assert ask(one).total == 3
    ask(other)
    run()
    [file] = view(one).files
    assert (view(one).job.state, view(one).job.done, file.posters) == (PosterJobState.DONE, 3, 3)
    names = [re.search("An|Bún|Chè", page)[0] for page in pages_of(file.path)]
    assert names == ["An", "Bún", "Chè"]
    assert PdfReader(file.path).pages[0].mediabox.width == pytest.approx(148 / 25.4 * 72, abs=0.1)
    with database.reading() as session:
        mine = asking.find_poster_file(session, one, tmp_path / "posters", "posters.pdf")
        theirs = asking.find_poster_file(session, other, tmp_path / "posters", "posters.pdf")
        assert mine != theirs
        for name in ("posters-2.pdf", "../ghe.db", str(mine), "posters.csv.part"):
            with pytest.raises(VenueUnknown):
                asking.find_poster_file(session, one, tmp_path / "posters", name)


def test_one_job_at_a_time_and_none_without_venues(owner_of, ask, run):
    owner, _ = owner_of("A")
    first = ask(owner)
    assert ask(owner) == first
    run()
    assert ask(owner).id != first.id
    nobody, _ = owner_of()
    with pytest.raises(VenueUnknown):
        ask(nobody)


def test_a_job_that_the_server_left_is_finished_at_the_next_start(owner_of, ask, run, view):
    owner, _ = owner_of(*(f"Quán {number}" for number in range(60)))
    ask(owner)
    answers = iter([False] * 3)
    with pytest.raises(Stopped):
        run(stopping=lambda: next(answers, True))
    assert view(owner).job.under_way
    run()
    assert (view(owner).job.state, sum(file.posters for file in view(owner).files)) == ("done", 60)


def test_what_is_cancelled_leaves_nothing(database, owner_of, ask, run, view, now, tmp_path):
    owner, _ = owner_of("A")
    job = ask(owner)

    def cancel():
        with database.writing() as session:
            asking.cancel_posters(session, owner, now=now)
        return False

    checks = iter([bool, cancel])  # cancelled after the job has begun

    def stopping():
        return next(checks, bool)()

    run(stopping=stopping)
    assert view(owner).job.state is PosterJobState.CANCELLED
    assert view(owner).files == []
    assert not asking.job_folder(tmp_path / "posters", job.id).exists()


def test_a_job_that_fails_says_so_and_the_next_one_is_printed(database, owner_of, ask, run, view, tmp_path):
    one, _ = owner_of("A")
    other, _ = owner_of("B")
    job = ask(one)
    blocked = asking.job_folder(tmp_path / "posters", job.id)
    blocked.parent.mkdir()
    blocked.write_text("a file where the folder should be")
    ask(other)
    faults = []
    run(failed=faults.append)
    assert view(one).job.state is PosterJobState.FAILED
    assert view(other).job.state is PosterJobState.DONE
    assert isinstance(faults[0], OSError)


def test_after_a_day_nothing_is_left(database, keys, policy, owner_of, ask, run, view, now, tmp_path):
    owner, _ = owner_of("A")
    ask(owner)
    run()
    folder = tmp_path / "posters"
    (folder / "stray").mkdir()
    keep_house(database, keys, policy=policy, now=now + KEPT, posters=folder)
    assert [path.name for path in folder.iterdir()] == [str(view(owner).job.id)]
    keep_house(database, keys, policy=policy, now=now + KEPT * 1.01, posters=folder)
    assert (view(owner).job, list(folder.iterdir())) == (None, [])


def test_a_report_about_a_job_that_has_ended_changes_nothing(database, owner_of, ask, now):
    owner, _ = owner_of("A")
    job = ask(owner)
    with database.writing() as session:
        assert poster_jobs.report(session, job.id, 1)
        assert poster_jobs.end(session, job.id, PosterJobState.CANCELLED, now=now)
        assert not poster_jobs.report(session, job.id, 1)
        assert not poster_jobs.end(session, job.id, PosterJobState.DONE, now=now)
        assert poster_jobs.of_owner(session, owner).state is PosterJobState.CANCELLED


def test_the_press_works_when_woken_survives_a_fault_and_stops():
    worked, faults = threading.Event(), []

    def work(_stopping):
        if not faults:
            raise RuntimeError("once")
        worked.set()

    def failed(fault):
        faults.append(fault)
        press.wake()

    press = PosterPress(work, failed)
    press.stop()  # never woken: nothing to wait for
    press = PosterPress(work, failed)
    press.wake()
    assert worked.wait(60)
    press.stop()
    press.wake()
    assert [str(fault) for fault in faults] == ["once"]
