"""An auditor reads the chain: who did what to which ids, the newest first."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from app.domain.audit import AuditAction, Entry
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases.verify_audit import AuditPage, read_audit
from app.web import pages, words
from app.web.deps import Ghe, Reading
from app.web.official.access import needs
from app.web.official.frame import frame
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(prefix="/official/audit", include_in_schema=False)

Auditor = Annotated[Official, Depends(needs(Permission.READ_AUDIT))]

_NOBODY: Final = N_("nobody signed in")
ACTIONS: Final = {
    AuditAction.CARDS_ISSUED: N_("Blank cards printed"),
    AuditAction.CARD_BLOCKED: N_("Card blocked"),
    AuditAction.CARD_FORGOTTEN: N_("Everything of a card's holder deleted"),
    AuditAction.CARD_READ: N_("Card looked up"),
    AuditAction.CARD_REGISTERED: N_("Card registered"),
    AuditAction.CARD_REPLACED: N_("Card replaced"),
    AuditAction.CARD_UNBLOCKED: N_("Card works again"),
    AuditAction.CARD_VISITS_SEEN: N_("Visits of a card seen"),
    AuditAction.CARD_VISITS_SHARED: N_("Visits of a card copied into a case"),
    AuditAction.CARD_VISIT_WITHDRAWN: N_("Visit of a card taken back"),
    AuditAction.CASE_CHANGED: N_("Case changed"),
    AuditAction.CASE_CLOSED: N_("Case closed"),
    AuditAction.CASE_EXPORTED: N_("Case exported"),
    AuditAction.CASE_READ: N_("Case opened"),
    AuditAction.CASE_REPORTED: N_("Case reported"),
    AuditAction.CITY_OPENED: N_("Pseudonyms of the whole city opened, to trace all cases"),
    AuditAction.CITY_TRACED: N_("All cases of the city traced"),
    AuditAction.CLOCK_CONFIRMED: N_("Clock of the server found right"),
    AuditAction.CODE_KEY_MADE: N_("Key for posters made"),
    AuditAction.CODE_KEY_RETIRED: N_("Key for posters retired"),
    AuditAction.CONTACT_DECIDED: N_("Decided about a co-present person"),
    AuditAction.CONTACT_OPENED: N_("Contact details opened"),
    AuditAction.CONTACT_OPENING_APPROVED: N_("Opening of contact details allowed"),
    AuditAction.CONTACT_OPENING_ASKED: N_("Asked to open contact details"),
    AuditAction.CONTACT_OPENING_REFUSED: N_("Opening of contact details refused"),
    AuditAction.CONTACT_RESEALED: N_("Contact details sealed to a case"),
    AuditAction.DISEASE_ACTIVATED: N_("Disease profile activated"),
    AuditAction.DISEASE_ADDED: N_("Disease profile added"),
    AuditAction.DISEASE_DEACTIVATED: N_("Disease profile deactivated"),
    AuditAction.DISEASE_REVIEWED: N_("Disease profile reviewed"),
    AuditAction.EVENT_APPROVED: N_("Event approved"),
    AuditAction.EVENT_OPENED: N_("Event opened"),
    AuditAction.EVENT_READ: N_("Event read"),
    AuditAction.EVENT_TRACED: N_("Event traced"),
    AuditAction.EVENT_TRACE_UNDONE: N_("Trace of an event undone"),
    AuditAction.INFECTOR_NAMED: N_("Infector of a case named"),
    AuditAction.INFECTOR_UNDONE: N_("Naming of an infector undone"),
    AuditAction.LINKS_VIEWED: N_("Links between cases seen"),
    AuditAction.LINK_ISSUED: N_("One-time link made"),
    AuditAction.MAP_EXPORTED: N_("Map taken out as a file"),
    AuditAction.MAP_RELEASED: N_("Public map released"),
    AuditAction.MAP_VIEWED: N_("Map with exact numbers seen"),
    AuditAction.NOTICES_SENT: N_("Notices sent to contacts"),
    AuditAction.NOTICES_TAKEN_BACK: N_("Notices taken back before they showed"),
    AuditAction.NOTICES_WITHDRAWN: N_("Notices withdrawn"),
    AuditAction.OFFICIAL_ADDED: N_("Official added"),
    AuditAction.OFFICIAL_DISABLED: N_("Account disabled"),
    AuditAction.OFFICIAL_ENABLED: N_("Account enabled"),
    AuditAction.OFFICIAL_SET_UP: N_("Account set up"),
    AuditAction.RELEASE_CODE_ISSUED: N_("Release code issued"),
    AuditAction.RELEASE_WITHDRAWN: N_("Released visits taken back"),
    AuditAction.RETENTION_ENDED: N_("Days and keys deleted on time"),
    AuditAction.RETENTION_HELD: N_("Nothing deleted: the server's clock is in doubt"),
    AuditAction.RISK_CRITERION_SET: N_("Criterion of risk levels entered"),
    AuditAction.RISK_DECISION_ADDED: N_("Decision on risk levels added"),
    AuditAction.SECOND_CONTACTS_COUNTED: N_("Second contacts counted"),
    AuditAction.SESSIONS_ENDED: N_("Signed out everywhere"),
    AuditAction.SIGNED_IN: N_("Signed in"),
    AuditAction.SIGNED_OUT: N_("Signed out"),
    AuditAction.SIGN_IN_REFUSED: N_("Sign-in refused"),
    AuditAction.SOURCES_SOUGHT: N_("Source venues looked for"),
    AuditAction.TEST_RESULT_RECORDED: N_("Test result of a contact recorded"),
    AuditAction.TRACE_MADE: N_("Trace made"),
    AuditAction.TRACE_UNDONE: N_("Trace undone"),
    AuditAction.VISITS_EXPORTED: N_("Visits exported to files"),
    AuditAction.VISITS_EXPORT_ASKED: N_("Asked for an export of visits"),
    AuditAction.VISITS_EXPORT_ENDED: N_("Export of visits ended before its time"),
    AuditAction.VISITS_RELEASED: N_("Visits released by a phone"),
    AuditAction.VISIT_ADDED: N_("Visit added to a case"),
    AuditAction.VISIT_REMOVED: N_("Visit removed from a case"),
}


@router.get("", name="audit")
def audit(
    request: Request,
    ghe: Ghe,
    session: Reading,
    official: Auditor,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    """One page of entries."""
    found = read_audit(session, before=before)
    translate = words.gettext(words.language(request))
    return pages.render(
        request,
        "official/audit.html",
        policy=ghe.policy,
        rows=[_row(entry, found, translate) for entry in found.entries],
        next_before=found.next_before,
        is_first=before is None,
        **frame(request, official),
    )


def _row(entry: Entry, found: AuditPage, translate: words.Gettext) -> dict[str, object]:
    actor = None if entry.actor is None else found.officials.get(entry.actor)
    known = entry.action in set(AuditAction)
    return {
        "number": entry.number,
        "at": entry.at,
        "who": translate(_NOBODY) if actor is None else actor.full_name,
        # An entry of a newer version, read by an older one, still shows.
        "what": translate(ACTIONS[AuditAction(entry.action)]) if known else entry.action,
        "case": "" if entry.case is None else str(entry.case),
        "detail": ", ".join(f"{key}: {_short(value, found)}" for key, value in entry.detail.items()),
    }


def _short(value: object, found: AuditPage) -> str:
    if isinstance(value, list):
        return f"[{len(value)}]"
    named = {str(official): person.full_name for official, person in found.officials.items()}
    return named.get(str(value), str(value))
