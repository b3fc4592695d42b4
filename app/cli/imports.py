"""`ghe import wards | ward-changes | venues | case-counts FILE`: all of a file or nothing, and why not."""

from __future__ import annotations

import typer

from app.cli.import_case_counts import case_counts
from app.cli.import_venues import venues
from app.cli.import_ward_changes import ward_changes
from app.cli.import_wards import wards

imports = typer.Typer(no_args_is_help=True, help="Take in files: a whole file, or nothing of it.")
imports.command("wards")(wards)
imports.command("ward-changes")(ward_changes)
imports.command("case-counts")(case_counts)
imports.command("venues")(venues)
