"""What a page asks of the database, apart from what the service asks by itself meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread

from sqlalchemy import Engine, event


def is_of_the_service() -> bool:
    """Whether the thread that asks is no page's: housekeeping, what others have decided, posters to print."""
    return current_thread().name.startswith(("asyncio_", "posters"))


@contextmanager
def selects(engine: Engine) -> Iterator[list[str]]:
    """The questions that pages ask meanwhile."""
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_) -> None:  # type: ignore[no-untyped-def]
        if statement.lstrip().upper().startswith("SELECT") and not is_of_the_service():
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listen)
