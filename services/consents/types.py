"""How a child's optional purposes stand."""

from dataclasses import dataclass

from services.access.types import ChildRef


@dataclass(frozen=True)
class State:
    """One purpose. `mine`: what the reader said to the present text, `others_refuse`: somebody else said no.

    `has_lapsed`: the reader answered an earlier text. `child_says` is of use only where it is asked.
    """

    code: str
    is_open: bool
    mine: bool | None
    others_refuse: bool
    has_lapsed: bool
    asks_child: bool
    child_says: bool | None


@dataclass(frozen=True)
class Purposes:
    """`may_answer`: a parent or a legal guardian; `may_record`: keeps the child's file."""

    child: ChildRef
    standings: tuple[State, ...]
    may_answer: bool
    may_record: bool

    def standing(self, code: str) -> State | None:
        return next((one for one in self.standings if one.code == code), None)
