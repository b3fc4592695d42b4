"""The epidemic in time: the same window of days, one step later in each frame."""

from __future__ import annotations

from app.usecases.view_map import view_time
from app.web.official.map_incidence import sheet_of
from app.web.official.map_sheet import MapRequest, MapSheet


def sheet(ask: MapRequest) -> MapSheet:
    """The newest frame's figures and table; the frame itself has the slider."""
    views = ask.held(
        "time",
        lambda session: view_time(session, ask.official, ask.asked, policy=ask.ghe.policy, now=ask.now),
    )
    return sheet_of(views, ask, heading=ask._("The epidemic in time"), windows=(1, 7, 14), in_time=True)
