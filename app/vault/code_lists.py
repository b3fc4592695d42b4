"""The list that lets a phone check a signed code without a network: keys, and codes that have ended.

    {"list": "<JSON as text>", "signatures": {"01": "<base64url>", ...}}

Each signature is Ed25519 over the text as it stands, so that nobody has to agree on how JSON is written.
Every key in force signs: a phone that knows any of them believes the list, and learns the others from it. The
text holds

    v        1
    issued   when the list was made, by the hour: an older list than that was not served
    since    what ended before is left out; null: everything is in it
    keys     id -> 32 bytes, base64url
    retired  ids that are believed no more
    ended    the first 10 characters of each code that has ended, sorted, one after the other

Ten characters are 50 bits: among a million codes in force and ten thousand ended ones, one list in a hundred
thousand calls a good code ended. Shorter than whole codes, and nobody can print posters from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.code_errors import CodeKeyRetired, CodeKeyUnknown
from app.domain.codes import Code
from app.domain.errors import CodeRevoked
from app.domain.signed_codes import CodeKeyId, SignedCode
from app.vault.chain import canonical_json
from app.vault.code_keys import CodeKey
from app.vault.code_signatures import verified
from app.vault.tokens import read_bytes, written

PREFIX: Final = 10
_VERSION: Final = 1
_SIGNED: Final = b"ghe code list\n"


class ListForged(Exception):
    """Not a list that a known key has signed."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """What a phone knows about the signed codes of a city."""

    issued: datetime
    since: datetime | None
    keys: Mapping[CodeKeyId, bytes]
    """Public keys, 32 bytes each."""
    retired: frozenset[CodeKeyId]
    ended: frozenset[str]
    """The first `PREFIX` characters of each."""


def signed_list(
    keys: Iterable[CodeKey],
    retired: Iterable[CodeKeyId],
    ended: Iterable[Code],
    *,
    since: datetime | None,
    issued: datetime,
) -> bytes:
    """The list as phones fetch it; the same input gives the same bytes."""
    in_force = list(keys)
    held = {
        "v": _VERSION,
        "issued": _text(issued),
        "since": None if since is None else _text(since),
        "keys": {key.id: written(key.public) for key in in_force},
        "retired": sorted(retired),
        "ended": "".join(sorted({code[:PREFIX] for code in ended})),
    }
    text = canonical_json(held).decode()
    signatures = {key.id: written(key.private.sign(_SIGNED + text.encode())) for key in in_force}
    return canonical_json({"list": text, "signatures": signatures})


def read_list(document: bytes, trusted: Mapping[CodeKeyId, bytes] | None) -> CodeList:
    """What a document says, when a key that is trusted already has signed it.

    `trusted` are the keys of the last list; None at the first contact, which rests on the connection alone.

    Raises:
        ListForged: it is damaged, or none of these keys has signed it.
    """
    try:
        outer = json.loads(document)
        text, signatures = outer["list"], outer["signatures"]
        found = _read(json.loads(text))
        believed = found.keys if trusted is None else trusted
        named = [key for key in believed if key in signatures]
        signed = [_fits(believed[key], read_bytes(signatures[key]), text) for key in named]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ListForged from None
    if not any(signed):
        raise ListForged
    return found


def checked_offline(signed: SignedCode, known: CodeList) -> Code:
    """The code inside a signed one, as a phone without a network decides it.

    Whether the venue is still open, and which one it is, only the server knows.

    Raises:
        CodeKeyRetired, CodeKeyUnknown: its key is not believed.
        SignatureWrong: nobody here signed it.
        CodeRevoked: the venue has another code now.
    """
    if signed.key in known.retired:
        raise CodeKeyRetired(signed.key)
    if signed.key not in known.keys:
        raise CodeKeyUnknown(signed.key)
    code = verified(signed, known.keys[signed.key])
    if code[:PREFIX] in known.ended:
        raise CodeRevoked(code)
    return code


def _read(held: dict[str, Any]) -> CodeList:
    if held["v"] != _VERSION or len(held["ended"]) % PREFIX:
        raise ValueError("another form of list")
    ended = held["ended"]
    return CodeList(
        datetime.fromisoformat(held["issued"]),
        None if held["since"] is None else datetime.fromisoformat(held["since"]),
        {CodeKeyId(key): read_bytes(public) for key, public in held["keys"].items()},
        frozenset(map(CodeKeyId, held["retired"])),
        frozenset(ended[at : at + PREFIX] for at in range(0, len(ended), PREFIX)),
    )


def _fits(public: bytes, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _SIGNED + text.encode())
    except InvalidSignature:
        return False
    return True


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
