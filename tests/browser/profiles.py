"""The browsers that people have, and what each of them cannot do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext

from tests.conftest import PATIENCE

WITHOUT: Final = "Object.defineProperty({of}, '{name}', {{ value: undefined, configurable: true }});"
STANDALONE: Final = """const asked = window.matchMedia.bind(window);
window.matchMedia = (query) => (query.includes("display-mode: standalone")
  ? Object.assign(new EventTarget(), { matches: true, media: query }) : asked(query));"""
NO_BARCODES: Final = WITHOUT.format(of="window", name="BarcodeDetector")
NO_SYNC: Final = WITHOUT.format(of="window", name="SyncManager")
NO_WORKER: Final = WITHOUT.format(of="Navigator.prototype", name="serviceWorker")
NO_CAMERA: Final = WITHOUT.format(of="Navigator.prototype", name="mediaDevices")
NO_STORE: Final = WITHOUT.format(of="window", name="indexedDB")
NO_INSTALL: Final = """addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); event.stopImmediatePropagation(); }, true);"""

COLUMNS: Final = {
    "camera": "poster to receipt",
    "type": "digits typed",
    "again": "leave, still here, withdraw",
    "mine": "own visits",
    "offline": "without a network",
    "sealed": "number sealed by",
    "scanner": "scanner in the page",
}


@dataclass(frozen=True)
class Profile:
    """How the browser is made, and what works in it: a word for each column of the table in docs/phone.md."""

    name: str
    works: dict[str, str]
    scripts: tuple[str, ...] = ()
    keeps_cookies: bool = True
    options: dict[str, Any] = field(default_factory=dict)

    def context(self, browser: Browser) -> BrowserContext:
        """A new browser of this kind, 320 px wide, in English."""
        given = {"viewport": {"width": 320, "height": 640}, "locale": "en-GB"} | self.options
        context = browser.new_context(**given)
        context.set_default_timeout(PATIENCE)
        for script in self.scripts:
            context.add_init_script(script)
        return context


ALL_WORK: Final = {"camera": "yes", "type": "yes", "again": "yes"}
PROFILES: Final = {
    "Safari-like": Profile(
        "Safari-like: no barcode reader, no background sync, no install prompt",
        ALL_WORK
        | {
            "mine": "yes",
            "offline": "saved, sent when opened",
            "sealed": "the phone",
            "scanner": "with our decoder",
        },
        (NO_BARCODES, NO_SYNC, NO_INSTALL),
    ),
    "installed": Profile(
        "Installed on the home screen: a window of its own",
        ALL_WORK
        | {
            "mine": "yes",
            "offline": "opens, saved, sent when opened",
            "sealed": "the phone",
            "scanner": "yes",
        },
        (STANDALONE,),
    ),
    "WebView-like": Profile(
        "In a chat app (WebView-like): no service worker, no camera, no downloads",
        ALL_WORK
        | {
            "mine": "yes",
            "offline": "while the page is open",
            "sealed": "the phone",
            "scanner": "photo or digits",
        },
        (NO_BARCODES, NO_WORKER, NO_CAMERA, NO_INSTALL),
        options={"service_workers": "block", "accept_downloads": False},
    ),
    "cookies off": Profile(
        "Cookies and storage off: each visit is a person of its own",
        ALL_WORK
        | {
            "mine": "by recovery code",
            "offline": "while the page is open",
            "sealed": "the phone",
            "scanner": "yes",
        },
        (NO_STORE, NO_WORKER),
        keeps_cookies=False,
        options={"service_workers": "block"},
    ),
    "cookies and JavaScript off": Profile(
        "Cookies and JavaScript off",
        ALL_WORK | {"mine": "by recovery code", "offline": "no", "sealed": "the server", "scanner": "digits"},
        keeps_cookies=False,
        options={"java_script_enabled": False},
    ),
    "JavaScript off": Profile(
        "JavaScript off",
        ALL_WORK | {"mine": "yes", "offline": "no", "sealed": "the server", "scanner": "digits"},
        options={"java_script_enabled": False},
    ),
}


def table() -> str:
    """What works where, as docs/phone.md has it."""
    lines = ["| browser | " + " | ".join(COLUMNS.values()) + " |", "| --- |" + " --- |" * len(COLUMNS)]
    lines += [
        f"| {profile.name} | " + " | ".join(profile.works[column] for column in COLUMNS) + " |"
        for profile in PROFILES.values()
    ]
    return "\n".join(lines)
