"""What axe finds wrong on a page, in words that lead to the place."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OPTIONS: Final = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "iframes": False,  # a map's frame shares nothing with its page; it is opened as a page of its own
}
LANDMARKS: Final = {"landmark-one-main", "region"}
RUN: Final = "(options) => axe.run(document, options).then((found) => found.violations)"


def violations(page: Page, *, framed: bool = False) -> list[str]:
    """One line for each element: the rule, what is wrong, and the element.

    A document in a frame needs no landmarks: those of the page around it hold it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, OPTIONS)
    return [
        f"{rule['id']}: {_reason(node)}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
        if not (framed and rule["id"] in LANDMARKS)
    ]


def _reason(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
