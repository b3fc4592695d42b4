"""People who came along with somebody and have no check-in of their own: a household, a school class."""

from __future__ import annotations

from typing import Final

from app.domain.errors import InputRefused, Problem

MOST_COMPANIONS: Final = 60
"""A class and its helpers; who comes with more is an event, which the venue announces."""


def check_companions(companions: int, children: int) -> None:
    """Let numbers of people pass: how many came along, and how many of them are under 16.

    Raises:
        InputRefused: outside 0 to 60, or more children than people.
    """
    problems = [
        Problem(field, "range", (("least", 0), ("most", MOST_COMPANIONS)))
        for field, count in (("companions", companions), ("children", children))
        if not 0 <= count <= MOST_COMPANIONS
    ]
    if not problems and children > companions:
        problems = [Problem("children", "more_children")]
    if problems:
        raise InputRefused(problems)
