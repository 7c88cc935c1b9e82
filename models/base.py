"""What every table shares: names of constraints, coded columns, secret columns."""

from enum import StrEnum
from typing import Any, cast

from cryptography.fernet import MultiFernet
from sqlalchemy import Dialect, Enum, LargeBinary
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Alembic's batch mode can only drop what has a name, on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def coded(codes: type[StrEnum]) -> Any:
    """Store a StrEnum by value, as VARCHAR with a CHECK: native enums break downgrade-then-upgrade."""
    return Enum(
        codes,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=codes.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


FERNET_MARK = b"gAAAA"  # its version and the first bytes of its time


class SecretText(TypeDecorator[str]):
    """Text that only this installation's key can read; the key ring travels with the engine's dialect."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else key_ring(dialect).encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else key_ring(dialect).decrypt(value).decode()


class SealedBytes(TypeDecorator[bytes]):
    """A file that was sealed elsewhere, with a key of its own; what isn't sealed is refused."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is not None and not value.startswith(FERNET_MARK):
            raise ValueError("these bytes aren't sealed")
        return value


def key_ring(dialect: Dialect) -> MultiFernet:
    """Return the keys the engine was opened with."""
    return cast("MultiFernet", dialect.__dict__["xiangban_keys"])
