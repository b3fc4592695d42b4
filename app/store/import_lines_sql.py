"""The statements of `import_lines`, in SQLite's words: the scratch is SQLite whatever the city's is."""

# ruff: noqa: S608 - put together from the parts below and nothing else

from __future__ import annotations

from typing import Final

TABLES: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -32000;
    CREATE TABLE lines (
        number INTEGER PRIMARY KEY, name TEXT, address TEXT, latitude REAL, longitude REAL, band INTEGER,
        said_name TEXT, said_address TEXT, good INTEGER,
        parent_name TEXT, parent_code TEXT, said_parent TEXT,
        id BLOB, kind TEXT, capacity INTEGER, hours BLOB, phone TEXT, ventilation TEXT
    );
    CREATE TABLE coded (text TEXT PRIMARY KEY, id BLOB) WITHOUT ROWID;
    CREATE TABLE inside (number INTEGER PRIMARY KEY, parent INTEGER);
    CREATE TABLE steps (step INTEGER PRIMARY KEY, number INTEGER);
    CREATE TABLE codes (number INTEGER PRIMARY KEY, code TEXT, typed TEXT);
    CREATE TABLE found (number INTEGER, there INTEGER, likeness REAL);
"""
"""Lines have positive numbers; venues that are registered negative ones. A wrong line has only its name."""
ADD: Final = f"INSERT INTO lines VALUES ({', '.join('?' * 18)})"
ADD_REGISTERED: Final = (
    "INSERT INTO lines (number, name, address, latitude, longitude, band, said_name, said_address) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
PARENT_CODES: Final = "SELECT DISTINCT parent_code FROM lines WHERE parent_code > ''"

_NAMESAKES: Final = "SELECT p.number FROM lines p WHERE p.name = l.parent_name AND p.good"
_COUNTED: Final = f"(SELECT count(*) FROM ({_NAMESAKES} LIMIT 2))"
_BY_NAME: Final = "l.good AND l.parent_code = '' AND l.parent_name > ''"
NEST: Final = f"""
    CREATE INDEX by_name ON lines (name);
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
            WHEN NOT EXISTS (SELECT * FROM lines p WHERE p.name = l.parent_name)
            THEN 'parent_unknown'
        END AS kind
        FROM lines l WHERE {_BY_NAME} AND l.number NOT IN (SELECT number FROM inside)
    ) WHERE kind IS NOT NULL
"""
"""Where that line is there and wrong itself, it is listed already."""
CIRCLES: Final = """
    SELECT number, 'parent_circle', '' FROM inside WHERE number NOT IN (SELECT number FROM steps)
"""

_SEEN: Final = "number, name, address, latitude, longitude"
BESIDE: Final = f"""
    SELECT band AS here, number > 0 AS new, {_SEEN} FROM lines WHERE band IS NOT NULL
    UNION ALL SELECT band + 1, 0, {_SEEN} FROM lines WHERE band IS NOT NULL
    UNION ALL SELECT band - 1, 0, {_SEEN} FROM lines WHERE number < 0 AND band IS NOT NULL
    ORDER BY here, longitude, latitude, name, number
"""
"""By bands from west to east, each line also among the others of the band to the north; a registered venue
in that to the south as well, since it is new in none."""
AT_ADDRESS: Final = f"""
    SELECT address, number > 0, {_SEEN} FROM lines
    WHERE address IN (SELECT address FROM lines WHERE band IS NULL)
    ORDER BY address, name, number
"""
"""Where one has no position, the address tells."""
NOTE: Final = "INSERT INTO found VALUES (?, ?, ?)"
LOOK_ALIKES: Final = """
    SELECT f.number, f.there, f.likeness, l.said_name, l.said_address
    FROM found f JOIN lines l ON l.number = f.there ORDER BY f.number
"""

STEPS: Final = """
    SELECT s.step, l.number, l.id, coalesce(c.id, p.id),
           l.latitude, l.longitude, l.hours, l.kind, l.ventilation,
           l.said_name, l.said_address, l.capacity, l.phone
    FROM steps s JOIN lines l ON l.number = s.number
    LEFT JOIN coded c ON c.text = l.parent_code
    LEFT JOIN inside i ON i.number = l.number LEFT JOIN lines p ON p.number = i.parent
    WHERE s.step > ? ORDER BY s.step LIMIT ?
"""
CODES: Final = """
    SELECT c.number, l.id, l.said_name, c.code, c.typed
    FROM codes c JOIN lines l ON l.number = c.number ORDER BY c.number
"""
