"""Holds the rows against the acknowledgements: a benchmark that lost or made up a visit has failed."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from app.cli.bench.check_in_requests import Kind, Request

_TRIES: Final = 50
_PAUSE: Final = 0.1
_OK: Final = 200


class Ledger:
    """The ids that were acknowledged, in all runs on one database."""

    def __init__(self) -> None:
        self.acknowledged: set[UUID] = set()
        self.refused: set[UUID] = set()
        """Not acknowledged, so phones send these again: it is right to keep them, and not to."""

    def settle(self, host: str, unanswered: Iterable[Request]) -> None:
        """Ask again for what the end of a run cut off, as phones do, until everything is acknowledged.

        Raises:
            RuntimeError: a request is not acknowledged however often it is sent.
        """
        for request in unanswered:
            if request.kind is Kind.REVOKED:
                continue
            for _ in range(_TRIES):
                status = _answer(host, request.data)
                if status == _OK:
                    break
                time.sleep(_PAUSE)
            else:
                raise RuntimeError(f"{request.visit} is never acknowledged, but answered with {status}")
            self.acknowledged.add(request.visit)

    def faults(self, rows: list[UUID]) -> list[str]:
        """What is wrong between the visits that are kept and those that were acknowledged; empty: nothing."""
        kept = set(rows)
        doubled = sum(count > 1 for count in Counter(rows).values())
        wrong = {
            "acknowledged but not kept": len(self.acknowledged - kept),
            "kept but never acknowledged or refused": len(kept - self.acknowledged - self.refused),
            "kept twice": doubled,
        }
        return [f"{count:,} {words}" for words, count in wrong.items() if count]


def _answer(host: str, data: bytes) -> int:
    """The status of one answer; 0: there was none."""
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.connect()
        connection.sock.sendall(data)
        answer = http.client.HTTPResponse(connection.sock, method="POST")
        answer.begin()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
    return answer.status
