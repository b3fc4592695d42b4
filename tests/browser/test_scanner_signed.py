"""Signed codes on the phone: the vectors of the format and of the RFC, and forgeries, with both verifiers."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.codes import make_code, number_of, read_characters
from app.vault.code_lists import signed_list
from app.vault.code_signatures import sign_code
from tests.vault.ed25519 import BASE, P, Q, times, verifies
from tests.vault.test_signed_codes import KEYS, NOW, VECTORS

pytestmark = pytest.mark.browser

ANSWERS = {
    "CodeRevoked": "ended",
    "SignatureWrong": "forged",
    "CodeKeyRetired": "retired",
    "CodeKeyUnknown": "unknown",
}
WITHOUT = """
crypto.subtle.importKey = async () => { throw new DOMException('Unrecognized name.', 'NotSupportedError'); };
"""
CALL = """async ([module, name, rows]) => {
  const loaded = await import(`/static/phone/${module}`);
  return Promise.all(rows.map((row) => loaded[name](...row)));
}"""
OWN = """(rows) => {
  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) || [], (byte) => parseInt(byte, 16));
  return Promise.all(rows.map((row) => window.gheEd25519(...row.map(bytesOf))));
}"""


@pytest.fixture(scope="module", params=["the browser's verifier", "our own"])
def page(chromium, server, request):
    context = chromium.new_context()
    page = context.new_page()
    if request.param == "our own":
        page.add_init_script(WITHOUT)
    page.goto(f"{server}/accessibility")
    page.own = request.param == "our own"
    yield page
    assert page.evaluate("Boolean(window.gheEd25519)") == page.own, "fetched by who needs it alone"
    context.close()


def call(page, module, function, *rows):
    return page.evaluate(CALL, [module, function, [list(row) for row in rows]])


def keep(page, document, known=None):
    """What the phone makes of a list; it is kept when it is believed."""
    [found] = call(page, "signed.js", "believed", (json.loads(document), known, "/static/phone/ed25519.js"))
    [merged] = call(page, "signed.js", "joined", (found, known))
    if merged is not None:
        call(page, "store.js", "put", ("kept", "codeKeys", merged | {"at": 0}))
    return merged


def judged(page, *codes):
    rows = [(code, "/static/phone/ed25519.js") for code in codes]
    return call(page, "signed.js", "checkSigned", *rows)


def read(page, text):
    [found] = call(page, "codes.js", "readAddress", (text,))
    return found and found["code"]


# ---- codes ----


def test_the_phone_decides_each_vector_as_the_server_does(page):
    assert keep(
        page, VECTORS["list"].encode(), {"keys": {"01": listed_key("01")}, "issued": "2026-01-01T00:00:00Z"}
    )
    for vector in VECTORS["checks"]:
        code = read(page, vector["text"])
        if vector["answer"] == "CodeMistyped":
            assert code is None, vector["what"]
        else:
            assert judged(page, code) == [ANSWERS.get(vector["answer"], "genuine")], vector["what"]


def listed_key(key):
    return json.loads(json.loads(VECTORS["list"])["list"])["keys"][key]


def test_codes_of_the_vault_are_genuine_and_one_other_bit_is_not(page):
    chance = random.Random(7)
    keep(page, signed_list([KEYS["01"], KEYS["02"]], [], [], since=None, issued=NOW))
    good = [
        sign_code(KEYS[chance.choice(["01", "02"])], make_code(chance.getrandbits(80))) for _ in range(12)
    ]
    assert judged(page, *[each.written() for each in good]) == ["genuine"] * 12
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    forged = []
    for each in good:
        at = chance.randrange(20, 122)
        text = each.written()
        forged.append(
            text[:at] + alphabet[alphabet.index(text[at]) ^ 1 << chance.randrange(5)] + text[at + 1 :]
        )
    assert judged(page, *forged) == ["forged"] * 12


def test_a_phone_without_a_list_says_nothing(page):
    call(page, "store.js", "remove", ("kept", "codeKeys"))
    assert judged(page, VECTORS["checks"][0]["text"]) == ["unchecked"]


# ---- the list ----


def listed(keys, *, retired=(), ended=(), since=None, issued=NOW):
    return signed_list([KEYS[key] for key in keys], retired, ended, since=since, issued=issued)


def test_an_old_key_introduces_the_new_one_and_goes(page):
    known = keep(page, listed(["01", "02"]))
    newer = keep(page, listed(["02", "03"], retired=["01"], issued=NOW + timedelta(hours=1)), known)
    assert sorted(newer["keys"]) == ["02", "03"]
    code = make_code(5)
    assert judged(page, *[sign_code(KEYS[key], code).written() for key in ("01", "02", "03")]) == [
        "retired",
        "genuine",
        "genuine",
    ]


@pytest.mark.parametrize(
    "document",
    [
        listed(["02"], issued=NOW + timedelta(hours=1)),
        listed(["01"]).replace(b'\\"retired\\":[]', b'\\"retired\\":[\\"02\\"]'),
        listed(["01"], issued=NOW - timedelta(hours=1)),
        listed(["01"], issued=NOW + timedelta(days=2), since=NOW + timedelta(days=1)),
        b'{"list": "{\\"v\\":2,\\"ended\\":\\"\\",\\"keys\\":{}}", "signatures": {}}',
    ],
    ids=["a stranger's", "changed", "an old one again", "with a gap before it", "of another form"],
)
def test_a_list_that_could_mislead_is_not_taken(page, document):
    known = keep(page, listed(["01"], ended=[make_code(1)]))
    assert keep(page, document, known) is None
    assert keep(page, listed(["01"], issued=NOW + timedelta(hours=1), since=NOW), known), "a good one is"


def test_what_has_ended_since_is_added(page):
    first, second, third = make_code(1 << 60), make_code(2 << 60), make_code(3 << 60)
    known = keep(page, listed(["01"], ended=[first]))
    later = listed(["01"], ended=[first, second], since=NOW, issued=NOW + timedelta(hours=2))
    merged = keep(page, later, known)
    assert len(merged["ended"]) == 20
    codes = [sign_code(KEYS["01"], code).written() for code in (first, second, third)]
    assert judged(page, *codes) == ["ended", "ended", "genuine"]
    whole = keep(page, listed(["01"], ended=[second], issued=NOW + timedelta(hours=3)), merged)
    assert len(whole["ended"]) == 10, "a whole list takes the place of all that was known"
    assert judged(page, *codes) == ["genuine", "ended", "genuine"]


def test_the_end_of_one_prefix_and_the_beginning_of_the_next_are_no_prefix(page):
    first, between, second = (
        make_code(number_of(read_characters(prefix)) << 30)
        for prefix in ("AAAAABBBBB", "BBBBBCCCCC", "CCCCCDDDDD")
    )
    keep(page, listed(["01"], ended=[first, second]))
    codes = [sign_code(KEYS["01"], code).written() for code in (first, between, second)]
    assert judged(page, *codes) == ["ended", "genuine", "ended"]


def test_the_first_list_rests_on_the_connection_and_still_has_to_be_whole(page):
    assert keep(page, listed(["01"])) is not None
    assert keep(page, listed(["01"]).replace(b"2026-11-23", b"2027-11-23")) is None


def test_the_list_of_this_installation_is_fetched_kept_and_asked_for_once_an_hour(page):
    call(page, "store.js", "remove", ("kept", "codeKeys"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    refresh = ("/static/phone/ed25519.js",)
    assert call(page, "signed.js", "refreshKeys", (*refresh, False)) == [True]
    assert call(page, "signed.js", "refreshKeys", (*refresh, False)) == [True]
    [kept] = call(page, "store.js", "get", ("kept", "codeKeys"))
    assert set(kept) == {"issued", "keys", "retired", "ended", "at"}
    lists = [address for address in asked if "/codes/keys" in address]
    assert len(lists) == 1
    assert call(page, "signed.js", "refreshKeys", (*refresh, True)) == [True]
    assert (
        f"since={datetime.now(UTC):%Y-%m-%dT%H}"
        in [address for address in asked if "/codes/keys" in address][1]
    )


# ---- our own verifier ----

RFC_8032 = [  # section 7.1, tests 1, 2, 3 and SHA(abc): key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ),
]


@pytest.fixture(scope="module")
def own(chromium, server):
    """Our verifier alone, on lists of key, message and signature in hexadecimal."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server}/accessibility")
    page.add_script_tag(url="/static/phone/ed25519.js")
    yield lambda rows: page.evaluate(OWN, rows)
    context.close()


def test_our_verifier_takes_the_vectors_of_the_rfc(own):
    rows = [list(vector) for vector in RFC_8032]
    assert own(rows) == [True] * len(rows)
    assert own([[key, message + "00", signature] for key, message, signature in rows]) == [False] * len(rows)


def little(number):
    return number.to_bytes(32, "little").hex()


def test_our_verifier_is_strict(own):
    public, message, signature = RFC_8032[1]
    r, s = signature[:64], int.from_bytes(bytes.fromhex(signature[64:]), "little")
    y = int.from_bytes(bytes.fromhex(public), "little")
    one = little(1)  # the neutral point: with it as key, R and S = 0 fit every message
    wrong = {
        "S and the group's order": [public, message, r + little(s + Q)],
        "S not below the order": [public, message, r + little(Q)],
        "a key that is no point": [little(2), message, signature],
        "a key in another spelling": [little(P + 1), message, one + little(0)],
        "a minus sign without a number": [little(1 + (1 << 255)), message, one + little(0)],
        "R in another spelling": [one, message, little(P + 1) + little(0)],
        "R with a minus sign and no number": [one, message, little(1 + (1 << 255)) + little(0)],
        "the other half of the key": [little(y ^ 1 << 255), message, signature],
        "the other half of R": [
            public,
            message,
            little(int.from_bytes(bytes.fromhex(r), "little") ^ 1 << 255) + little(s),
        ],
        "too short": [public, message, signature[:-2]],
        "too long": [public, message, signature + "00"],
        "no key": ["", message, signature],
        "a long key": [public + "00", message, signature],
    }
    assert dict(zip(wrong, own(list(wrong.values())), strict=True)) == dict.fromkeys(wrong, False)
    assert own([[public, message, signature], [one, message, one + little(0)]]) == [True, True]


def compare(own, count, seed):
    """Signatures with a few bits changed, and points added to R: two implementations say the same."""
    chance = random.Random(seed)
    rows, wanted = [], []
    for _ in range(count):
        parts = [bytearray.fromhex(part) for part in chance.choice(RFC_8032)]
        for _ in range(chance.randrange(3)):
            part = chance.choice([part for part in parts if part])
            part[chance.randrange(len(part))] ^= 1 << chance.randrange(8)
        rows.append([part.hex() for part in parts])
        wanted.append(verifies(*map(bytes, parts)))
    assert own(rows) == wanted
    assert {True, False} == set(wanted)


def test_our_verifier_agrees_with_a_second_implementation(own):
    compare(own, 40, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 5))
def test_our_verifier_agrees_on_many(own, seed):
    compare(own, 400, seed)


def test_the_second_implementation_stands_on_the_same_curve():
    assert times(Q, BASE)[0] % P == 0
