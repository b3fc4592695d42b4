from uuid import UUID

from sqlmodel import select

from app.domain.officials import Official
from app.domain.roles import Role
from app.store import jurisdictions
from app.store.tables import SubjectRow


def subject(number, jurisdiction, now):
    return SubjectRow(
        id=UUID(int=number),
        jurisdiction=jurisdiction,
        details=b"",
        name_index=bytes(16),
        phone_index=None,
        created_at=now,
    )


def test_the_clause_keeps_exactly_the_rows_that_the_rule_covers(database, now):
    areas = ["26734", "26737", None]
    with database.writing() as session:
        session.add_all([subject(number, area, now) for number, area in enumerate(areas)])
    for own in areas:
        official = Official(UUID(int=1), "huong", "Hương", Role.TRACER, own)
        with database.reading() as session:
            seen = session.exec(
                select(SubjectRow.jurisdiction).where(
                    jurisdictions.covered(SubjectRow.jurisdiction, official)
                )
            )
            assert sorted(seen, key=str) == sorted(filter(official.covers, areas), key=str)
