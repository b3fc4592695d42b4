"""Pages for everybody and addresses for machines that watch the service."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from app.domain.privacy import PRIVACY_NOTICE
from app.usecases.check_health import check_health, warnings
from app.web import pages
from app.web.deps import Ghe, Now

router = APIRouter(include_in_schema=False)


@router.get("/privacy", name="privacy")
def privacy(request: Request, ghe: Ghe) -> HTMLResponse:
    """What is recorded, who can open it, and when it is gone."""
    return pages.render(request, "public/privacy.html", policy=ghe.policy, privacy_notice=PRIVACY_NOTICE)


@router.get("/accessibility", name="accessibility")
def accessibility(request: Request, ghe: Ghe) -> HTMLResponse:
    """How to use the service without a phone, a camera or sight."""
    return pages.render(request, "public/accessibility.html", policy=ghe.policy)


@router.get("/livez", name="livez")
async def livez() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz", name="readyz")
def readyz(ghe: Ghe, now: Now) -> JSONResponse:
    """The service can keep a check-in: each check by name, 503 when one fails; warnings fail nothing."""
    checks = check_health(
        ghe.database, ghe.keys, policy=ghe.policy, newest_revision=ghe.newest_revision, now=now
    )
    ready = all(checks.values())
    return JSONResponse(
        {
            "status": "ready" if ready else "not ready",
            "checks": checks,
            "warnings": warnings(ghe.database) if ready else [],
        },
        200 if ready else 503,
    )
