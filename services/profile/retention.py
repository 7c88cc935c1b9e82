"""How long a place keeps what: a period for each kind, counted from what ended its use."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import AfterValidator, PositiveInt, model_validator

from services.profile.choices import Fixed, Words


class Kind(StrEnum):
    """What has an end; what has none is listed in `services.retention.tables`."""

    RAW_UPDATES = "raw_updates"
    HALF_TYPED = "half_typed"
    SHEETS = "sheets"
    NOTICES = "notices"
    INVITATIONS = "invitations"
    DUTY_CHECKS = "duty_checks"
    TASKS = "tasks"
    CONTACTS = "contacts"
    CONTACT_DETAILS = "contact_details"
    OBSERVATIONS = "observations"
    NOTES = "notes"
    WORDS = "words"
    CONSENTS = "consents"
    REQUESTS = "requests"


AFTER: Mapping[Kind, str] = MappingProxyType({
    Kind.RAW_UPDATES: "handled",
    Kind.HALF_TYPED: "touched",
    Kind.SHEETS: "sent",
    Kind.NOTICES: "settled",
    Kind.INVITATIONS: "ended",
    Kind.DUTY_CHECKS: "asked",
    Kind.TASKS: "done",
    Kind.CONTACTS: "told",
    Kind.CONTACT_DETAILS: "ended",
    Kind.OBSERVATIONS: "entered",
    Kind.NOTES: "child_left",
    Kind.WORDS: "child_left",
    Kind.CONSENTS: "replaced",
    Kind.REQUESTS: "settled",
})  # fmt: skip
"""From when a period counts. The profile repeats it for its reader, and can't change it."""


class Period(Fixed):
    """`source`: why so long; `verified`: a text that was read says so."""

    kind: Kind
    words: Words
    days: PositiveInt | None = None
    years: PositiveInt | None = None
    after: str
    source: str
    verified: bool

    @model_validator(mode="after")
    def _one_length_from_its_beginning(self) -> Self:
        if (self.days is None) == (self.years is None):
            raise ValueError("must have either days or years")
        if self.after != AFTER[self.kind]:
            raise ValueError(f"{self.kind}: after must be {AFTER[self.kind]}")
        return self


def _each_once(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    if sorted(period.kind for period in periods) != sorted(Kind):
        raise ValueError(f"must have exactly {', '.join(Kind)}")
    return periods


Retention = Annotated[tuple[Period, ...], AfterValidator(_each_once)]
