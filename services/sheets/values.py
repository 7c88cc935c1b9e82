"""What single cells say: days, classes, yes and no, phone numbers. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import phonenumbers

from services.dates import read_day
from services.people.rules import narrow
from services.sheets.columns import plain
from services.sheets.types import Words

FIRST_DAY = date(1899, 12, 30)  # what a spreadsheet counts its days from
SERIAL = re.compile(r"([2-6]\d{4})(\.\d+)?")  # 1954 to 2091
CLOCK = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
BETWEEN = re.compile(r"[/;,\u3001|\n]+")
NUMBERS = re.compile(r"\d+")


def read_date(text: str) -> date | None:
    """Return a day as people and spreadsheets write it: 2015.3.1, 20150301, 1 March 2015, 42064."""
    written = CLOCK.sub("", narrow(text).strip().lstrip("'"))
    if serial := SERIAL.fullmatch(written):
        return FIRST_DAY + timedelta(days=int(serial[1]))
    return read_day(written)


def read_phones(text: str, region: str) -> tuple[str, ...] | None:
    """Return every number in a cell as +8613…; None: one of them is no phone number of any country."""
    found = []
    for part in filter(None, (one.strip() for one in BETWEEN.split(narrow(text)))):
        try:
            number = phonenumbers.parse(part, region)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_possible_number(number):
            return None
        found.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return tuple(found)


def class_key(name: str, numerals: Mapping[str, str]) -> str:
    """A class's name by its numbers, so that 3(1), 3-1 and “year 3, class 1” in words are the same one."""
    spelled = narrow(name).casefold()
    for sign, number in numerals.items():
        spelled = spelled.replace(sign, f" {number} ")
    numbers = NUMBERS.findall(spelled)
    return "-".join(str(int(one)) for one in numbers) if len(numbers) > 1 else plain(name)


def read_yes(text: str, words: Words) -> bool | None:
    """Return yes or no; None: it says neither."""
    said = plain(text)
    if said in words.yes:
        return True
    return False if said in words.no else None
