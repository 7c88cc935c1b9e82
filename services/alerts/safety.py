"""Whether each child whom a case is about is safe: the newest word about each holds. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from models.case_codes import CaseFact

SAFETY = frozenset({CaseFact.CHILD_SAFE, CaseFact.CHILD_UNSAFE, CaseFact.CHILD_UNSURE})
OWN = None  # the child of the case itself, among those of its home


class Said(NamedTuple):
    """A fact as it was entered; `child_id`: of which other child of the home it speaks."""

    fact: CaseFact
    by_reporter: bool
    child_id: int | None = OWN


Words = dict[int | None, CaseFact | None]


def words_of(told: Iterable[Said]) -> Words:
    """Map each child to the newest word about it; None: nobody has answered.

    That a child is safe counts only from whoever has the case, who looks: its reporter's word takes back no
    more than the same reporter's “not safe”. Another child of the home is asked about from its link on.
    """
    words: Words = {OWN: None}
    for one in told:
        if one.fact in SAFETY:
            words[one.child_id] = _after(words.get(one.child_id), one)
        elif one.fact is CaseFact.SIBLING_LINKED:
            words[one.child_id] = None
        elif one.fact is CaseFact.SIBLING_CLEARED and one.child_id is not OWN:
            words.pop(one.child_id, None)
        elif one.fact is CaseFact.REOPENED:
            words = dict.fromkeys(words)
        elif one.fact is CaseFact.PROTECTED:
            words = {child: _unless_unsafe(word) for child, word in words.items()}
    return words


def _after(before: CaseFact | None, one: Said) -> CaseFact | None:
    if one.fact is CaseFact.CHILD_UNSAFE or not one.by_reporter:
        return one.fact
    return _unless_unsafe(before) if one.fact is CaseFact.CHILD_SAFE else before


def _unless_unsafe(word: CaseFact | None) -> CaseFact | None:
    return None if word is CaseFact.CHILD_UNSAFE else word


def is_unsafe(words: Words) -> bool:
    return CaseFact.CHILD_UNSAFE in words.values()


def are_all_safe(words: Words) -> bool:
    return set(words.values()) == {CaseFact.CHILD_SAFE}


def list_unanswered(words: Words) -> list[int | None]:
    """The other children of whom nobody has said that they are safe."""
    return [one for one, word in words.items() if one is not OWN and word is not CaseFact.CHILD_SAFE]
