"""What people write at the head of a column and in its cells, in every language we speak."""

from functools import cache

from locales import LOCALES, translate
from models.codes import Away, Care
from models.sheet_codes import SheetField
from services.profile import Profile
from services.sheets.columns import plain
from services.sheets.types import Words


def words_of(profile: Profile) -> Words:
    """The catalogues' words, and those of the place's own buttons."""
    cares = {plain(word): one.code for one in profile.care_types for word in one.words.values()}
    aways = {plain(word): one.code for one in profile.away for word in one.words.values()}
    return Words(
        headings={plain(word): of for of in SheetField for word in _said(f"sheets.heading_{of.value}")},
        cares={plain(word): of for of in Care for word in _said(f"sheets.care_{of.value}")} | cares,
        aways={plain(word): of for of in Away for word in _said(f"sheets.away_{of.value}")} | aways,
        yes=_answers("sheets.yes"),
        no=_answers("sheets.no"),
        girl=_answers("sheets.girl"),
        boy=_answers("sheets.boy"),
        numerals={
            sign: number for one in _said("sheets.numerals") for sign, _, number in [one.partition("=")]
        },
    )


@cache
def _said(key: str) -> tuple[str, ...]:
    return tuple(word for locale in LOCALES for word in translate(locale, key).split("|"))


def _answers(key: str) -> frozenset[str]:
    return frozenset(plain(word) for word in _said(key))
