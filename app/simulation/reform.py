"""The reform of 1 July 2025 in Viet Nam: which old wards became which new one, and the districts of before.

From the package `vietnamadminunits` (MIT): 10,035 wards, communes and towns of 696 districts became 3,321. It
says which old wards were divided and where most of each went, but neither areas nor numbers of people.
"""

from __future__ import annotations

import json
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from app.domain.parents import Parent
from app.domain.ward_changes import Change
from app.simulation.wards import plain

TOOK_EFFECT: Final = date(2025, 7, 1)
_KINDS: Final = {"Quận": "District", "Huyện": "District", "Thị xã": "Town", "Thành phố": "City"}
_OLD: Final = [
    *("provinceKey", "districtKey", "wardKey", "wardCode"),
    *("district", "districtShort", "districtType", "districtCode"),
]
_Row = dict[str, Any]


def former_districts() -> dict[str, Parent]:
    """The former district of every ward of today, by ward code.

    A new ward made of wards of several districts belongs to the one that most of it comes from: each old
    ward counts as one, a divided one in equal parts for all it went to. Of equal districts it is the one of
    the old ward whose code the new one kept.
    """
    parts: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for old, targets in _targets():
        for new, _ in targets:
            parts[new][old["districtCode"]] += 1 / len(targets)
    seat = {old["wardCode"]: old["districtCode"] for old in _old_units().values()}
    rows = {old["districtCode"]: old for old in _old_units().values()}
    return {new: _parent(rows[_home(of, seat.get(new))]) for new, of in sorted(parts.items())}


def _home(parts: Mapping[str, float], seat: str | None) -> str:
    return max(sorted(parts), key=lambda district: (parts[district], district == seat))


def ward_changes() -> list[Change]:
    """Every old ward with its new ones; the shares of a divided one say only where most of it went."""
    changes = [
        Change(old["wardCode"], new, (1 + main) / (1 + len(targets)), TOOK_EFFECT)
        for old, targets in _targets()
        for new, main in targets
        if old["wardCode"]  # five island counties had no wards
    ]
    return sorted(changes, key=lambda change: (change.old, change.new))


@cache
def _targets() -> list[tuple[_Row, list[tuple[str, bool]]]]:
    """Each old unit with the codes of the new ones, and whether most of it went there."""
    text = files("vietnamadminunits").joinpath("data/converter_2025.json").read_text("utf-8")
    table, old, found = json.loads(text), _old_units(), []
    today = _query("admin_units", ["provinceKey", "wardKey", "wardCode"])
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in today}
    for province, wards in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        found += [(old[key], [(codes[province, new], True)]) for new, keys in wards.items() for key in keys]
    for province, divided in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            into = [(codes[province, part["newWardKey"]], part["isDefaultNewWard"]) for part in parts]
            found.append((old[key], into))
    return found


@cache
def _old_units() -> dict[str, _Row]:
    """The wards before the reform, and the counties without any, by the key that the converter uses."""
    return {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row
        for row in _query("admin_units_legacy", _OLD)
    }


def _query(table: str, fields: list[str]) -> list[_Row]:
    from vietnamadminunits.database import get_data

    with warnings.catch_warnings():
        # the package leaves closing its database to the garbage collector, which newer Pythons warn of
        warnings.simplefilter("ignore", ResourceWarning)
        rows: list[_Row] = get_data(fields, table)
    return rows


def _parent(row: _Row) -> Parent:
    name = unicodedata.normalize("NFC", row["district"])
    kind, short = _KINDS[row["districtType"]], plain(row["districtShort"])
    numbered = short.removeprefix("Quan ")
    return Parent(
        row["districtCode"], name, f"District {numbered}" if numbered != short else f"{short} {kind}"
    )
