"""The words of case work: what the domain names."""

from __future__ import annotations

from typing import Final

from app.domain.assurance import Flag
from app.domain.case_dates import Precision
from app.domain.case_visits import VisitOrigin
from app.domain.cases import Classification
from app.domain.contacts import Standing
from app.science.ranking import Band
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

CLASSIFICATIONS: Final = {
    Classification.SUSPECTED: N_("Suspected"),
    Classification.CONFIRMED: N_("Confirmed"),
    Classification.DISCARDED: N_("Discarded"),
}
PRECISIONS: Final = {
    Precision.DAY: N_("To the day"),
    Precision.DAYS: N_("Within two days"),
    Precision.WEEK: N_("Within about a week"),
}
ORIGINS: Final = {
    VisitOrigin.RELEASE: N_("From the phone"),
    VisitOrigin.CARD: N_("From the card"),
    VisitOrigin.INTERVIEW: N_("From the interview"),
}


FLAGS: Final = {
    Flag.CLOSED_HOURS: N_("outside opening hours"),
    Flag.BURST: N_("in a burst above capacity"),
    Flag.IMPOSSIBLE_TRAVEL: N_("too far from the visit before"),
    Flag.OFFLINE: N_("reported late"),
    Flag.EDITED: N_("edited afterwards"),
}
BANDS: Final = {
    Band.VERY_STRONG: N_("Very strong"),
    Band.STRONG: N_("Strong"),
    Band.MODERATE: N_("Moderate"),
    Band.SLIGHT: N_("Slight"),
}
STANDINGS: Final = {Standing.CONTACT: N_("Contact F1"), Standing.EXCLUDED: N_("Excluded")}

EXPORT_WORDS: Final = {
    "Case": N_("Case"),
    "Rank": N_("Rank"),
    "Person": N_("Person"),
    "Decision": N_("Decision"),
    "Reason": N_("Reason"),
    "Band": N_("Band"),
    "Venue": N_("Venue"),
    "Zone": N_("Zone"),
    "Address": N_("Address"),
    "Date": N_("Date"),
    "From": N_("From"),
    "To": N_("To"),
    "Hours": N_("Hours"),
    "At least": N_("At least"),
    "At most": N_("At most"),
    "Through the air": N_("Through the air"),
    "Close by": N_("Close by"),
    "Infectiousness": N_("Infectiousness"),
    "Minutes together": N_("Minutes together"),
    "Minutes after": N_("Minutes after"),
    "End assumed": N_("End assumed"),
    "Check-in": N_("Check-in"),
    "Left details": N_("Left details"),
    "People with them": N_("People with them"),
    "Under 16": N_("Under 16"),
    "co-present": N_("Co-present"),
    "contact": N_("Contact F1"),
    "excluded": N_("Excluded"),
    "yes": N_("yes"),
    "no": N_("no"),
}
"""The words of the exported table: its columns and what stands in them."""
