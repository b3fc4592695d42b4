"""The states that only a walk leads to: each walk stops where a page is to be looked at, and names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

from playwright.sync_api import Page

from app.domain.areas import AreaKind
from app.domain.ids import CaseId
from app.domain.map_releases import Block, MapRelease
from app.domain.notices import Advice, Draft, Ground, Sending, Told
from app.domain.policy import Policy
from app.domain.roles import Role
from app.domain.windows import Window
from app.main import utc_now
from app.store import areas, imports, map_releases, notices, people
from app.store.db import open_database
from app.usecases import demo_officials
from app.usecases.issue_cards import issue_cards
from app.vault.keystore import KeyStore
from app.vault.tokens import digest, read_token
from app.web import words
from tests.browser.world import CITIZEN, LONG, OWNER, VISITOR, Who, World, click, fill_registration, press

Walk = Callable[[World, Page, str], Iterator[str]]
WALKS: dict[str, tuple[Who, Walk]] = {}


def walked_by(who: Who) -> Callable[[Walk], Walk]:
    """A walk of this person, under its own name."""

    def keep(walk: Walk) -> Walk:
        WALKS[walk.__name__] = who, walk
        return walk

    return keep


@walked_by(CITIZEN)
def check_in(world: World, page: Page, language: str) -> Iterator[str]:
    page.context.clear_cookies()
    page.goto(world.poster)
    press(page, language, "I am here")
    yield "receipt"
    page.locator("main [name=name]").fill("Nguyễn Thị Hương")
    page.locator("main [name=phone]").fill("12")
    press(page, language, "Save", stays=True)
    yield "wrong phone number"
    page.locator("main [name=phone]").fill("0901234567")
    press(page, language, "Save")
    yield "number saved"
    page.goto(world.poster)
    yield "scanned again"
    press(page, language, "I am leaving")
    yield "left"
    press(page, language, "I am still here")
    yield "still here"
    page.locator("summary", has_text=words.gettext(language)("This was a mistake")).click()
    press(page, language, "Take this visit back")
    yield "withdrawn"


@walked_by(CITIZEN)
def lose_the_way(world: World, page: Page, language: str) -> Iterator[str]:
    for path in (
        "V/00000000000000000",
        "nowhere",
        "t?typed=12345678",
        "visit/leave",
        "official/link/nothing",
    ):
        page.goto(f"{world.origin}/{path}")
        yield path


@walked_by(CITIZEN)
def enter_an_officials_code(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.origin}/release")
    page.locator("main [name=code]").fill("0123456789")
    press(page, language, "Continue")
    yield "wrong code"
    page.context.clear_cookies()
    page.goto(world.poster)
    press(page, language, "I am here")
    page.goto(f"{world.origin}/release")
    page.locator("main [name=code]").fill(new_release_code(world))
    press(page, language, "Continue")
    yield "visits asked for"
    press(page, language, "Share these visits")
    yield "shared"
    page.locator("summary").first.click()
    press(page, language, "Take my visits back")
    yield "taken back"


def new_release_code(world: World) -> str:
    """What a tracer reads out on the telephone."""
    tracer = world.page(Role.TRACER, "en")
    report_case(world, tracer, "en")
    press(tracer, "en", "Make a release code")
    return tracer.locator("main .code").first.inner_text()


@walked_by(OWNER)
def register_a_venue(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.origin}/venue/new")
    press(page, language, "Register")
    yield "empty form"
    fill_registration(page, LONG)
    address = page.locator("main [name=address]").input_value()
    press(page, language, "Register")
    yield "registered"
    page.goto(f"{world.origin}/venue/new")
    fill_registration(page, LONG)
    page.locator("main [name=address]").fill(address)
    press(page, language, "Register")
    yield "one like it is there"


@walked_by(OWNER)
def show_a_screen(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(world.address("/venue/{venue}/screens"))
    press(page, language, "Make a link")
    yield "link shown once"
    link = page.locator("main").inner_text()
    [address] = [word for word in link.split() if word.startswith(f"{world.origin}/screen/")]
    page.goto(address)
    yield "screen"
    page.goto(f"{world.origin}/screen/0000-0000")
    yield "no such screen"


@walked_by(CITIZEN)
def fail_to_sign_in(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.origin}/venue/sign-in")
    click(page, page.locator("main form button").first)
    yield "owner"
    page.goto(f"{world.origin}/official/sign-in")
    click(page, page.locator("main form button").first)
    yield "official"


@walked_by(Role.TRACER)
def work_on_a_case(world: World, page: Page, language: str) -> Iterator[str]:
    _ = words.gettext(language)
    page.goto(f"{world.origin}/official/cases/new")
    press(page, language, "Open the case file")
    yield "report with problems"
    report_case(world, page, language)
    yield "empty case"
    case = page.url
    press(page, language, "Make a release code")
    yield "release code"
    page.goto(case)
    page.get_by_role("link", name=_("Add a remembered visit"), exact=True).click()
    page.locator("main [name=q]").fill("cho")
    press(page, language, "Find")
    yield "venues found"
    page.locator("input[type=radio]").first.check()
    fill_date(page, "day")
    press(page, language, "Add the visit")
    yield "a visit without times"
    page.locator("main [name=entered]").fill("0500")
    page.locator("main [name=left]").fill("1900")
    press(page, language, "Add the visit")
    press(page, language, "Trace")
    yield "traced"
    press(page, language, "Make contacts F1")
    yield "nobody chosen"


@walked_by(Role.TRACER)
def follow_a_contact(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(traced_case(world))
    yield "decided"
    click(page, page.locator("a[href*='/contacts/']").first)
    yield "ask to open"
    click(page, page.locator("main form button").first)
    yield "no reason given"
    page.get_by_label(words.gettext(language)("Why now?"), exact=True).fill("gọi lần đầu")
    click(page, page.locator("main form button").first)
    yield "opened"
    page.goto(traced_case(world))
    click(page, page.locator("a[href*='/result']").first)
    yield "test result"
    click(page, page.locator("main form button").first)
    yield "no result chosen"
    page.goto(traced_case(world))
    press(page, language, "Count second contacts")
    yield "second contacts"


@walked_by(Role.TRACER)
def open_an_event(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.origin}/official/events/new?q=cho&lang={language}")
    press(page, language, "Open the event")
    yield "nothing said"
    page.locator("input[type=radio]").first.check()
    page.locator("main [name=disease]").select_option(index=0)
    fill_date(page, "day")
    page.locator("main [name=entered]").fill("0900")
    page.locator("main [name=left]").fill("1100")
    page.locator("main [name=reason]").fill("bốn khách bị sốt")
    press(page, language, "Open the event")
    yield "event"


@walked_by(Role.ADMINISTRATOR)
def add_an_official(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.origin}/official/staff?lang={language}")
    press(page, language, "Add and make the link")
    yield "empty form"
    page.locator("main [name=full_name]").fill("Trần Văn Đức")
    page.locator("main [name=user_name]").fill(f"duc-{language}-{utc_now():%H%M%S%f}")
    page.locator("main [name=role]").select_option("tracer")
    press(page, language, "Add and make the link")
    yield "link to hand over"
    page.goto(page.locator("main strong").first.inner_text().strip())
    yield "set up"
    click(page, page.locator("main form button").first)
    yield "set up with problems"


@walked_by(Role.TRACER)
def tell_contacts(world: World, page: Page, language: str) -> Iterator[str]:
    case = traced_case(world, one_more=True).split("?")[0]
    page.goto(f"{case}/notices?lang={language}")
    yield "notices"
    page.goto(f"{case}/notices/new?lang={language}")
    press(page, language, "Look at it first")
    yield "nothing said"
    page.locator("main [type=radio]").first.check()
    page.locator("main [name=days]").fill("14")
    page.locator("main [name=reason]").fill("cùng sạp")
    press(page, language, "Look at it first")
    yield "preview"
    click(page, page.locator("main .action-bar button"))
    yield "sent"


@walked_by(OWNER)
def make_zones(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.address('/venue/{venue}/zones')}?lang={language}")
    press(page, language, "Add the zone")
    yield "without a name"
    page.locator("main [name=name]").fill(f"Khu tiệc ngoài trời tầng thượng phía nhà thờ Đức Bà {language}")
    press(page, language, "Add the zone")
    yield "zones"
    click(page, page.locator("main .venue-list a").first)
    yield "zone"


@walked_by(OWNER)
def work_a_shift(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.address('/venue/{venue}/shifts')}?lang={language}")
    press(page, language, "Make a shift link")
    yield "link for the staff room"
    page.goto(f"{page.locator('main .owner-key').inner_text()}?lang={language}")
    yield "not begun"
    press(page, language, "Begin the shift")
    yield "begun"
    press(page, language, "End the shift")
    yield "ended"


@walked_by(OWNER)
def scan_cards(world: World, page: Page, language: str) -> Iterator[str]:
    card = blank_card(world)
    page.goto(f"{world.origin}/card?lang={language}")
    press(page, language, "Register the card")
    yield "nothing said"
    for name, value in (("number", card), ("name", "Nguyễn Thị Sáu"), ("phone", "0901234567")):
        page.locator(f"main [name={name}]").fill(value)
    press(page, language, "Register the card")
    yield "registered"
    page.goto(f"{world.address('/venue/{venue}/door')}?lang={language}")
    for number, stop in (("12", "refused"), (card, "came"), (card, "here already")):
        page.locator("#scan input").fill(number)
        press(page, language, "Check in", stays=True)
        page.locator("#said article").first.wait_for()
        yield stop


@walked_by(Role.TRACER)
def look_after_a_card(world: World, page: Page, language: str) -> Iterator[str]:
    page.goto(f"{world.origin}/official/cards?lang={language}")
    page.locator("main [name=number]").fill("12")
    press(page, language, "Look up")
    yield "no such card"
    page.locator("main [name=number]").fill(blank_card(world))
    press(page, language, "Look up")
    yield "blank"
    page.locator("main [name=name]").fill("Nguyễn Thị Sáu")
    page.locator("main [name=phone]").fill("0901234567")
    press(page, language, "Register the card")
    yield "registered"
    page.locator("main [name=ground]").first.check()
    press(page, language, "Show the visits")
    yield "visits"


@walked_by(VISITOR)
def see_my_data(world: World, page: Page, language: str) -> Iterator[str]:
    _ = words.gettext(language)
    page.goto(f"{world.origin}/my/visits?lang={language}")
    click(page, page.locator("main .visit button").first)
    yield "visit"
    press(page, language, "Correct")
    yield "nothing said"
    for path, button in (("join", "Link"), ("recover", "Continue")):
        page.goto(f"{world.origin}/my/{path}?lang={language}")
        press(page, language, button)
        yield f"{path}: no code"
    page.goto(f"{world.origin}/my?lang={language}")
    press(page, language, "Link another browser")
    yield "join code"
    page.goto(f"{world.origin}/my?lang={language}")
    page.locator("summary", has_text=_("A recovery code for the day the phone is gone")).click()
    press(page, language, "Make a recovery code")
    yield "recovery code"


@walked_by(CITIZEN)
def delete_everything(world: World, page: Page, language: str) -> Iterator[str]:
    page.context.clear_cookies()
    page.goto(f"{world.origin}/my?lang={language}")
    yield "holds nothing"
    page.goto(world.poster)
    press(page, language, "I am here")
    page.goto(f"{world.origin}/my/delete?lang={language}")
    press(page, language, "Delete everything")
    yield "deleted"


@walked_by(VISITOR)
def read_notices(world: World, page: Page, language: str) -> Iterator[str]:
    tell_visitor(world, page)
    page.goto(f"{world.origin}/notices?lang={language}")
    assert page.locator("main .notice").count(), "there is one"
    yield "notice"
    page.goto(f"{world.origin}/notices?lang=km")
    yield "in Khmer"


@walked_by(CITIZEN)
def read_a_released_map(world: World, page: Page, language: str) -> Iterator[str]:
    number = released_map(world)
    page.goto(f"{world.origin}/map/releases/{number}?lang={language}")
    page.locator("iframe").first.wait_for()
    yield "map"
    page.goto(f"{world.origin}/map?lang={language}")
    yield "newest"


def report_case(world: World, page: Page, language: str) -> None:
    """A new case, ill since yesterday."""
    page.goto(f"{world.origin}/official/cases/new")
    page.locator("main [name=name]").fill("Nguyễn Thị Hương")
    fill_date(page, "onset")
    press(page, language, "Open the case file")


def blank_card(world: World) -> str:
    """The number of a card that nobody has yet."""
    policy, now = Policy(), utc_now()
    database = open_database(world.settings.database_url)
    with database.writing() as session:
        last_day = (now + timedelta(days=300)).date()
        keys = KeyStore(world.settings.keys)
        [number] = issue_cards(session, 1, last_day=last_day, keys=keys, policy=policy, now=now)
    database.close()
    return str(number)


def tell_visitor(world: World, page: Page) -> None:
    """A notice for whoever holds this browser, sent and corrected long enough ago to show."""
    [cookie] = [one for one in page.context.cookies() if one["name"] == "__Host-device"]
    case = CaseId(UUID(world.address("/official/cases/{case}").split("/")[-1].split("?")[0]))
    database = open_database(world.settings.database_url)
    now, first = utc_now(), uuid4()
    with database.writing() as session:
        mac = digest(read_token(cookie["value"]))
        person = people.by_tokens(session, [mac])[mac]
        official = demo_officials.demo_official(session, Role.TRACER, now)
        for version, advice in enumerate((Advice.STAY_HOME, Advice.TEST), start=1):
            place = "Trạm y tế phường Bến Nghé" if advice is Advice.TEST else ""
            sent = Sending(
                id=first if version == 1 else uuid4(),
                ground=Ground(case=case),
                thread=first,
                version=version,
                withdraws=False,
                draft=Draft(advice, 14, place, "cùng sạp"),
                disease="covid-19",
                sent_by=official.id,
                sent_at=now - timedelta(hours=3 - version),
                published_at=now - timedelta(hours=3 - version),
                people=1,
            )
            day = now.date() - timedelta(days=2)
            notices.put_sending(session, sent, [Told(person, day, day + timedelta(days=14))])
    database.close()


def released_map(world: World) -> int:
    """The number of a public map of the demo city."""
    database = open_database(world.settings.database_url)
    with database.writing() as session:
        newest = map_releases.newest(session)
        if newest is None:
            codes = sorted(areas.codes(session))
            drawn = imports.in_force(session, AreaKind.WARD, date(2026, 11, 15))
            assert drawn
            blocks = (Block((codes[0], codes[1]), 27, 1), *(Block((code,), 0) for code in codes[2:]))
            made = MapRelease(
                number=0,
                disease="covid-19",
                period=Window(date(2026, 11, 9), date(2026, 11, 15)),
                k=10,
                blocks=blocks,
                elsewhere=0,
                late=None,
                narrowest=25,
                rule="1",
                boundaries=drawn.id,
                sources=(),
                own_cases=True,
                made_at=utc_now(),
            )
            newest = map_releases.add(session, made, counted=27)
    database.close()
    return newest.number


def traced_case(world: World, *, one_more: bool = False) -> str:
    """The newest case, its first co-present person made a contact; or the next one, whom nobody told yet."""
    address = world.address("/official/cases/{case}")
    if one_more or not world.contacts:
        page = world.page(Role.TRACER, "en")
        page.goto(address)
        page.locator("main [name=person]").nth(world.contacts).check()
        page.locator("main [name=reason]").fill("cùng sạp")
        press(page, "en", "Make contacts F1")
        world.contacts += 1
    return address


def fill_date(page: Page, name: str) -> None:
    """Yesterday."""
    day = (utc_now() - timedelta(days=1)).astimezone(Policy().zone)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"main [name={name}-{part}]").fill(str(value))
