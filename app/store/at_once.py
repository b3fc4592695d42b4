"""What plain check-ins ask and keep on a `Line`: statements of people, codes and visits, without a session.

Not on a database that is cut by venue: what is kept there has a copy beside it, and no statement may ask for
visits by pseudonym alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from app.domain.codes import Code
from app.domain.ids import PersonId, Pseudonym, VenueId, VisitId
from app.domain.spans import Span
from app.domain.visits import Visit
from app.store import issued_codes, people, visits
from app.store.direct import readers
from app.store.issued_codes import CodedPlace
from app.store.line import Line
from app.store.visit_rows import COLUMN_NAMES, visit_of

Details = tuple[VisitId, PersonId, date, bytes]
"""Sealed contact details, and the visit that they came with."""

# `IS TRUE` keeps the planner from reading all of today's visits at these venues: there may be thousands at
# each, where a person has a handful.
_AT: Final = f"""
    SELECT {COLUMN_NAMES} FROM visits
    WHERE pseudonym {{in_ids}} AND (venue {{in_ids}}) IS TRUE
      AND entered_at >= {{value}} AND entered_at < {{value}}
"""  # noqa: S608 - names of ours
# Browsers come first, in one order, then visits in one order, as everywhere: so two processes wait for each
# other and never in a circle. If somebody else has kept one of the browsers, no visit of this batch is kept:
# it might go by a name that nobody finds.
_KEEP: Final = f"""
    WITH named AS (
        INSERT INTO device_tokens (token_sha256, person)
        SELECT * FROM unnest(%s::bytea[], %s::uuid[]) ON CONFLICT DO NOTHING RETURNING person
    ),
    come AS (INSERT INTO persons (id, first_day, guardian) SELECT person, %s, false FROM named),
    kept AS (
        {visits.GIVEN_POSTGRES} WHERE (SELECT count(*) FROM named) = %s ON CONFLICT DO NOTHING RETURNING id
    ),
    told AS (
        INSERT INTO sealed_contacts (epoch, person, blob)
        SELECT epoch, person, blob
        FROM unnest(%s::uuid[], %s::uuid[], %s::date[], %s::bytea[]) AS came (visit, person, epoch, blob)
        JOIN kept ON kept.id = came.visit ORDER BY person, epoch
        ON CONFLICT DO NOTHING
    )
    SELECT count(*) FROM kept
"""  # noqa: S608 - names of ours


async def names_by_tokens(line: Line, tokens: Iterable[bytes]) -> dict[bytes, list[PersonId]]:
    """As `people.names_by_tokens`."""
    return people.read_names(await line.ask(people.NAMES_BY_TOKENS, line.hashes(tokens)), sqlite=False)


async def by_codes(line: Line, codes: Iterable[Code]) -> dict[Code, CodedPlace]:
    """As `issued_codes.by_codes`."""
    return issued_codes.read_places(await line.ask(issued_codes.CODED, line.words(codes)), sqlite=False)


async def of_pseudonyms_at(
    line: Line, pseudonyms: Iterable[Pseudonym], venues: Iterable[VenueId], during: Span
) -> list[Visit]:
    """As `visits.of_pseudonyms_at`."""
    rows = await line.ask(_AT, line.ids(pseudonyms), line.ids(venues), during.start, during.end)
    return [visit_of(row, *readers(sqlite=False)) for row in rows]


async def keep(
    line: Line,
    new: Iterable[Visit],
    details: Sequence[Details],
    newcomers: Mapping[bytes, PersonId],
    *,
    today: date,
) -> int:
    """Keep visits that are not kept yet, with the details and the newcomers behind them; how many were new.

    Newcomers are those whose first visit is among these, by the SHA-256 of their browser.
    """
    columns, comers = visits.columns_of(new), sorted(newcomers.items())
    if not columns:
        return 0
    [[count]] = await line.ask(
        _KEEP,
        line.hashes(token for token, _ in comers),
        line.ids(person for _, person in comers),
        today,
        *columns,
        len(comers),
        line.ids(visit for visit, *_ in details),
        line.ids(person for _, person, *_ in details),
        [day for _, _, day, _ in details],
        line.hashes(blob for *_, blob in details),
    )
    return int(count)
