"""What a request finds ready: made once at the start, handed down as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from app.domain.errors import Refusal
from app.domain.policy import Policy
from app.settings import Settings
from app.store.db import Database
from app.store.recorder import Recorder
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.hold_views import HeldViews
from app.usecases.poster_press import PosterPress
from app.vault.keystore import KeyStore
from app.web.guesses import Guesses


@dataclass(slots=True)
class Installation:
    """The database, the keys, the city's policy and the clock."""

    settings: Settings
    database: Database
    keys: KeyStore
    policy: Policy
    """As it was read last: at the start, every hour, and when an administrator changes it on a page."""
    recorder: Recorder[CheckIn, Receipt | Refusal]
    clock: Callable[[], datetime]
    newest_revision: str
    press: PosterPress
    guesses: Guesses = field(default_factory=Guesses)
    held: HeldViews = field(init=False)

    def __post_init__(self) -> None:
        self.held = HeldViews(self.database)


class State(TypedDict):
    """What the lifespan puts into every request's state."""

    ghe: Installation
