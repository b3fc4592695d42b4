"""What a phone seals, the server's library and a second one open; and nothing else does."""

import gzip
import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from app.domain.ids import PersonId
from app.domain.people import ContactDetails
from app.domain.spans import day_span
from app.vault.sealing import SEALED, SealBroken, info, looks_sealed, pad, unpad, unseal
from app.vault.signed_days import PublicDay, point, signed_days
from app.web import static_files

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[1] / "vault" / "vectors"
RFC = json.loads((VECTORS / "hpke_rfc9180.json").read_text())
OURS = json.loads((VECTORS / "sealing.json").read_text())
KEY = ec.generate_private_key(ec.SECP256R1())
WHO, DAY = PersonId(UUID("00112233-4455-6677-8899-aabbccddeeff")), date(2026, 11, 23)
HUONG = ContactDetails("Nguyễn Thị Hương", "+84901234567")


@pytest.fixture(scope="module")
def page(chromium, server):
    """A page of the service, whose scripts it may import."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server}/privacy")
    yield page
    context.close()


def run(page, module, body, given=None):
    """The value of a function body that is given the module as `m` and a value as `v`."""
    found = page.evaluate(
        f"async (v) => {{ const m = await import('/static/phone/{module}.js'); {body} }}", given
    )
    return bytes(found) if isinstance(found, list) and found and isinstance(found[0], int) else found


def jwk(private):
    """A private key as WebCrypto imports it."""
    numbers = private.private_numbers()
    points = {
        "x": numbers.public_numbers.x,
        "y": numbers.public_numbers.y,
        "d": numbers.private_value,
    }
    return {"kty": "EC", "crv": "P-256"} | {
        name: urlsafe_b64encode(value.to_bytes(32, "big")).rstrip(b"=").decode()
        for name, value in points.items()
    }


SEAL_WITH = """
const curve = {name: "ECDH", namedCurve: "P-256"};
const {d, ...open} = v.pair;
const pair = {
  privateKey: await crypto.subtle.importKey("jwk", v.pair, curve, false, ["deriveBits"]),
  publicKey: await crypto.subtle.importKey("jwk", open, curve, true, []),
};
const bytes = (list) => Uint8Array.from(list);
return Array.from(await m.sealWith(pair, bytes(v.receiver), bytes(v.info), bytes(v.clear), bytes(v.aad)));
"""


def test_the_vector_of_the_standard(page):
    parts = {name: list(bytes.fromhex(RFC[name])) for name in ("info", "pkRm", "pt", "aad")}
    private = ec.derive_private_key(int(RFC["skEm"], 16), ec.SECP256R1())
    assert point(private.public_key()).hex() == RFC["pkEm"]
    sealed = run(
        page,
        "hpke",
        SEAL_WITH,
        {
            "pair": jwk(private),
            "receiver": parts["pkRm"],
            "info": parts["info"],
            "clear": parts["pt"],
            "aad": parts["aad"],
        },
    )
    assert sealed.hex() == RFC["enc"] + RFC["ct"]


def sealed_details(page, details=HUONG, key=KEY, person=WHO, day=DAY):
    text = run(
        page,
        "contact",
        "return m.sealDetails(v.details, Uint8Array.from(v.key), v.person, v.day)",
        {
            "details": {"name": details.name, "phone": details.phone},
            "key": list(point(key.public_key())),
            "person": str(person),
            "day": day.isoformat(),
        },
    )
    assert re.fullmatch(r"[\w-]+", text)
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_server_opens_what_a_phone_sealed(page):
    blob = sealed_details(page)
    assert len(blob) == SEALED
    assert looks_sealed(blob)
    assert unseal(blob, KEY, WHO, DAY) == HUONG
    assert sealed_details(page) != blob, "each message has a key pair of its own"


def test_a_second_implementation_opens_what_a_phone_sealed(page):
    blob = sealed_details(page)
    suite = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES128_GCM)
    receiver = suite.create_recipient_context(
        blob[1:66], KEMKey.from_pyca_cryptography_key(KEY), info=info(WHO, DAY)
    )
    assert unpad(receiver.open(blob[66:])) == HUONG


@pytest.mark.parametrize(
    "changed",
    [
        {"person": PersonId(uuid4())},
        {"day": date(2026, 11, 24)},
        {"key": ec.generate_private_key(ec.SECP256R1())},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_was_sealed_for_another_does_not_open(page, changed):
    with pytest.raises(SealBroken):
        unseal(sealed_details(page, **changed), KEY, WHO, DAY)


def test_a_key_that_is_no_point_seals_nothing(page):
    refused = run(
        page,
        "hpke",
        "const one = new Uint8Array(1);"
        "return m.seal(Uint8Array.from(v), one, one).then(() => '', () => 'refused')",
        [4, *secrets.token_bytes(64)],
    )
    assert refused == "refused"


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        *((vector["name"], vector["phone"]) for vector in OURS["padded"]),
        ('"\\ \u2028\u0001/', "+84901234567"),
        ("Ệ" * 60, "+84901234567"),
    ],
)
def test_the_phone_pads_as_the_server_does(page, name, phone):
    padded = run(page, "contact", "return Array.from(m.pad(v))", {"name": name, "phone": phone})
    assert padded == pad(ContactDetails(name, phone))


@pytest.mark.parametrize("vector", OURS["info"], ids=lambda vector: vector["epoch"])
def test_the_phone_binds_as_the_server_does(page, vector):
    bound = run(page, "contact", "return Array.from(m.sealInfo(v.person, v.epoch))", vector)
    assert bound.hex() == vector["info"]


@pytest.mark.parametrize(
    ("typed", "sealed"),
    [
        ("0901 234 567", "+84901234567"),
        ("84901234567", "+84901234567"),
        ("+84 (0)901234567", "+84901234567"),
        ("0084.901.234.567", "+84901234567"),
        ("028 3930 9912", "+842839309912"),
        ("+44 20 7946 0958", "+442079460958"),
        ("12", None),
        ("", None),
        ("0901 234 56a", None),
    ],
)
def test_a_number_is_sealed_in_one_form_or_asked_for_again(page, typed, sealed):
    read = run(page, "contact", "return m.readDetails('Hương', v)", typed)
    assert ("phone" in read["wrong"]) == (sealed is None)
    assert sealed is None or read["details"]["phone"] == sealed


@pytest.mark.parametrize(
    ("typed", "sealed"),
    [("  Nguye\u0302\u0303n \t Hương ", "Nguyễn Hương"), ("", None), ("x" * 61, None), ("<b>", None)],
)
def test_a_name_is_sealed_as_the_server_would_write_it(page, typed, sealed):
    read = run(page, "contact", "return m.readDetails(v, '0901234567')", typed)
    assert ("name" in read["wrong"]) == (sealed is None)
    assert sealed is None or read["details"]["name"] == sealed


def test_only_days_that_the_pinned_key_has_signed_are_believed(page, policy):
    signing, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    days = [PublicDay(DAY, day_span(DAY, policy.zone), KEY.public_key())]
    issued = datetime(2026, 11, 23, 3, tzinfo=UTC)
    good, foreign = (json.loads(signed_days(days, by, issued=issued)) for by in (signing, other))
    read = lambda document, pinned: run(page, "contact", "return m.readDays(...v)", [document, pinned])  # noqa: E731
    [day] = read(good, None)
    assert day["day"] == "2026-11-23"
    assert urlsafe_b64decode(day["key"] + "=") == point(KEY.public_key())
    assert read(good, good["key"]) == [day]
    assert read(foreign, good["key"]) is None
    assert read(good | {"text": good["text"].replace("11-23", "11-24")}, None) is None
    assert read(good | {"key": foreign["key"]}, None) is None


def test_the_sealing_is_small():
    packed = len(gzip.compress(static_files.body("phone/hpke.js"), 9))
    assert packed <= 1100, packed


def test_all_scripts_of_a_door_together_are_small():
    packed = len(gzip.compress(static_files.body("phone/door.js"), 9))
    assert packed <= 10_000, packed
