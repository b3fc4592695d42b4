"""Options that the import commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file.")]
Source = Annotated[str, typer.Option(help="Where the numbers come from, for maps and exports.")]
Lang = Annotated[str, typer.Option(help="Language of messages: vi or en.")]
Encoding = Annotated[
    str | None, typer.Option(help="If the file is not UTF-8, UTF-16 or Windows-1258: Python's name for it.")
]
