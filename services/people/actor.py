"""Who is acting: an account on a phone, and the people who share it."""

from dataclasses import dataclass

from models.codes import Role


@dataclass(frozen=True)
class Held:
    """A role that is live now."""

    person_id: int
    role: Role
    unit_id: int
    school_id: int | None  # the school itself, or the one the class is in


@dataclass(frozen=True)
class Actor:
    """Somebody who pressed or wrote; a guest has no account and no persons."""

    telegram_id: int
    locale: str
    account_id: int | None = None
    person_ids: tuple[int, ...] = ()
    roles: tuple[Held, ...] = ()
    is_family: bool = False
    timezone: str = "Asia/Shanghai"

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    def has(self, *roles: Role) -> bool:
        return any(held.role in roles for held in self.roles)

    def units(self, *roles: Role) -> frozenset[int]:
        """The units in which one of these roles is held."""
        return frozenset(held.unit_id for held in self.roles if held.role in roles)
