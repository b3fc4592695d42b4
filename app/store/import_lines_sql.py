"""The statements of `import_lines`, in SQLite's words: the scratch is SQLite whatever the city's is."""

# ruff: noqa: S608 - put together from the parts below and nothing else

from __future__ import annotations

from typing import Final

_BESIDE: Final = 500
"""Compared with one line at most: a heap of them may lie on one spot."""

TABLES: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -32000;
    CREATE TABLE lines (
        number INTEGER PRIMARY KEY, name TEXT, address TEXT, latitude REAL, longitude REAL, square INTEGER,
        parent_name TEXT, parent_code TEXT, said_parent TEXT, said_name TEXT, said_address TEXT,
        id BLOB, kept BLOB, good INTEGER GENERATED ALWAYS AS (kept IS NOT NULL) VIRTUAL
    );
    CREATE TABLE coded (text TEXT PRIMARY KEY, id BLOB) WITHOUT ROWID;
    CREATE TABLE inside (number INTEGER PRIMARY KEY, parent INTEGER);
    CREATE TABLE steps (step INTEGER PRIMARY KEY, number INTEGER);
    CREATE TABLE codes (number INTEGER PRIMARY KEY, code TEXT, typed TEXT);
"""
"""Lines have positive numbers; venues that are registered negative ones, and their address is not folded."""
INDEXES: Final = """
    CREATE INDEX by_name ON lines (name);
    CREATE INDEX by_square ON lines (square, number);
    CREATE INDEX by_address ON lines (address, number) WHERE address IS NOT NULL;
    CREATE INDEX by_parent_code ON lines (parent_code) WHERE parent_code > '';
"""
ADD: Final = f"INSERT INTO lines VALUES ({', '.join('?' * 13)})"
ADD_REGISTERED: Final = (
    "INSERT INTO lines (number, name, square, latitude, longitude, said_name, said_address) "
    "VALUES (-?, ?, ?, ?, ?, ?, ?)"
)
PARENT_CODES: Final = "SELECT DISTINCT parent_code FROM lines WHERE parent_code > ''"

_NAMESAKES: Final = "SELECT p.number FROM lines p WHERE p.name = l.parent_name AND p.number > 0 AND p.good"
_COUNTED: Final = f"(SELECT count(*) FROM ({_NAMESAKES} LIMIT 2))"
_BY_NAME: Final = "l.good AND l.parent_code = '' AND l.parent_name > ''"
NEST: Final = f"""
    INSERT INTO inside SELECT l.number, ({_NAMESAKES}) FROM lines l WHERE {_BY_NAME} AND {_COUNTED} = 1;
    CREATE INDEX by_parent ON inside (parent);
    INSERT INTO steps (number)
        WITH RECURSIVE nested(number, around) AS (
            SELECT number, 0 FROM lines WHERE good AND number NOT IN (SELECT number FROM inside)
            UNION ALL
            SELECT i.number, n.around + 1 FROM nested n JOIN inside i ON i.parent = n.number
        )
        SELECT number FROM nested ORDER BY around, number;
"""
NOT_CODED: Final = """
    SELECT number, 'parent_code', parent_code FROM lines
    WHERE good AND parent_code > '' AND parent_code NOT IN (SELECT text FROM coded)
"""
NOT_NAMED: Final = f"""
    SELECT number, kind, said_parent FROM (
        SELECT l.number, l.said_parent, CASE
            WHEN {_COUNTED} = 2 THEN 'parent_ambiguous'
            WHEN NOT EXISTS (SELECT * FROM lines p WHERE p.name = l.parent_name AND p.number > 0)
            THEN 'parent_unknown'
        END AS kind
        FROM lines l WHERE {_BY_NAME} AND l.number NOT IN (SELECT number FROM inside)
    ) WHERE kind IS NOT NULL
"""
"""Where that line is there and wrong itself, it is listed already."""
CIRCLES: Final = """
    SELECT number, 'parent_circle', '' FROM inside WHERE number NOT IN (SELECT number FROM steps)
"""

_SIGHTED: Final = "SELECT number, name, address, latitude, longitude, said_name, said_address FROM lines"
PLACES: Final = f"{_SIGHTED} WHERE number > 0 AND good ORDER BY number"
REGISTERED_OF_NAME: Final = f"{_SIGHTED} WHERE name = ? AND number < 0 LIMIT {_BESIDE}"
AT_ADDRESS: Final = f"{_SIGHTED} WHERE address = ? AND number < ? LIMIT {_BESIDE}"
UNPLACED_AT_ADDRESS: Final = (
    f"{_SIGHTED} WHERE address = ? AND number < ? AND latitude IS NULL LIMIT {_BESIDE}"
)
NEARBY: Final = (
    f"{_SIGHTED} WHERE square IN ({', '.join('?' * 9)}) AND number < ? "
    f"AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? LIMIT {_BESIDE}"
)

STEPS: Final = """
    SELECT s.step, l.number, l.id, l.kept, coalesce(c.id, p.id)
    FROM steps s JOIN lines l ON l.number = s.number
    LEFT JOIN coded c ON c.text = l.parent_code
    LEFT JOIN inside i ON i.number = l.number LEFT JOIN lines p ON p.number = i.parent
    WHERE s.step > ? ORDER BY s.step LIMIT ?
"""
CODES: Final = """
    SELECT c.number, l.id, l.said_name, c.code, c.typed
    FROM codes c JOIN lines l ON l.number = c.number ORDER BY c.number
"""
