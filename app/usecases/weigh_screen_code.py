"""What a screen's code proves at the time it arrives. Only the server's clock counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.assurance import Assurance
from app.domain.code_errors import ScreenCodeOver, ScreenCodeWrong
from app.domain.ids import VenueId, entered_at
from app.domain.policy import Policy
from app.domain.screen_codes import ScreenCode, accepted_during
from app.domain.spans import Span, local_day
from app.usecases.gather_check_ins import CheckIn
from app.vault.keystore import KeyStore
from app.vault.screen_codes import is_seen_token, is_shown


def weigh_screen_code(
    command: CheckIn, shown: ScreenCode, venue: VenueId, *, keys: KeyStore, policy: Policy, now: datetime
) -> tuple[Assurance, datetime | None]:
    """How sure a check-in with a screen's code is, and since when that code could be used.

    Fresh now, or fresh when its page was opened: the person stands before the screen. A phone that was
    offline says that it entered while the code was fresh: it knew the code, later, which is what a printed
    one proves too. Nothing else passes, so a photo of a screen is worth a minute.

    Raises:
        ScreenCodeOver: fresh neither now nor at the time of entry.
        ScreenCodeWrong: no screen showed it.
    """
    entered = entered_at(command.visit)
    token = keys.day(local_day(entered, policy.zone)).token
    if command.device is not None and is_seen_token(
        command.seen, token, venue, command.visit, command.device
    ):
        return Assurance.DYNAMIC, accepted_during(shown.step_near(entered)).start
    step = shown.step_near(now)
    if accepted_during(step).contains(now):
        _require_shown(keys, shown, step)
        if abs(entered - now) <= policy.clock_skew:
            return Assurance.DYNAMIC, accepted_during(step).start
        return Assurance.STATIC, None
    step = shown.step_near(entered)
    fresh = accepted_during(step)
    # A wrong clock is forgiven to a phone that was offline; one that is online now can scan again.
    slack = policy.clock_skew if now - entered > policy.late_after else timedelta()
    if not Span(fresh.start - slack, fresh.end + slack).contains(entered):
        raise ScreenCodeOver
    _require_shown(keys, shown, step)
    return Assurance.STATIC, None


def require_fresh(shown: ScreenCode, *, keys: KeyStore, now: datetime) -> None:
    """Let a page open for a screen's code.

    Raises:
        ScreenCodeOver: the screen shows another by now.
        ScreenCodeWrong: no screen shows it.
    """
    step = shown.step_near(now)
    if not accepted_during(step).contains(now):
        raise ScreenCodeOver
    _require_shown(keys, shown, step)


def _require_shown(keys: KeyStore, shown: ScreenCode, step: int) -> None:
    if not is_shown(keys, shown, step):
        raise ScreenCodeWrong
