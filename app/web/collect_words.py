"""Collects the sentences of templates and code into the catalogues: `make words`.

The Vietnamese one has them all. Chinese, Khmer, Korean and Japanese have those of the receipt, of the notices
and of the page of a visit taken back, with every template that these stand on.

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

import jinja2
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2 import meta

from app.web import words

APP: Final = Path(__file__).parents[1]
LOCALE: Final = Path(__file__).parent / "locale"
CATALOGUE: Final = LOCALE / "vi.po"
RECEIPT_CATALOGUES: Final = {lang: LOCALE / f"{lang}.po" for lang in words.RECEIPT_LANGUAGES}

_METHODS: Final = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
_OPTIONS: Final = {"web/templates/**.html": {"silent": "false"}}  # a broken template is an error, not a gap
_KEYWORDS: Final = {"_": None, "N_": None, "mark": None, "translate": None, "vietnamese": None}
_WIDTH: Final = 110

_TEMPLATES: Final = APP / "web" / "templates"
_RECEIPT_CODE: Final = frozenset({"web/notice_words.py", "web/citizen/contact.py"})
RECEIPT_PROBLEMS: Final = frozenset(
    {
        "Fill in this field",
        "Use at most %(longest)s characters",
        "Use a whole number from %(least)s to %(most)s",
        "Leave out the signs < > and {{",
        "This is not a phone number: write it as 0901 234 567",
    }
)
"""What can be wrong with a field of the receipt; the others of their table belong to other forms."""
_ELSEWHERE: Final = frozenset(
    {
        *("Sign out", "Main", "Day", "Month", "Year", "Here now", "Over capacity", "Full", "Nearly full"),
        *("Room left", "Actions", "Nothing here yet", "not yet", "Pages", "Back to the start", "Next page"),
    }
)
"""Of the parts that all pages share: never on a receipt or a notice."""

# Written by hand: Babel's own carries the date, so that two runs would never give the same file.
_HEADER: Final = """\
# Ghé in %(language)s. The English sentence is the key.
# Collected by `make words`; %(by)s.
msgid ""
msgstr ""
"Language: %(code)s\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_BY_HAND: Final = "translated by hand, in the words of docs/glossary.md"
_UNCHECKED: Final = "receipt and notices only; not yet checked by a native speaker, see docs/notices.md"
_NAMES: Final = {
    "vi": "Vietnamese",
    "zh": "Chinese (simplified)",
    "km": "Khmer",
    "ko": "Korean",
    "ja": "Japanese",
}


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence with the file that says it, as often as it is said."""
    found = extract_from_dir(APP, _METHODS, _OPTIONS, _KEYWORDS)
    for file, _line, sentence, _comments, _context in found:
        if isinstance(sentence, str) and sentence:
            yield file, sentence


def receipt_templates() -> set[str]:
    """The templates that speak every language, with all that they extend, import or include."""
    environment = jinja2.Environment()  # noqa: S701 - it reads templates and renders none
    found: set[str] = set()
    left = set(words.RECEIPT_PAGES)
    while left:
        name = left.pop()
        found.add(name)
        parsed = environment.parse((_TEMPLATES / name).read_text(encoding="utf-8"))
        left |= {other for other in meta.find_referenced_templates(parsed) if other} - found
    return found


def receipt_sentences() -> Iterator[tuple[str, str]]:
    """The same as `sentences`, of what speaks every language."""
    files = [(f"web/templates/{name}", "jinja2") for name in sorted(receipt_templates())]
    for file, method in [*files, *((name, "python") for name in sorted(_RECEIPT_CODE))]:
        for _line, sentence, _comments, _context in extract_from_file(method, APP / file, _KEYWORDS):
            if isinstance(sentence, str) and sentence and sentence not in _ELSEWHERE:
                yield file, sentence
    yield from (("web/problems.py", sentence) for sentence in sorted(RECEIPT_PROBLEMS))


def collected(translations: dict[str, str], lang: str = "vi") -> Catalog:
    """A catalogue of exactly the sentences in use, with those translations that there are."""
    catalogue = Catalog(locale=lang, fuzzy=False)
    for _file, sentence in sentences() if lang == "vi" else receipt_sentences():
        catalogue.add(sentence, translations.get(sentence, ""))
    return catalogue


def as_bytes(catalogue: Catalog) -> bytes:
    """The file: the same sentences give the same bytes, on every machine and on every day.

    Sorted and without places, so that saying a known sentence once more changes nothing.
    """
    lang = str(catalogue.locale)
    by = _BY_HAND if lang == "vi" else _UNCHECKED
    file = BytesIO((_HEADER % {"language": _NAMES[lang], "code": lang, "by": by}).encode())
    file.seek(0, 2)
    write_po(file, catalogue, width=_WIDTH, omit_header=True, no_location=True, sort_output=True)
    return file.getvalue().rstrip(b"\n") + b"\n"


def kept(lang: str = "vi") -> dict[str, str]:
    """English to another language, as its catalogue has it now."""
    path = LOCALE / f"{lang}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=lang, ignore_obsolete=True)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


def main() -> None:
    """Renew the catalogues and say what is left to translate."""
    for lang in ("vi", *words.RECEIPT_LANGUAGES):
        catalogue = collected(kept(lang), lang)
        (LOCALE / f"{lang}.po").write_bytes(as_bytes(catalogue))
        empty = {str(message.id) for message in catalogue if message.id and not message.string}
        sys.stdout.write(f"{lang}: {len(catalogue)} sentences, {len(empty)} without a translation\n")
        where = {f"  {file}: {sentence}\n" for file, sentence in sentences() if sentence in empty}
        sys.stdout.writelines(sorted(where))


if __name__ == "__main__":
    main()
