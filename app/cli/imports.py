"""`ghe import wards | venues | case-counts FILE`: a whole file or nothing of it, and why not, by line."""

from __future__ import annotations

import typer

from app.cli.import_case_counts import case_counts
from app.cli.import_venues import venues
from app.cli.import_wards import wards

imports = typer.Typer(no_args_is_help=True, help="Take in files: a whole file, or nothing of it.")
imports.command("wards")(wards)
imports.command("case-counts")(case_counts)
imports.command("venues")(venues)
