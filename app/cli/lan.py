"""Serve a demo to real phones in the same network: HTTPS with a certificate of one's own, a code to scan."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from qr.symbol import QUIET_ZONE, Level, encode


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where the two files are."""

    certificate: Path
    key: Path


def own_address() -> str:
    """This machine's address in the local network; loopback when it has none.

    Choosing a route sends nothing: the address asked for is reserved for documentation.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address


def make_certificate(folder: Path, address: str, *, now: datetime) -> Certificate:
    """A certificate for one address, for thirty days. Phones warn of it once: nobody has signed it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ghé demo")])
    addresses = {ipaddress.ip_address(address), ipaddress.ip_address("127.0.0.1")}
    names = [x509.IPAddress(own) for own in sorted(addresses, key=str)]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificate(folder / "lan-certificate.pem", folder / "lan-key.pem")
    made.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    made.key.unlink(missing_ok=True)
    with os.fdopen(os.open(made.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    return made


def terminal_symbol(text: str) -> str:
    """A QR symbol in half blocks, dark on light whatever the terminal's colours are."""
    symbol = encode(text, level=Level.M)
    side = symbol.size + 2 * QUIET_ZONE
    rows = [[False] * side for _ in range(side + side % 2)]
    for y, line in enumerate(symbol.modules):
        for x, dark in enumerate(line):
            rows[y + QUIET_ZONE][x + QUIET_ZONE] = dark
    blocks = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    black_on_white, plain = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
    lines = [
        "".join(blocks[pair] for pair in zip(rows[y], rows[y + 1], strict=True)) for y in range(0, side, 2)
    ]
    return "\n".join(f"{black_on_white}{line}{plain}" for line in lines)
