"""The venue registration form: every field as typed, so that nothing is lost when something is wrong."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

Typed = Annotated[str, Field(max_length=1000)]

MISSING: Final = {
    "name": N_("Write the name of the place"),
    "address": N_("Write the address"),
    "kind": N_("Choose what kind of place it is"),
    "capacity": N_("Write how many people fit in, in digits"),
    "opens": N_("Write when it opens, for example 07:00"),
    "closes": N_("Write when it closes, for example 21:00"),
}
"""What an empty field asks for by name, since the summary at the top shows only the sentence."""


class RegistrationForm(BaseModel):
    """As the browser sends it; a repeated submission carries the same `id`."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    name: Typed = ""
    address: Typed = ""
    kind: Typed = ""
    capacity: Typed = ""
    days: list[Annotated[int, Field(ge=0, le=6)]] = []
    opens: Typed = ""
    closes: Typed = ""
    always: Typed = ""
    ventilation: Typed = ""
    phone: Typed = ""
    position: Typed = ""
    parent: Typed = ""
    different: Typed = ""
    """Asked when it looks like a venue that exists: "yes" registers it, "change" goes back to the form."""

    def fields(self) -> list[tuple[str, object]]:
        """Names and values, to be posted once more; without the answer to *is it one of these?*."""
        values: dict[str, object] = self.model_dump(exclude={"days", "different"})
        return [*values.items(), *(("days", day) for day in self.days)]


def blank(new_id: UUID) -> RegistrationForm:
    """The form before anything is typed: open daily from seven to nine in the evening."""
    return RegistrationForm(id=new_id, days=list(range(7)), opens="07:00", closes="21:00")
