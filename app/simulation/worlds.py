"""Worlds that break what a tracer assumes, so that a tracer is also judged where it is wrong.

Each is the plain law with one assumption broken; `MISSPECIFIED` breaks all three at once.
"""

from __future__ import annotations

from dataclasses import replace

from app.simulation.law import LAW, Elsewhere, Law, Nearness

NEAR_FIELD = replace(LAW, near=Nearness())
"""Minutes in a venue are not minutes at a table: most infections pass within groups of about five, which no
check-in shows. After outbreaks that stayed among neighbouring tables and seats (Lu and others 2020, Emerg
Infect Dis 26:1628; Hu and others 2021, Clin Infect Dis 72:604)."""

FRAILTY = replace(LAW, frailty=1.0)
"""Some people catch it far more easily than others: a gamma law with a coefficient of variation of 1, after
the frailty variation of Gomes and others 2022 (J Theor Biol 540:111063)."""

UNRECORDED = replace(LAW, elsewhere=Elsewhere())
"""Friends also meet where there is no poster: infections that nobody could have recorded (Mossong and others
2008, PLoS Med 5:e74, on contacts outside home, work and school)."""

MISSPECIFIED = replace(LAW, near=Nearness(), frailty=1.0, elsewhere=Elsewhere())

WORLDS: dict[str, Law] = {
    "plain": LAW,
    "near field": NEAR_FIELD,
    "frailty": FRAILTY,
    "unrecorded": UNRECORDED,
    "misspecified": MISSPECIFIED,
}
"""By name, as reports print it."""
