"""Cases by day under the wards of one version of the boundaries, whatever codes they were reported under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.areas import Area, AreaKind, Import
from app.domain.counts import WardDay
from app.domain.ward_changes import WardChanges
from app.domain.ward_counts import Converter, StoredCount
from app.domain.windows import Window
from app.store import area_changes, counts, imports
from app.store.db import Session


@dataclass(frozen=True, slots=True)
class GatheredCounts:
    """What is known of a window by the wards of one version; codes that lead to none stay as they are."""

    reported: dict[WardDay, int]
    own: dict[WardDay, int]
    """Confirmed cases of our own case files."""
    import_ids: frozenset[int]
    """Where the reported ones come from."""


def gather_counts(
    session: Session, disease: str, window: Window, wards: Sequence[Area], version: Import
) -> GatheredCounts:
    """Two queries where every count is under these wards already; a few more where codes have to be changed.

    Args:
        session: Reads.
        disease: Whose cases.
        window: The days.
        wards: The wards to count by.
        version: The import that these wards came with.
    """
    stored = counts.reported(session, disease, window)
    own = counts.of_case_files(session, disease, window)
    ids = frozenset(count.import_id for count in stored)
    converter = _converter(session, stored, {code for code, _ in own}, wards, version)
    if converter is None:
        return GatheredCounts({(count.ward, count.day): count.cases for count in stored}, own, ids)
    return GatheredCounts(converter.imported(stored), converter.added(own), ids)


def reported_counts(
    session: Session, disease: str, window: Window, wards: Sequence[Area]
) -> tuple[dict[WardDay, int], frozenset[int]]:
    """Imported counts alone by the wards in force now, and the imports that they came with."""
    stored = counts.reported(session, disease, window)
    version = imports.in_force(session, AreaKind.WARD)
    converter = _converter(session, stored, set(), wards, version) if version else None
    by_ward = {(count.ward, count.day): count.cases for count in stored}
    ids = frozenset(count.import_id for count in stored)
    return (converter.imported(stored) if converter else by_ward), ids


def _converter(
    session: Session,
    stored: Sequence[StoredCount],
    own: set[str],
    wards: Sequence[Area],
    version: Import,
) -> Converter | None:
    """None where there is nothing to convert."""
    known = {ward.code for ward in wards}
    strange = {
        count.ward
        for count in stored
        if count.wards_version != version.id and (count.wards_version or count.ward not in known)
    } | (own - known - {""})
    if not strange:
        return None
    changes = WardChanges(area_changes.from_codes(session, strange))
    return Converter(changes, known, version, imports.versions(session, AreaKind.WARD))
