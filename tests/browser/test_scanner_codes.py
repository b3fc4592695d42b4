"""What the phone makes of a text: the same as the server for codes, and nothing of ours for anything else."""

from __future__ import annotations

import random
import re
import string

import pytest

from app.domain.addresses import parse_address
from app.domain.card_numbers import make_card_number
from app.domain.codes import ALPHABET, grouped, make_code
from app.domain.errors import CodeMistyped
from app.domain.screen_codes import ScreenCode, screen_code
from app.domain.signed_codes import SignedCode

pytestmark = pytest.mark.browser

OWN = "ghe.example.gov.vn"
CODE = make_code(0x1234_5678_9ABC_DEF0_1234)
SCREEN = screen_code(CODE, 59_000_000, 0x12_3456_789A).written()
SIGNED = SignedCode(CODE, "01", bytes(range(64))).written()


@pytest.fixture(scope="module")
def scripts(chromium, server):
    """A page of ours that calls functions of the phone's scripts."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server}/accessibility")

    def call(module, function, *arguments):
        """What the function gives for each list of arguments, in one go."""
        return page.evaluate(
            "async ([module, name, rows]) => {"
            "  const loaded = await import(`/static/phone/${module}`);"
            "  return Promise.all(rows.map((row) => loaded[name](...row)));"
            "}",
            [module, function, [list(row) for row in zip(*arguments, strict=True)]],
        )

    yield call
    context.close()


def recognised(scripts, texts, own=OWN):
    return scripts("codes.js", "recognise", texts, [[own]] * len(texts))


# ---- codes ----


def read_by_the_server(text):
    try:
        read = parse_address(text)
    except CodeMistyped:
        return None
    if isinstance(read, SignedCode | ScreenCode):
        form = "signed" if isinstance(read, SignedCode) else "screen"
        return {"form": form, "code": read.written()}
    return {"form": "plain", "code": read}


def corpus(count, seed):
    """Codes as cameras, keyboards and forgers write them: about a third is good."""
    chance = random.Random(seed)
    for _ in range(count):
        code = make_code(chance.getrandbits(80))
        text = chance.choice(
            [
                code,
                grouped(code),
                ScreenCode(code, chance.getrandbits(10), chance.getrandbits(40)).written(),
                SignedCode(code, ALPHABET[chance.randrange(32)] + "1", chance.randbytes(64)).written(),
            ]
        )
        for _ in range(chance.choice([0, 0, 1, 2])):
            text = changed(text, chance)
        yield text


def changed(text, chance):
    at = chance.randrange(len(text)) if text else 0
    strange = "OoIiLlUu -.\u00a0\t*_ſıßÉ０𝟘\u200b" + string.digits
    return chance.choice(
        [
            text.lower(),
            text.replace("0", "O").replace("1", chance.choice("IlL")),
            text[:at] + chance.choice(ALPHABET) + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
            text[:at] + chance.choice(strange) + text[at:],
            text[:at] + chance.choice(strange) + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text + chance.choice(ALPHABET),
            "".join(character + chance.choice(["", "", "-", " "]) for character in text),
        ]
    )


def compare(scripts, count, seed):
    texts = list(corpus(count, seed))
    wanted = [read_by_the_server(text) for text in texts]
    found = scripts("codes.js", "readAddress", texts)
    assert [(t, f) for t, f, w in zip(texts, found, wanted, strict=True) if f != w] == []
    return wanted


def test_the_phone_reads_codes_as_the_server_does(scripts):
    wanted = compare(scripts, 3000, seed=6)
    forms = [read["form"] if read else None for read in wanted]
    assert min(forms.count(form) for form in ("plain", "screen", "signed", None)) > 200


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_the_phone_reads_many_codes_as_the_server_does(scripts, seed):
    compare(scripts, 40_000, seed)


def test_every_wrong_character_and_every_swap_is_noticed(scripts):
    wrong = [
        CODE[:at] + other + CODE[at + 1 :] for at in range(17) for other in ALPHABET if other != CODE[at]
    ]
    wrong += [CODE[:at] + CODE[at + 1] + CODE[at] + CODE[at + 2 :] for at in range(16)]
    wrong = [text for text in wrong if text != CODE]
    assert set(map(str, scripts("codes.js", "readAddress", wrong))) == {"None"}


@pytest.mark.parametrize(
    "text",
    [
        f"HTTPS://{OWN}/V/{CODE}".upper(),
        f"https://{OWN}/v/{CODE.lower()}",
        f"http://{OWN}/V/{grouped(CODE)}",
        f"{OWN}/V/{CODE}",
        f"  https://{OWN}/V/{CODE}\n",
        f"https://{OWN}/V/{CODE}/",
        f"https://{OWN}/v/{CODE}?lang=en#main",
        CODE,
        grouped(CODE),
        grouped(CODE).replace("-", " "),
        CODE.replace("1", "I").replace("0", "O"),
    ],
)
def test_our_plain_codes_are_accepted(scripts, text):
    assert recognised(scripts, [text]) == [{"kind": "ours", "form": "plain", "code": CODE}]


def test_our_other_forms_are_accepted(scripts):
    texts = [f"https://{OWN}/V/{SCREEN}", SCREEN.lower(), f"{OWN}/v/{SIGNED.lower()}", SIGNED]
    found = recognised(scripts, texts)
    assert [(each["kind"], each["code"]) for each in found] == [("ours", SCREEN)] * 2 + [
        ("signed", SIGNED)
    ] * 2


def test_a_port_is_part_of_the_host(scripts):
    texts = [f"http://127.0.0.1:8000/V/{CODE}", f"127.0.0.1:8000/V/{CODE}", f"http://127.0.0.1/V/{CODE}"]
    found = recognised(scripts, [*texts, f"http://127.0.0.1:8001/V/{CODE}"], own="127.0.0.1:8000")
    assert [each["kind"] for each in found] == ["ours", "ours", "look-alike", "look-alike"]


def test_a_letter_that_only_becomes_ours_in_small_is_foreign(scripts):
    kelvin = "\u212a"
    assert kelvin.lower() == "k"
    found = recognised(
        scripts, [f"https://{kelvin}hai.vn/V/{CODE}", f"https://Khai.vn/V/{CODE}"], own="khai.vn"
    )
    assert [each["kind"] for each in found] == ["homoglyph", "ours"]


# ---- everything else ----

FOREIGN = {
    "mistyped": [
        f"https://{OWN}/V/{CODE[:-1]}{'0' if CODE[-1] != '0' else '1'}",
        f"https://{OWN}/V/",
        f"https://{OWN}/V/{CODE}%20",
        f"https://{OWN}/V/javascript:alert(1)",
        CODE[1] + CODE[0] + CODE[2:],
        f"https://{OWN}/V/2{SIGNED[1:]}",
    ],
    "own-page": [
        f"https://{OWN}/",
        f"https://{OWN}/venue/{CODE}",
        f"https://{OWN}/V/{CODE}/screens",
        f"https://{OWN}/x/../V/{CODE}",
        f"https:\\\\{OWN}\\V\\{CODE}",
        f"https://{OWN}/official/link/abc",
    ],
    "look-alike": [
        f"https://ghe.example.gov.vn.evil.com/V/{CODE}",
        f"https://ghe-example-gov-vn.com/V/{CODE}",
        f"https://login.ghe.example.gov.vn/V/{CODE}",
        f"https://gbe.example.gov.vn/V/{CODE}",
        f"https://ghe.examp1e.gov.vn/V/{CODE}",
        f"https://ghe.exarnple.gov.vn/V/{CODE}",
        f"https://ghe.exmaple.gov.vn/V/{CODE}",
        f"https://ghe.example.gov.com/V/{CODE}",
        f"https://ghe.example.com/V/{CODE}",
        f"https://gheexample.vn/V/{CODE}",
        f"https://{OWN}:8443/V/{CODE}",
        f"https://{OWN}./V/{CODE}",
        f"//ghe.exampel.gov.vn/V/{CODE}",
    ],
    "userinfo": [
        f"https://{OWN}@evil.example/V/{CODE}",
        f"https://{OWN}:pass@203.0.113.7/V/{CODE}",
        f"https://user@{OWN}/V/{CODE}",
        f"https:/{OWN}@evil.example",
        f"{OWN}@evil.example/V/{CODE}",
        f"https://{OWN}%2F@evil.example/V/{CODE}",
    ],
    "homoglyph": [
        f"https://ghe.ехаmple.gov.vn/V/{CODE}",  # noqa: RUF001 - Cyrillic, which is the point
        f"https://ɡhe.example.gov.vn/V/{CODE}",  # noqa: RUF001
        f"https://xn--he-g0a.example.gov.vn/V/{CODE}",
        f"https://ｇｈｅ.example.gov.vn/V/{CODE}",  # noqa: RUF001
        f"https://ghe.example。gov.vn/V/{CODE}",
        f"https://ghe.ex%61mple.gov.vn/V/{CODE}",
        f"{OWN}⁄V⁄{CODE}.evil.example/",  # noqa: RUF001
        f"https://việt-nam.vn/V/{CODE}",
        f"http://\u212auala.example/{CODE}",
    ],
    "other-host": [
        "https://example.com/",
        "HTTP://WWW.EXAMPLE.COM",
        "example.com/menu",
        f"https://example.com/?next=https://{OWN}/V/{CODE}",
        f"https://example.com/V/{CODE}",
        f"https://example.com#@{OWN}/V/{CODE}",
        f"https://example.com\\@{OWN}/V/{CODE}",
        f"ftp://files.example/V/{CODE}",
        f"localhost:8000/V/{CODE}",
        "http://[2001:db8::1]/V/",
    ],
    "program": [
        "javascript:alert(1)",
        f"javascript://{OWN}/V/{CODE}%0aalert(1)",
        "JaVa\tScRiPt:alert(1)",
        "\u0001javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        f"blob:https://{OWN}/V/{CODE}",
        f"view-source:https://{OWN}/V/{CODE}",
    ],
    "command": [
        "tel:0901234567",
        "tel:113",
        "smsto:8000:NAP 50000",
        "sms:0901234567?body=x",
        "mailto:someone@example.com",
        "WIFI:T:WPA;S=x;P=secret;;",
        "geo:10.77,106.70",
        f"intent://{OWN}/V/{CODE}#Intent;scheme=https;end",
        "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP",
        "whatever:anything",
    ],
    "bank": [
        "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA5303704540650000",
        "000201010212",
        "BCD\n002\n1\nSCT\nBIC\nName\nIBAN",
        "2|99|0901234567|NGUYEN VAN A||0|0|0",
        "upi://pay?pa=a@b",
        "momo://?action=pay",
        "bitcoin:bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh",
    ],
    "identity": [
        "079090001234|024567890|Nguyễn Thị Hương|01011990|Nữ|1 Lê Lợi, Quận 1|01012021",
        "079090001234||Trần Văn Bình|02021980|Nam|2 Lê Lợi|01012021",
        "079090001234",
        "DN4790123456789|4e677579e1bb856e|01/01/1990|2|",
        "1|NGUYEN VAN A|1990|0|079090001234",
        "P<VNMNGUYEN<<THI<HUONG<<<<<<<<<<<<<<<<<<<<<<\nC1234567<8VNM9001011F3001012<<<<<<<<<<<<<<06",
        "IDVNM0900012340079090001234<<7\n9001011F3001012VNM<<<<<<<<<<<6\nNGUYEN<<THI<HUONG<<<<<<<<<<<<<",
        "BEGIN:VCARD\nFN:Nguyễn Thị Hương\nEND:VCARD",
        "11010519491231002X",
    ],
    "card": [make_card_number(12345678901234), "12345 67890 12345"],
    "other-system": [
        "HC1:6BFOXN*TS0BI$ZD.P9UOL97O4-2HH77HRM3DSPTLRR+%3",
        "UKC19TRACING:1:eyJhbGciOiJFUzI1NiJ9.e30.x",
        "NZCOVIDTRACER:eyJnbG4iOiJUZXN0In0=",
        "HKEN:0abcdefgheyJ9",
        "shc:/56762909",
        "https://qr.notify-me.ch?v=3#CAESJAgB",
        "https://qr.pccovid.gov.vn/ksvrbm",
        "https://e.coronawarn.app?v=1#CAESJAgB",
        "https://tac.gouv.fr?v=0#AAAA",
        "https://www.safeentry-qr.gov.sg/tenant/PROD-X-SE",
    ],
    "text": [
        "",
        "Xin chào",
        "Wifi miễn phí: hỏi nhân viên",
        "8935049500117",
        "123456789012346",
        "12345678901234567",
        "hello world see you",
        f"Mời quét {CODE}",
        "A" * 5000,
        f"https://{OWN}/V/{CODE}" + "0" * 5000,
        "someone@example.com",
        "http://",
        "https://[::1/V/x",
    ],
}


@pytest.mark.abuse("AB-20")
@pytest.mark.parametrize("kind", FOREIGN)
def test_everything_else_is_named_and_carries_nothing(scripts, kind):
    texts = FOREIGN[kind]
    found = recognised(scripts, texts)
    assert [(t, f["kind"]) for t, f in zip(texts, found, strict=True) if f["kind"] != kind] == []
    names_a_host = kind in {"look-alike", "userinfo", "homoglyph", "other-host"}
    for each in found:
        allowed = {"kind", "host"} if names_a_host or kind == "other-system" else {"kind"}
        assert set(each) <= allowed, "what is refused leaves no trace of its text"
        assert not names_a_host or each["host"].isascii()


def test_a_foreign_name_is_shown_as_the_network_reads_it(scripts):
    cyrillic, vietnamese = "ghе.vn", "việt-nam.vn"  # noqa: RUF001
    texts = [f"https://{cyrillic}/V/x", f"https://user:pw@{vietnamese}:81/", "https://EXAMPLE.com/a"]
    assert [each["host"] for each in recognised(scripts, texts)] == [
        cyrillic.encode("idna").decode(),
        vietnamese.encode("idna").decode() + ":81",
        "example.com",
    ]


@pytest.mark.abuse("AB-20")
def test_no_address_but_ours_is_ever_taken_for_ours(scripts):
    """Thousands of small changes to our own address: what is accepted is spelt as ours, letter for letter."""
    chance = random.Random(20)
    good = f"https://{OWN}/V/{CODE}"
    strange = "@:/\\.#?%-_ аеоɡⅴ。／＠\u200b\u202e\t0123456789" + string.ascii_lowercase  # noqa: RUF001
    texts = []
    for _ in range(6000):
        text = good
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(good) - 17)
            text = text[:at] + chance.choice(["", chance.choice(strange)]) + text[at + chance.randint(0, 1) :]
        texts.append(text)
    found = recognised(scripts, texts)
    taken = {t.strip() for t, f in zip(texts, found, strict=True) if f["kind"] in {"ours", "signed"}}
    spelt = re.compile(rf"(https?://)?{re.escape(OWN)}/v/{CODE}([?#].*)?|{CODE}", re.IGNORECASE | re.ASCII)
    assert [text for text in taken if not spelt.fullmatch(text)] == []
    assert taken, "some changes change nothing"
