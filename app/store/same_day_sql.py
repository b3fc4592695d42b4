"""How a day that is over gets beside each visit where else its pseudonym was, and how that stays true.

Who takes a visit back, or deletes it, makes the others of that day say nothing: a trace then looks them up,
as it does on days that are not over. Table names are made from a date, never from input.
"""

# ruff: noqa: S608 - every word is ours

from __future__ import annotations

from typing import Final

_MOST: Final = 32
"""Of more visits a day none is kept beside another: nobody's phone fills the pages of a whole city."""
_ONE: Final = "uuid_send(venue) || uuid_send(id)"

SEVERAL: Final = (
    f"SELECT pseudonym, count(*) > {_MOST} AS many, "
    f"string_agg({_ONE}, '' ORDER BY id) FILTER (WHERE withdrawn_at IS NULL) AS visits "
    "FROM {table} GROUP BY pseudonym HAVING count(*) > 1"
)
"""Who made several visits."""
OTHERS: Final = (
    "CASE WHEN many THEN NULL "
    f"WHEN position({_ONE} IN visits) > 0 "
    f"THEN overlay(visits PLACING '' FROM position({_ONE} IN visits) FOR 32) "
    "ELSE coalesce(visits, '') END"
)
"""What stands beside a visit, of a row joined with `SEVERAL`."""

_FORGET: Final = """
    CREATE OR REPLACE FUNCTION forget_same_day() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        EXECUTE format(
            'UPDATE %s SET same_day = NULL WHERE pseudonym = $1 AND same_day IS NOT NULL', TG_RELID::regclass
        ) USING coalesce(NEW.pseudonym, OLD.pseudonym);
        RETURN NULL;
    END $$
"""
GIVE_UP: Final = (
    "DROP FUNCTION IF EXISTS forget_same_day() CASCADE",
    "UPDATE visits SET same_day = NULL WHERE same_day IS NOT NULL",
)
"""For a cluster, which takes no trigger: nothing stands beside the visits any more."""


def keep_true(table: str) -> tuple[str, str]:
    """Statements that let every change of who was where on that day reach what stands beside the visits."""
    trigger = (
        f"CREATE TRIGGER forget_same_day AFTER INSERT OR DELETE OR UPDATE OF withdrawn_at ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION forget_same_day()"
    )
    return _FORGET, trigger
