"""What the machine is told: one frozen value, and the only reader of the environment."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from GHE_... variables and from `.env` beside the program.

    Raises:
        pydantic.ValidationError: a value that cannot work, named.
    """

    model_config = SettingsConfigDict(env_prefix="GHE_", env_file=".env", frozen=True, extra="ignore")

    database_url: str = "sqlite:///var/ghe.db"
    """`sqlite:///path` or `postgresql://user:password@host/name`."""
    keys: Path = Path("var/keys")
    """The key store: never inside the database's folder tree in production, never in its backups."""
    basemap: Path = Path("var/basemap.pmtiles")
    """Roads and water under the maps, made by `ghe basemap`; maps go without where there is none."""
    posters: Path = Path("var/posters")
    """Posters that owners have asked for all at once; each is kept for a day."""
    public_url: str = "http://127.0.0.1:8000"
    """What posters print. It never comes from a request."""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = Field(default=1, ge=1)
    """Processes of `ghe serve`; more than one on PostgreSQL only."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses and networks, with commas between, whose X-Forwarded headers are believed; empty: none."""
    log_level: str = "info"

    @field_validator("public_url")
    @classmethod
    def _bare_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError("GHE_PUBLIC_URL is a scheme and a host, for example https://ghe.example.vn")
        return f"{parts.scheme}://{parts.netloc}".lower()

    @model_validator(mode="after")
    def _safe_origin(self) -> Self:
        if self.public_url.startswith("http://") and self.public_host not in {"127.0.0.1", "localhost"}:
            raise ValueError("GHE_PUBLIC_URL must be https: cookies, camera and sealing need a secure origin")
        return self

    @cached_property
    def public_host(self) -> str:
        """The host alone."""
        return urlsplit(self.public_url).hostname or ""
