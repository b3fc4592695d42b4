from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_address

import zxingcpp
from cryptography import x509
from PIL import Image

from app.cli.lan import make_certificate, terminal_symbol

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TEXT = "HTTPS://192.0.2.7:8000/V/0123456789ABCDEFG"


def test_the_certificate_names_the_address_and_this_machine_and_its_key_is_private(tmp_path):
    made = make_certificate(tmp_path, "192.0.2.7", now=NOW)
    certificate = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.IPAddress)) == {
        ip_address("192.0.2.7"),
        ip_address("127.0.0.1"),
    }
    assert certificate.not_valid_before_utc < NOW < certificate.not_valid_after_utc
    assert made.key.stat().st_mode & 0o077 == 0


def test_the_code_in_the_terminal_can_be_scanned():
    halves = {"█": (0, 0), "▀": (0, 255), "▄": (255, 0), " ": (255, 255)}
    rows = []
    for line in terminal_symbol(TEXT).splitlines():
        blocks = [halves[c] for c in line.removeprefix("\x1b[38;5;16;48;5;231m").removesuffix("\x1b[0m")]
        rows += [[top for top, _ in blocks], [bottom for _, bottom in blocks]]
    picture = Image.new("L", (len(rows[0]), len(rows)))
    picture.putdata([value for row in rows for value in row])
    (read,) = zxingcpp.read_barcodes(
        picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    )
    assert read.text == TEXT
