"""Every table of the first version.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

TABLES = {
    "city": ("settings", "legal_bases", "imports", "areas", "case_counts"),
    "places": ("owners", "venues", "zones", "codes"),
    "people": ("persons", "device_tokens", "cards", "visits", "sealed_contacts"),
    "officials": ("officials", "sign_in_links", "sign_in_tries", "sessions"),
    "cases": ("subjects", "cases", "events", "release_codes", "case_visits"),
    "traces": ("traces", "exposures", "contacts", "notices"),
    "audit": ("audit", "audit_head"),
}


def upgrade() -> None:
    for part in (_city, _places, _people, _officials, _cases, _traces, _audit):
        part()
    op.execute(
        sa.text("INSERT INTO audit_head (id, number, hash) VALUES (1, 0, :zero)").bindparams(zero=bytes(32))
    )
    _forbid_changes_to_audit()


def downgrade() -> None:
    for names in reversed(TABLES.values()):
        for name in reversed(names):
            op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_insert_only()")


def _forbid_changes_to_audit() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit is insert-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_is_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_insert_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'audit is insert-only'); END"
        )


def _city() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "legal_bases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "consent", "order", name="basis_kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(120), nullable=False),
        sa.Column("valid_from", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_bases")),
        sa.UniqueConstraint("kind", "reference", name=op.f("uq_legal_bases_kind_reference")),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_table(
        "areas",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("parent_code", sa.String(16), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("west", sa.Float(), nullable=False),
        sa.Column("south", sa.Float(), nullable=False),
        sa.Column("east", sa.Float(), nullable=False),
        sa.Column("north", sa.Float(), nullable=False),
        sa.Column("drawn", sa.LargeBinary(), nullable=False),
        sa.Column("geometry", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["imports.id"], name=op.f("fk_areas_version_imports")),
        sa.PrimaryKeyConstraint("version", "code", name=op.f("pk_areas")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_counts",
        sa.Column("disease", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("area_code", sa.String(16), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_case_counts_import_id_imports")),
        sa.PrimaryKeyConstraint("disease", "day", "area_code", name=op.f("pk_case_counts")),
        sqlite_with_rowid=False,
    )


def _places() -> None:
    op.create_table(
        "owners",
        sa.Column("id", ID, nullable=False),
        sa.Column("key_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("details", sa.LargeBinary(length=1024), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_owners_key_sha256")),
    )
    op.create_table(
        "venues",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("folded_name", sa.String(200), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "market",
                "mall",
                "shop",
                "restaurant",
                "cafe",
                "bar",
                "workplace",
                "factory",
                "school",
                "clinic",
                "hospital",
                "public_office",
                "worship",
                "gym",
                "beauty",
                "cinema",
                "event_hall",
                "hotel",
                "station",
                "vehicle",
                "park",
                "care_home",
                "other",
                name="venue_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("ward", sa.String(16), nullable=True),
        sa.Column("parent", ID, nullable=True),
        sa.Column("owner", ID, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open", "closed", name="venue_state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name=op.f("fk_venues_owner_owners")),
        sa.ForeignKeyConstraint(["parent"], ["venues.id"], name=op.f("fk_venues_parent_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
    )
    op.create_index(op.f("ix_venues_folded_name"), "venues", ["folded_name"], unique=False)
    op.create_index(op.f("ix_venues_latitude_longitude"), "venues", ["latitude", "longitude"], unique=False)
    op.create_index(op.f("ix_venues_owner"), "venues", ["owner"], unique=False)
    op.create_index(op.f("ix_venues_parent"), "venues", ["parent"], unique=False)
    op.create_index(op.f("ix_venues_ward"), "venues", ["ward"], unique=False)
    op.create_table(
        "zones",
        sa.Column("id", ID, nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("volume_m3", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_zones_venue_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones")),
    )
    op.create_index(op.f("ix_zones_venue"), "zones", ["venue"], unique=False)
    op.create_table(
        "codes",
        sa.Column("code", sa.String(17), nullable=False),
        sa.Column("typed", sa.String(9), nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("zone", ID, nullable=True),
        sa.Column("valid_from", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_codes_venue_venues")),
        sa.ForeignKeyConstraint(["zone"], ["zones.id"], name=op.f("fk_codes_zone_zones")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_codes")),
        sa.UniqueConstraint("typed", name=op.f("uq_codes_typed")),
    )
    op.create_index(op.f("ix_codes_venue"), "codes", ["venue"], unique=False)


def _people() -> None:
    op.create_table(
        "persons",
        sa.Column("id", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "device_tokens",
        sa.Column("token_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_device_tokens_person_persons")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_device_tokens")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_device_tokens_person"), "device_tokens", ["person"], unique=False)
    op.create_table(
        "cards",
        sa.Column("number_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(length=1024), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_cards_person_persons")),
        sa.PrimaryKeyConstraint("number_sha256", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_person"), "cards", ["person"], unique=False)
    op.create_table(
        "visits",
        sa.Column("venue", ID, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("pseudonym", ID, nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("zone", ID, nullable=True),
        sa.Column(
            "assurance",
            sa.Enum(
                "static",
                "typed",
                "card",
                "dynamic",
                "staff",
                name="visit_assurance",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.Column("basis", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "venue", "entered_at", "id", name=op.f("pk_visits"), postgresql_include=["left_at", "pseudonym"]
        ),
        postgresql_partition_by="RANGE (entered_at)",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_visits_pseudonym", "visits", ["pseudonym", "entered_at"], unique=False)
    op.create_table(
        "sealed_contacts",
        sa.Column("epoch", sa.Date(), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("blob", sa.LargeBinary(length=512), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "person", name=op.f("pk_sealed_contacts")),
        sqlite_with_rowid=False,
    )


def _officials() -> None:
    op.create_table(
        "officials",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_name", sa.String(60), nullable=False),
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "tracer",
                "epidemiologist",
                "approver",
                "auditor",
                "administrator",
                name="official_role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("jurisdiction", sa.String(16), nullable=True),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(length=128), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officials")),
        sa.UniqueConstraint("user_name", name=op.f("uq_officials_user_name")),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("token_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("official", ID, nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "set_up", "demo", name="link_purpose", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["official"], ["officials.id"], name=op.f("fk_sign_in_links_official_officials")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sign_in_links")),
    )
    op.create_index(op.f("ix_sign_in_links_official"), "sign_in_links", ["official"], unique=False)
    op.create_table(
        "sign_in_tries",
        sa.Column("name_mac", sa.LargeBinary(length=16), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name_mac", name=op.f("pk_sign_in_tries")),
    )
    op.create_index(op.f("ix_sign_in_tries_last_at"), "sign_in_tries", ["last_at"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("official", ID, nullable=True),
        sa.Column("owner", ID, nullable=True),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("(official IS NULL) <> (owner IS NULL)", name=op.f("ck_sessions_one_kind")),
        sa.ForeignKeyConstraint(["official"], ["officials.id"], name=op.f("fk_sessions_official_officials")),
        sa.ForeignKeyConstraint(["owner"], ["owners.id"], name=op.f("fk_sessions_owner_owners")),
        sa.PrimaryKeyConstraint("id_sha256", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_official"), "sessions", ["official"], unique=False)
    op.create_index(op.f("ix_sessions_owner"), "sessions", ["owner"], unique=False)


def _cases() -> None:
    op.create_table(
        "subjects",
        sa.Column("id", ID, nullable=False),
        sa.Column("jurisdiction", sa.String(16), nullable=True),
        sa.Column("details", sa.LargeBinary(length=4096), nullable=False),
        sa.Column("name_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(length=16), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subjects")),
    )
    op.create_index(op.f("ix_subjects_name_index"), "subjects", ["name_index"], unique=False)
    op.create_index(op.f("ix_subjects_phone_index"), "subjects", ["phone_index"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("disease", sa.String(32), nullable=False),
        sa.Column(
            "classification",
            sa.Enum(
                "suspected",
                "confirmed",
                "discarded",
                name="case_classification",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open", "closed", name="case_state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("onset_on", sa.Date(), nullable=True),
        sa.Column(
            "onset_precision",
            sa.Enum(
                "day",
                "days",
                "week",
                name="onset_precision",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("sample_on", sa.Date(), nullable=True),
        sa.Column("isolated_on", sa.Date(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("ward", sa.String(16), nullable=True),
        sa.Column("jurisdiction", sa.String(16), nullable=True),
        sa.Column("lab_reference", sa.String(60), nullable=True),
        sa.Column("notes", sa.LargeBinary(length=8192), nullable=True),
        sa.Column("reported_by", ID, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["officials.id"], name=op.f("fk_cases_reported_by_officials")
        ),
        sa.ForeignKeyConstraint(["subject"], ["subjects.id"], name=op.f("fk_cases_subject_subjects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(op.f("ix_cases_jurisdiction"), "cases", ["jurisdiction"], unique=False)
    op.create_index(op.f("ix_cases_state_reported_at"), "cases", ["state", "reported_at"], unique=False)
    op.create_index(op.f("ix_cases_ward_counted_on"), "cases", ["ward", "counted_on"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("disease", sa.String(32), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("opened_by", ID, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("approved_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["officials.id"], name=op.f("fk_events_approved_by_officials")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["officials.id"], name=op.f("fk_events_opened_by_officials")),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_events_venue_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("reference", name=op.f("uq_events_reference")),
    )
    op.create_table(
        "release_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("case", ID, nullable=False),
        sa.Column("official", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("released_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("device_sha256", sa.LargeBinary(length=32), nullable=True),
        sa.Column("offered", sa.Integer(), nullable=True),
        sa.Column("shared", sa.Integer(), nullable=True),
        sa.Column("missing", sa.LargeBinary(length=4096), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_release_codes_case_cases")),
        sa.ForeignKeyConstraint(
            ["official"], ["officials.id"], name=op.f("fk_release_codes_official_officials")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_codes")),
        sa.UniqueConstraint("code_mac", name=op.f("uq_release_codes_code_mac")),
    )
    op.create_index(op.f("ix_release_codes_case"), "release_codes", ["case"], unique=False)
    op.create_table(
        "case_visits",
        sa.Column("id", ID, nullable=False),
        sa.Column("case", ID, nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "release",
                "card",
                "interview",
                name="case_visit_origin",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("release", ID, nullable=True),
        sa.Column("person", ID, nullable=True),
        sa.Column("venue", ID, nullable=False),
        sa.Column("zone", ID, nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=False),
        sa.Column("end_assumed", sa.Boolean(), nullable=False),
        sa.Column(
            "assurance",
            sa.Enum(
                "static",
                "typed",
                "card",
                "dynamic",
                "staff",
                name="case_visit_assurance",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.Column("added_by", ID, nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["officials.id"], name=op.f("fk_case_visits_added_by_officials")
        ),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_case_visits_case_cases")),
        sa.ForeignKeyConstraint(
            ["release"], ["release_codes.id"], name=op.f("fk_case_visits_release_release_codes")
        ),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_case_visits_venue_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_visits")),
    )
    op.create_index(op.f("ix_case_visits_case"), "case_visits", ["case"], unique=False)


def _traces() -> None:
    op.create_table(
        "traces",
        sa.Column("id", ID, nullable=False),
        sa.Column("case", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("window_start", INSTANT, nullable=False),
        sa.Column("window_end", INSTANT, nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_traces_case_cases")),
        sa.ForeignKeyConstraint(["made_by"], ["officials.id"], name=op.f("fk_traces_made_by_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traces")),
        sa.UniqueConstraint("case", "number", name=op.f("uq_traces_case_number")),
    )
    op.create_table(
        "exposures",
        sa.Column("trace", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("zone", ID, nullable=True),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column(
            "assurance",
            sa.Enum(
                "static",
                "typed",
                "card",
                "dynamic",
                "staff",
                name="exposure_assurance",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["trace"], ["traces.id"], name=op.f("fk_exposures_trace_traces")),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_exposures_venue_venues")),
        sa.PrimaryKeyConstraint("trace", "person", "number", name=op.f("pk_exposures")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_exposures_venue"), "exposures", ["venue"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("case", ID, nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("subject", ID, nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "venue",
                "household",
                "workplace",
                "transport",
                "school",
                "other",
                name="contact_origin",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "contact",
                "excluded",
                name="contact_standing",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("guidance", sa.String(40), nullable=False),
        sa.Column("resealed", sa.LargeBinary(length=512), nullable=True),
        sa.Column("resealed_epoch", sa.Date(), nullable=True),
        sa.Column("decided_by", ID, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_contacts_case_cases")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officials.id"], name=op.f("fk_contacts_decided_by_officials")
        ),
        sa.ForeignKeyConstraint(["subject"], ["subjects.id"], name=op.f("fk_contacts_subject_subjects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("case", "person", name=op.f("uq_contacts_case_person")),
    )
    op.create_index(op.f("ix_contacts_case"), "contacts", ["case"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("case", ID, nullable=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_notices_case_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_person"), "notices", ["person"], unique=False)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", ID, nullable=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("case", ID, nullable=True),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_action"), "audit", ["action"], unique=False)
    op.create_index(op.f("ix_audit_case"), "audit", ["case"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
