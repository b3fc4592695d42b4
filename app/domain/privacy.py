"""Which version of the privacy notice is in force: its text is the page /privacy."""

from __future__ import annotations

from typing import Final

PRIVACY_NOTICE: Final = "2026-11"
"""Changes with every change of the page's sense; exports carry it."""
