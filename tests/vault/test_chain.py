import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import Entry
from app.vault.chain import GENESIS, End, canonical, follow, link
from app.vault.checkpoints import CheckpointForged, public_key, read_checkpoint, sign_checkpoint
from app.vault.keystore import KeyStore

AT = datetime(2026, 11, 23, 3, 0, 0, 250_000, tzinfo=UTC)


def chain(length):
    entries, before = [], GENESIS
    for number in range(1, length + 1):
        entry = Entry(
            number, AT + timedelta(seconds=number), UUID(int=number), "case_read", None, {"n": number}
        )
        before = link(before, entry)
        entries.append((entry, before))
    return entries


def test_the_canonical_form_is_fixed_for_ever():
    entry = Entry(1, AT, UUID(int=1), "case_read", UUID(int=2), {"b": "é", "a": [1, None, True]})
    assert canonical(entry).decode() == (
        '{"action":"case_read","actor":"00000000-0000-0000-0000-000000000001",'
        '"at":"2026-11-23T03:00:00.250000Z","case":"00000000-0000-0000-0000-000000000002",'
        '"detail":{"a":[1,null,true],"b":"é"},"number":1}'
    )
    assert link(GENESIS, entry) == hashlib.sha256(bytes(32) + canonical(entry)).digest()


def test_the_zone_of_a_time_does_not_matter():
    entry = Entry(1, AT, None, "case_read")
    assert canonical(entry) == canonical(replace(entry, at=AT.astimezone(timezone(timedelta(hours=7)))))


@given(st.integers(0, 20))
def test_an_honest_chain_holds_to_its_end(length):
    entries = chain(length)
    end, bad = follow(End(), entries)
    assert bad is None
    assert end.number == length


CHANGES = {
    "number": lambda e: replace(e, number=e.number + 100),
    "at": lambda e: replace(e, at=e.at + timedelta(microseconds=1)),
    "actor": lambda e: replace(e, actor=None),
    "action": lambda e: replace(e, action="signed_in"),
    "case": lambda e: replace(e, case=UUID(int=5)),
    "detail": lambda e: replace(e, detail={"n": 0}),
}


@given(st.integers(1, 12), st.integers(0, 11), st.sampled_from(sorted(CHANGES)))
def test_any_change_is_named_by_its_number(length, at, what):
    entries, at = chain(length), at % length
    entries[at] = CHANGES[what](entries[at][0]), entries[at][1]
    assert follow(End(), entries)[1] == at + 1


@given(st.integers(2, 12), st.integers(0, 10))
def test_a_removed_entry_is_named(length, at):
    entries, at = chain(length), at % (length - 1)
    del entries[at]
    assert follow(End(), entries)[1] == at + 1


@given(st.integers(2, 12), st.data())
def test_reordering_is_named_at_the_first_that_moved(length, data):
    entries = chain(length)
    first = data.draw(st.integers(0, length - 2))
    second = data.draw(st.integers(first + 1, length - 1))
    entries[first], entries[second] = entries[second], entries[first]
    assert follow(End(), entries)[1] == first + 1


def test_rewriting_one_hash_breaks_the_next_link():
    entries = chain(5)
    forged = replace(entries[2][0], detail={"n": 0})
    entries[2] = forged, link(entries[1][1], forged)
    assert follow(End(), entries)[1] == 4


def test_a_checkpoint_comes_back_as_the_end_it_was(tmp_path, now):
    keys, end = KeyStore(tmp_path), End(3, bytes(range(32)))
    made = sign_checkpoint(keys, end, now=now)
    assert read_checkpoint(keys, made.line()) == end
    assert made.key == public_key(keys).public_bytes_raw().hex()


def test_a_checkpoint_that_another_key_signed_is_not_believed(tmp_path, now):
    mine, theirs = KeyStore(tmp_path / "mine"), KeyStore(tmp_path / "theirs")
    line = sign_checkpoint(theirs, End(3, bytes(32)), now=now).line()
    with pytest.raises(CheckpointForged):
        read_checkpoint(mine, line)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"number":3', '"number":4'), ("T03", "T04"), ('ture":"', 'ture":"00'), ("{", "[")],
)
def test_a_changed_checkpoint_is_not_believed(tmp_path, now, old, new):
    keys = KeyStore(tmp_path)
    line = sign_checkpoint(keys, End(3, bytes(32)), now=now).line()
    assert old in line
    with pytest.raises(CheckpointForged):
        read_checkpoint(keys, line.replace(old, new, 1))
