"""The form of a new official."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from app.domain.ids import OfficialId
from app.domain.officials import Official, new_official
from app.domain.roles import Role

Typed = Annotated[str, Field(max_length=300)]


class OfficialForm(BaseModel):
    """As the browser sends it."""

    model_config = ConfigDict(extra="forbid")

    full_name: Typed = ""
    user_name: Typed = ""
    role: Typed = ""
    jurisdiction: Typed = ""

    def read(self) -> Official:
        """The new official.

        Raises:
            InputRefused: every problem at once.
        """
        role = Role(self.role) if self.role in set(Role) else None
        return new_official(
            OfficialId(uuid4()),
            user_name=self.user_name,
            full_name=self.full_name,
            role=role,
            jurisdiction=self.jurisdiction,
        )
