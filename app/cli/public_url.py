"""A word to the operator where the address makes posters worse than they need be."""

from __future__ import annotations

import sys

from app.usecases.check_public_url import check_public_url


def warn_of_public_url(public_url: str) -> None:
    """One line on the error stream, or nothing."""
    if warning := check_public_url(public_url):
        print(warning, file=sys.stderr)
