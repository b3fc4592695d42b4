"""Collects every sentence of templates and code into the Vietnamese catalogue: `make words`.

Translations that exist stay; a new sentence arrives empty, and `tests/web/test_words.py` fails until it has
one. A changed sentence is a new one: nothing is guessed from a similar old one (gettext's *fuzzy*), because a
guess that is almost right is what nobody checks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

APP: Final = Path(__file__).parents[1]
CATALOGUE: Final = Path(__file__).parent / "locale" / "vi.po"

_METHODS: Final = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
_OPTIONS: Final = {"web/templates/**.html": {"silent": "false"}}  # a broken template is an error, not a gap
_KEYWORDS: Final = {"_": None, "N_": None, "mark": None, "translate": None, "vietnamese": None}
_WIDTH: Final = 110

# Written by hand: Babel's own carries the date, so that two runs would never give the same file.
_HEADER: Final = """\
# Ghé in Vietnamese. The English sentence is the key.
# Collected by `make words`; translated by hand, in the words of docs/glossary.md.
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence with the file that says it, as often as it is said."""
    found = extract_from_dir(APP, _METHODS, _OPTIONS, _KEYWORDS)
    for file, _line, sentence, _comments, _context in found:
        if isinstance(sentence, str) and sentence:
            yield file, sentence


def collected(translations: dict[str, str]) -> Catalog:
    """A catalogue of exactly the sentences in use, with those translations that there are."""
    catalogue = Catalog(locale="vi", fuzzy=False)
    for _file, sentence in sentences():
        catalogue.add(sentence, translations.get(sentence, ""))
    return catalogue


def as_bytes(catalogue: Catalog) -> bytes:
    """The file: the same sentences give the same bytes, on every machine and on every day.

    Sorted and without places, so that saying a known sentence once more changes nothing.
    """
    file = BytesIO(_HEADER.encode())
    file.seek(0, 2)
    write_po(file, catalogue, width=_WIDTH, omit_header=True, no_location=True, sort_output=True)
    return file.getvalue().rstrip(b"\n") + b"\n"


def kept() -> dict[str, str]:
    """English to Vietnamese, as the catalogue has it now."""
    if not CATALOGUE.exists():
        return {}
    with CATALOGUE.open("rb") as file:
        messages = read_po(file, locale="vi", ignore_obsolete=True)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


def main() -> None:
    """Renew the catalogue and say what is left to translate."""
    catalogue = collected(kept())
    CATALOGUE.write_bytes(as_bytes(catalogue))
    empty = {str(message.id) for message in catalogue if message.id and not message.string}
    sys.stdout.write(f"{len(catalogue)} sentences, {len(empty)} without a translation\n")
    where = {f"  {file}: {sentence}\n" for file, sentence in sentences() if sentence in empty}
    sys.stdout.writelines(sorted(where))


if __name__ == "__main__":
    main()
