"""An export of visits on disk: Parquet files that nobody but their owner may read, and what they are.

    export.json                   what this is and when it ends
    stays/shard=NNNN/DAY.parquet  the stays of some venues that began on a local day, by venue and start
    persons.parquet               whom the numbers stand for: pseudonyms under the export's own key
    venues.parquet, case_ids.parquet  which venues and cases they stand for
    cases.parquet                 the cases to be traced, in the same numbers

Every file names the export and its end in its metadata. A folder gets its name when all is in it.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

MANIFEST: Final = "export.json"
_NOTES: Final = (
    "All days of one person carry one number here: delete the files when they end.",
    "The key is destroyed at expires_at: from then on no pseudonym here leads to a person.",
)


class NoExport(ValueError):
    """A folder without a finished export that this program can read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export is."""

    id: UUID
    made_at: datetime
    expires_at: datetime
    first_day: date
    last_day: date
    shards: int
    stays: int
    persons: int
    venues: int
    cases: int
    notes: tuple[str, ...] = _NOTES
    format: Literal[1] = 1

    @property
    def metadata(self) -> dict[str, str]:
        """What each of its files says of itself."""
        return {"ghe.export": str(self.id), "ghe.expires_at": self.expires_at.isoformat()}


_MANIFEST: Final = TypeAdapter(Manifest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Finish an export."""
    draft = folder / f".{MANIFEST}.part"
    with _private(draft) as file:
        file.write(_MANIFEST.dump_json(manifest, indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MANIFEST)


def read_manifest(folder: Path) -> Manifest:
    """What a folder holds.

    Raises:
        NoExport: nothing that was finished, or nothing that this program reads.
    """
    try:
        return _MANIFEST.validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as fault:
        raise NoExport(f"{folder} holds no finished export") from fault


def draft_of(folder: Path, export: UUID) -> Path:
    """Where an export is written until it is whole: beside its folder, named by its id."""
    return folder.with_name(f".{folder.name}.{export}.part")


def remove(folder: Path, export: UUID) -> None:
    """Delete the files of an export, finished or not, if it lies there; whatever else is there stays."""
    shutil.rmtree(draft_of(folder, export), ignore_errors=True)
    try:
        if read_manifest(folder).id != export:
            return
    except NoExport:
        return
    for file in (*folder.rglob("*.parquet"), *folder.rglob("*.sealed")):
        file.unlink()
    (folder / MANIFEST).unlink()
    for part in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        _remove_empty(part)
    _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def write_table(path: Path, columns: Mapping[str, Any], metadata: Mapping[str, str]) -> None:
    """A Parquet file, whole or not at all; a repeat takes the place of the first."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(dict(columns)).replace_schema_metadata(dict(metadata))
    whole = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Two workers, of two machines maybe, write the same file at once when one was only thought dead.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    with _private(draft) as file:
        encoding = dict.fromkeys(whole, "DELTA_BINARY_PACKED")
        pq.write_table(table, file, compression="zstd", use_dictionary=False, column_encoding=encoding)
    draft.replace(path)


def read_table(path: Path, names: list[str] | None = None) -> dict[str, Any]:
    """The columns of a Parquet file, or of all files of a folder in the order of their names, as arrays."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    table = pa.concat_tables([pq.read_table(file, columns=names, partitioning=None) for file in files])
    return {name: table[name].to_numpy() for name in table.column_names}


def _private(path: Path) -> Any:  # noqa: ANN401 - a file
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
