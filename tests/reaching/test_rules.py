"""What people type for a number, an address, an identity number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.codes import Detail
from services.errors import CareError
from services.reaching.rules import LONGEST, read_detail, read_id_number, read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800000001", "+8613800000001"),
        ("１３８００００ ０００１", "+8613800000001"),
        ("138-0000-0001", "+8613800000001"),
        ("+86 138 0000 0001", "+8613800000001"),
        ("0086 138 0000 0001", "+8613800000001"),
        ("0755-12345678", "+8675512345678"),
        ("（0755）12345678", "+8675512345678"),
        ("+998 90 123 45 67", "+998901234567"),
    ],
)
def test_a_number_in_any_form(typed: str, kept: str) -> None:
    assert read_phone(typed, region="CN") == kept


@pytest.mark.parametrize("typed", ["", "12345", "1380000000", "138000000011", "家里没有", "+", "12345678"])
def test_what_is_no_number_is_asked_for_again(typed: str) -> None:
    with pytest.raises(CareError, match=r"reaching\.phone_odd"):
        read_phone(typed, region="CN")


def test_one_of_the_readers_country_is_shown_without_its_code() -> None:
    assert show_phone("+8613800000001", region="CN") == "138 0000 0001"
    assert show_phone("+998901234567", region="CN") == "+998 90 123 45 67"


@given(st.text())
def test_no_text_breaks_a_reader(text: str) -> None:
    for kind in Detail:
        try:
            assert read_detail(kind, text, region="CN")
        except CareError as error:
            assert error.code.startswith("reaching.")  # noqa: PT017


def test_an_identity_number_has_its_check_digit() -> None:
    assert read_id_number("11010519491231002x") == "11010519491231002X"
    assert read_id_number("１１０１０５ 19491231 002X") == "11010519491231002X"
    for wrong in ("110105194912310021", "11010519491231002", "11010519491231O02X", "٠" * 18):
        with pytest.raises(CareError, match=r"reaching\.id_odd"):
            read_id_number(wrong)


def test_an_address_is_one_line_of_some_words() -> None:
    assert read_detail(Detail.ADDRESS, " 稻香坪村\n 三组  七号 ", region="CN") == "稻香坪村 三组 七号"
    for wrong, code in ((" \n。", "line_empty"), ("村" * (LONGEST + 1), "line_long")):
        with pytest.raises(CareError, match=code):
            read_detail(Detail.ADDRESS, wrong, region="CN")
