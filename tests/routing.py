"""Watches what the program asks of PostgreSQL: would a cluster cut by Citus send it where the rows are?

A statement on a distributed table names values of the column that the table is cut by, or it is asked of
every machine. Those that are stand in docs/scaling.md, each with its reason.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Insert, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, Grouping, TextClause, Tuple
from sqlalchemy.sql.selectable import Select

from app.store.distribution import DISTRIBUTED

ROOT = Path(__file__).parents[1]
_ASKED = re.compile(rf"\b({'|'.join(DISTRIBUTED)})\b")


def listed(page: str) -> set[str]:
    """The functions that the page says ask every machine."""
    return set(re.findall(r"^\| `(\w+\.\w+)` \|", page, re.MULTILINE))


def watch(engine: Engine) -> set[tuple[str, str, str]]:
    """Every statement of the engine from now on that asks all machines: function, table, SQL."""
    found: set[tuple[str, str, str]] = set()
    seen: set[str] = set()

    @event.listens_for(engine, "before_cursor_execute")
    def look(connection, cursor, statement, parameters, context, executemany) -> None:
        if not _ASKED.search(statement) or statement in seen:
            return
        function = _function()
        if function is None:  # a test's own look at the tables
            return
        seen.add(statement)
        compiled = getattr(context, "compiled", None)
        asked = None if compiled is None else compiled.statement
        in_words = asked is None or isinstance(asked, TextClause)
        tables = _in_words(statement) if in_words else everywhere(asked)
        found.update((function, table, " ".join(statement.split())[:300]) for table in tables)

    return found


def _in_words(statement: str) -> set[str]:
    """The same of a statement in the driver's own words."""
    held = r"\b[^()]*?\bWHERE (\w+\.)?"
    return {
        table
        for table in re.findall(rf"\b(?:FROM|JOIN|UPDATE)\s+({'|'.join(DISTRIBUTED)})\b", statement)
        if not re.search(rf"\b{table}{held}{DISTRIBUTED[table]} = (ANY\()?%s", statement)
    }


def everywhere(statement: Any) -> set[str]:
    """The distributed tables that a statement searches on all machines."""
    if isinstance(statement, Insert):
        return set()
    found: set[str] = set()
    for part in visitors.iterate(statement):
        if isinstance(part, Select):
            tables, where = _tables(part.get_final_froms()), part.whereclause
        elif hasattr(part, "table") and hasattr(part, "whereclause"):  # UPDATE, DELETE
            tables, where = _tables([part.table]), part.whereclause
        else:
            continue
        found |= {table for table in tables if not _routes(where, table)}
    return found


def _tables(froms: Any) -> set[str]:
    names = {getattr(part, "name", None) for one in froms for part in visitors.iterate(one)}
    return names & set(DISTRIBUTED)


def _routes(where: Any, table: str) -> bool:
    """Whether a condition holds the table to named values of its column."""
    if isinstance(where, Grouping):
        return _routes(where.element, table)
    if isinstance(where, BooleanClauseList):
        each = [_routes(part, table) for part in where.clauses]
        return any(each) if where.operator is operators.and_ else all(each)
    if isinstance(where, BinaryExpression) and where.operator in {operators.eq, operators.in_op}:
        left = where.left.element if isinstance(where.left, Grouping) else where.left
        columns = list(left.clauses) if isinstance(left, Tuple) else [left]
        named = any(_is_cut_by(column, table) for column in columns)
        return named and not any(isinstance(part, Column) for part in visitors.iterate(where.right))
    return False


def _is_cut_by(column: Any, table: str) -> bool:
    owner = getattr(getattr(column, "table", None), "name", None)
    return owner == table and column.name == DISTRIBUTED[table]


def _function() -> str | None:
    """The function of the store that was called from outside it, as `module.function`."""
    frame, found = sys._getframe(2), None
    while frame is not None:
        path, name = Path(frame.f_code.co_filename), frame.f_code.co_name
        if path.parent == ROOT / "app" / "store":
            found = f"{path.stem}.{name}" if name.isidentifier() else found
        elif found is not None:
            return found
        frame = frame.f_back
    return found
