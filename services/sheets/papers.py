"""Numbers of identity papers in the form of GB 11643: eighteen signs, the last one a check. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from services.people.rules import narrow

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_FORM = re.compile(r"\d{17}[\dX]")
_ROUNDED = re.compile(r"\d{15}000|\d(\.\d+)?E\+17")


@dataclass(frozen=True)
class Papers:
    """What the number itself says."""

    born_on: date
    is_girl: bool


def read_papers(text: str) -> Papers | str:
    """Return what a number says, or the code of what is wrong with it: rounded, form, check, born."""
    number = re.sub(r"[\s'-]", "", narrow(text)).upper()
    if _ROUNDED.fullmatch(number):
        return "papers_rounded"  # a spreadsheet that took it for a number keeps fifteen digits of it
    if not _FORM.fullmatch(number):
        return "papers_form"
    if (
        CHECKS[sum(int(sign) * weight for sign, weight in zip(number, WEIGHTS, strict=False)) % 11]
        != number[17]
    ):
        return "papers_check"
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "papers_born"
    return Papers(born_on, is_girl=int(number[16]) % 2 == 0)
