"""Every abuse case that is due has a test that shows its control at work."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]

DUE = {
    "AB-01": "nothing that is printed on a card reads anything",
    "AB-02": "check-ins from afar are a counted group that an official leaves out",
    "AB-03": "a photo of a screen's code is worth a minute, and once a phone",
    "AB-04": "guessing codes is stopped, and would find nothing that is worth it",
    "AB-05": "what a script forges is a counted group, and honest phones hardly notice",
    "AB-06": "a blob that is none, or moved, is refused and takes no visit with it",
    "AB-07": "a number that nobody has checked says so where it is opened",
    "AB-14": "a reader of the database, its files or the logs finds no name and no number",
    "AB-15": "a changed or removed audit entry is named",
    "AB-20": "the scanner follows no address but ours, and sends nothing that it refused",
    "AB-21": "a stolen code stops at once",
    "AB-22": "no export starts a formula",
    "AB-23": "nothing typed runs as a script or a template",
    "AB-24": "no parameter reaches SQL as text",
    "AB-25": "no role and no jurisdiction sees another's rows",
    "AB-26": "there is no default account",
    "AB-27": "another site can neither post nor frame",
    "AB-28": "sessions are neither stolen, fixed nor immortal",
    "AB-30": "too much at once is cut off before it costs anything",
    "AB-33": "only times that a phone may report are kept, and late ones say so",
    "AB-36": "no notice holds a link",
    "AB-38": "no log holds what was typed",
    "AB-40": "many at the same moment are one visit, one person, one use of a code",
}
"""What is built so far, in a sentence each. Grows with the issues."""


def marked():
    found = set()
    for path in TESTS.rglob("test_*.py"):
        found |= set(re.findall(r'mark\.abuse\("(AB-\d\d)"\)', path.read_text()))
    return found


def test_every_abuse_case_that_is_due_has_a_test():
    assert set(DUE) - marked() == set()
