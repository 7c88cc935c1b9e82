"""Everything an operator can set, in one place; a wrong value ends the start with one sentence."""

import re
from pathlib import Path
from typing import Literal, Self
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.words import OperatorError

SANDBOX_BOT_ID = 424242
TOKEN_SECRET_LENGTH = 20  # Telegram's are 35; a shorter one is a slip of the pen


class Settings(BaseSettings):
    """Read from the environment, or from a `.env` file beside the project."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    bot_token: SecretStr | None = None
    bot_api_url: str = "https://api.telegram.org"
    database_url: str | None = None
    port: int = 8080
    secret_key_file: Path | None = None
    case_keys_dir: Path | None = None  # a key for each case's file; beside the key file when unset
    default_locale: Literal["zh_CN", "en"] = "zh_CN"
    timezone: str = "Asia/Shanghai"
    profile: str = "CN"
    sandbox_url: str | None = None
    public_url: str | None = None  # set: Telegram brings updates to our webhook; unset: we fetch them
    webhook_secret: SecretStr | None = None
    web_host: str = "127.0.0.1"  # where the webhook, /health and /metrics are served, behind a proxy
    web_port: int | None = None
    metrics_token: SecretStr | None = None
    audit_copy: SecretStr | None = None  # an address of apprise's: told each day how far the audit has come
    backup_dir: Path | None = None
    backup_recipient: str | None = None  # age's public keys, separated by spaces; the private ones stay away
    backup_keep: int = Field(default=14, ge=1)
    retention: bool = False  # whether the running bot removes what the profile says is over
    operator_name: str | None = None  # who answers for the installation, as its papers name them
    operator_contact: str | None = None
    report_template: Path | None = None  # an office's own .docx for the written report of a case
    heartbeat_url: str | None = None  # asked each minute while all is well; its silence is the alarm
    sends_per_second: float = Field(default=25.0, gt=0, le=1000)  # of Telegram's 30, 5 are left for answers
    chat_spacing: float = Field(default=1.05, ge=0, le=20)  # seconds between two messages to one person

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no_such_zone") from error
        return value

    @field_validator("port", "web_port")
    @classmethod
    def _port_can_be(cls, value: int | None) -> int | None:
        if value is not None and not 1 <= value <= 65535:
            raise ValueError("bad_port")
        return value

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            number, _, secret = value.get_secret_value().partition(":")
            if not (number.isdigit() and len(secret) >= TOKEN_SECRET_LENGTH):
                raise ValueError("bad_token_shape")
        return value

    @field_validator("bot_api_url", "sandbox_url", "public_url", "heartbeat_url")
    @classmethod
    def _url_is_http(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("bad_url")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_async(cls, value: str | None) -> str | None:
        if value is None:
            return value
        try:
            url = make_url(value)
        except (ArgumentError, ValueError) as error:
            raise ValueError("bad_database_url") from error
        in_memory = url.drivername == "sqlite+aiosqlite" and url.database in (None, "", ":memory:")
        if in_memory or url.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
            raise ValueError("bad_database_url")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_has_its_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("bad_webhook_secret")
        return value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.public_url and not (self.webhook_secret and self.web_port):
            raise ValueError("webhook_incomplete")
        return self

    @model_validator(mode="after")
    def _backup_is_whole(self) -> Self:
        if (self.backup_dir is None) != (self.backup_recipient is None):
            raise ValueError("backup_incomplete")
        return self

    @model_validator(mode="after")
    def _one_world(self) -> Self:
        if self.bot_token and self.sandbox_url:
            raise ValueError("two_worlds")
        return self

    @property
    def is_sandbox(self) -> bool:
        return self.bot_token is None

    @property
    def database(self) -> str:
        """Demo children and living ones never share a file."""
        name = "sandbox" if self.is_sandbox else "xiangban"
        return self.database_url or f"sqlite+aiosqlite:///var/{name}.sqlite3"

    @property
    def database_file(self) -> Path | None:
        """The file behind an embedded database."""
        prefix = "sqlite+aiosqlite:///"
        return Path(self.database.removeprefix(prefix)) if self.database.startswith(prefix) else None

    @property
    def key_file(self) -> Path:
        """Outside var/, so that a stolen data folder can't be read."""
        return self.secret_key_file or Path.home() / ".config" / "xiangban" / "secret.key"

    @property
    def case_keys(self) -> Path:
        """Apart from the database and its backups: a destroyed key must not come back with them."""
        return self.case_keys_dir or self.key_file.with_name("case-keys")

    @property
    def token(self) -> str:
        if self.bot_token:
            return self.bot_token.get_secret_value()
        return f"{SANDBOX_BOT_ID}:{self.sandbox_token}"

    @property
    def api_base(self) -> str:
        """The Bot API server, without a slash at its end."""
        return (self.sandbox_base if self.is_sandbox else self.bot_api_url).rstrip("/")

    @property
    def sandbox_base(self) -> str:
        if not self.sandbox_url:
            raise OperatorError("no_sandbox", "SANDBOX_URL")
        parts = urlsplit(self.sandbox_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def sandbox_token(self) -> str:
        token = parse_qs(urlsplit(self.sandbox_url or "").query).get("token")
        if not token:
            raise OperatorError("sandbox_without_token", "SANDBOX_URL")
        return token[0]


OUR_CODES = frozenset(
    {
        "no_such_zone",
        "bad_port",
        "bad_token_shape",
        "bad_url",
        "bad_database_url",
        "two_worlds",
        "bad_webhook_secret",
        "webhook_incomplete",
        "backup_incomplete",
    }
)


def load_settings() -> Settings:
    """Read the environment; raise OperatorError, naming the variable, for what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        code = first["msg"].removeprefix("Value error, ")
        name = ".".join(str(part) for part in first["loc"]).upper() or "SANDBOX_URL"
        raise OperatorError(code if code in OUR_CODES else "bad_value", name) from error
