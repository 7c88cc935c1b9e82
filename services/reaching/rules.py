"""What a number, an address and an identity number may look like, typed by anybody. Pure."""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from models.codes import Detail
from services.errors import CareError
from services.people.rules import narrow

LONGEST = 100  # characters
FEWEST_DIGITS = 5
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, ISO 7064 MOD 11-2
_CHECKS = "10X98765432"


def read_detail(kind: Detail, text: str, *, region: str | None) -> str:
    """Return what was typed as it is kept. Raises CareError of the kind."""
    match kind:
        case Detail.PHONE:
            return read_phone(text, region=region)
        case Detail.ID_NUMBER:
            return read_id_number(text)
        case _:
            return _read_line(text)


def read_phone(text: str, *, region: str | None) -> str:
    """Return a number as E.164: full-width digits, spaces, a landline's area code, +86 or another country.

    `region` is the country whose numbers are typed without one. Raises CareError reaching.phone_odd.
    """
    found = next(iter(phonenumbers.PhoneNumberMatcher(narrow(text), region)), None)
    if found is not None:  # among words
        return phonenumbers.format_number(found.number, PhoneNumberFormat.E164)
    try:
        number = phonenumbers.parse(narrow(text), region)
    except NumberParseException as error:
        raise CareError("reaching.phone_odd") from error
    if not phonenumbers.is_valid_number(number):
        raise CareError("reaching.phone_odd")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def has_number(text: str) -> bool:
    """Whether what was typed is meant as a number: five digits or more."""
    return sum(one.isdigit() for one in text) >= FEWEST_DIGITS


def show_phone(number: str, *, region: str | None) -> str:
    """Write an E.164 number in groups; one of the reader's own country without its code."""
    parsed = phonenumbers.parse(number, None)
    is_home = phonenumbers.region_code_for_number(parsed) == region
    style = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def read_id_number(text: str) -> str:
    """Return an 18-character identity number. Raises CareError reaching.id_odd: its check digit too."""
    number = re.sub(r"[\s-]", "", narrow(text)).upper()
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        raise CareError("reaching.id_odd")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    if _CHECKS[total % 11] != number[17]:
        raise CareError("reaching.id_odd")
    return number


def _read_line(text: str) -> str:
    """One line, no outer or doubled spaces. Raises CareError reaching.line_empty or reaching.line_long."""
    shown = (" " if unicodedata.category(one)[0] in "CZ" else one for one in text)
    line = " ".join("".join(shown).split())
    if not any(one.isalnum() for one in line):
        raise CareError("reaching.line_empty")
    if len(line) > LONGEST:
        raise CareError("reaching.line_long", most=LONGEST)
    return line
