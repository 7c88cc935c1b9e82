"""What single cells say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sheets.columns import plain
from services.sheets.papers import Papers, read_papers
from services.sheets.values import FIRST_DAY, class_key, read_date, read_phones, read_yes
from tests.sheets.books import papers
from tests.sheets.lines import WORDS


@pytest.mark.parametrize(
    "written",
    [
        "2015.3.1", "2015年3月1日", "20150301", "2015-03-01", "2015/3/1", "２０１５．３．１", "42064",
        "42064.5", "2015-3-1 0:00:00", "2015-03-01T00:00:00", " 2015.3.1 ", "'2015.3.1", "1 March 2015",
    ],
)  # fmt: skip
def test_a_day_in_any_form(written: str) -> None:
    assert read_date(written) == date(2015, 3, 1)


@pytest.mark.parametrize(
    "written", ["", "2015年3月", "明天", "2015.13.1", "3/1/2015", "12", "999999", "属羊"]
)
def test_what_is_no_day_or_not_without_doubt(written: str) -> None:
    assert read_date(written) is None


@given(st.dates(date(1960, 1, 1), date(2080, 12, 31)))
def test_a_spreadsheets_own_number_is_its_day(day: date) -> None:
    assert read_date(str((day - FIRST_DAY).days)) == day


@pytest.mark.parametrize(
    "name",
    ["三(1)", "三（1）班", "三年级1班", "3年级（一）班", "三（一）", "3-1", "３（１）班", " 三 ( 1 ) "],
)
def test_a_class_by_its_numbers(name: str) -> None:
    assert class_key(name, WORDS.numerals) == "3-1"


def test_a_class_without_two_numbers_is_its_name() -> None:
    assert class_key("大班", WORDS.numerals) == class_key(" 大 班 ", WORDS.numerals) == "大班"
    assert class_key("十二(3)", WORDS.numerals) == "12-3"
    assert class_key("301", WORDS.numerals) == "301"


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("13812345678", ("+8613812345678",)),
        ("138-1234 5678", ("+8613812345678",)),
        ("+86 138 1234 5678", ("+8613812345678",)),
        ("８６１３８１２３４５６７８", ("+8613812345678",)),
        ("0746-1234567", ("+867461234567",)),
        ("+998 90 123 45 67", ("+998901234567",)),
        ("13812345678、13912345678", ("+8613812345678", "+8613912345678")),
        ("13812345678/13912345678", ("+8613812345678", "+8613912345678")),
        ("", ()),
        ("12", None),
        ("没有", None),
        ("13812345678/不知道", None),
    ],
)
def test_a_phone_in_any_form(written: str, numbers: tuple[str, ...] | None) -> None:
    assert read_phones(written, "CN") == numbers


@pytest.mark.parametrize(
    ("said", "means"),
    [("是", True), ("√", True), ("否", False), ("×", False), ("住校", True), ("也许", None)],
)
def test_yes_and_no(said: str, means: bool | None) -> None:
    assert read_yes(said, WORDS) is means


def test_a_number_of_papers_says_its_day_and_sex() -> None:
    assert read_papers(papers("20170308")) == Papers(date(2017, 3, 8), is_girl=True)
    assert read_papers(papers("20140305", girl=False)) == Papers(date(2014, 3, 5), is_girl=False)


def test_its_last_sign_may_be_an_x_of_any_size_and_width() -> None:
    number = next(one for n in range(99) if (one := papers("20170308", place=f"4311{n:02}")).endswith("X"))
    for written in (number, number.lower(), number.replace("X", "Ｘ"), f" {number[:6]} {number[6:]} "):
        assert isinstance(read_papers(written), Papers)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place: int, more: int) -> None:
    number = papers("20170308")
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert read_papers(wrong) in {"papers_check", "papers_born"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("4311242017030800", "papers_form"),
        ("431124201703080000", "papers_rounded"),
        ("4.31124201703080E+17", "papers_rounded"),
        (papers("20170230"), "papers_born"),
        ("没有", "papers_form"),
    ],
)
def test_what_is_wrong_with_a_number_is_named(written: str, code: str) -> None:
    assert read_papers(written) == code


def test_a_heading_without_what_does_not_matter() -> None:
    assert plain(" 出生日期 (必填) ") == plain("出生　日期：") == "出生日期"
    assert plain("（备注）") == "备注"
    assert plain("Child's  Name*") == "childsname"
    assert plain("√") == "√"
