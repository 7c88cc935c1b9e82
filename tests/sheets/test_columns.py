"""Which column says what."""

from models.sheet_codes import SheetField
from services.sheets.columns import choose, read_columns
from services.sheets.types import Columns, Workbook
from tests.sheets.books import GUYU, HEAD
from tests.sheets.lines import WORDS, grid


def columns(*rows: tuple[str, ...], needs_class: bool = True) -> Columns:
    return read_columns(grid(*rows), WORDS.headings, needs_class=needs_class)


def test_the_headings_stand_below_titles() -> None:
    found = columns(("稻香坪学校学生登记表",), ("班主任：许一诺", "", "2026年9月"), (), HEAD, GUYU)
    assert found.header == 3
    assert found.fields[SheetField.NAME] == 0
    assert found.fields[SheetField.AWAY] == 4
    assert found.missing == ()


def test_every_word_of_the_catalogue_leads_to_its_field() -> None:
    assert WORDS.headings["dateofbirth"] is SheetField.BORN
    assert set(WORDS.headings.values()) == set(SheetField)


def test_in_english_too() -> None:
    found = columns(("No.", "Full name", "Date of birth", "Class", "Who is away", "Looked after by"))
    assert found.missing == ()
    assert found.unknown == ()


def test_a_head_in_two_rows_names_whose_phone_it_is() -> None:
    found = columns(
        ("学生", "", "", "父亲", "", "母亲", "", "照看人", "", "外出情况"),
        ("姓名", "出生日期", "班级", "姓名", "电话", "姓名", "电话", "姓名", "电话", ""),
        ("林谷雨", "2017.3.8", "三(1)"),
    )
    assert found.header == 1
    assert found.fields[SheetField.NAME] == 0
    assert found.fields[SheetField.AWAY] == 9
    assert [found.fields[of] for of in (SheetField.FATHER_PHONE, SheetField.MOTHER_PHONE)] == [4, 6]
    assert found.fields[SheetField.CARER_PHONE] == 8


def test_what_nobody_has_explained_is_named_and_what_is_missing_too() -> None:
    found = columns(("娃儿", "出生日期", "班级", "外出情况", "属相"))
    assert found.missing == (SheetField.NAME,)
    assert found.unknown == ((0, "娃儿"), (4, "属相"))


def test_papers_serve_for_the_birth_date_and_two_answers_for_one() -> None:
    found = columns(("姓名", "身份证号", "父亲外出", "母亲外出"), needs_class=False)
    assert found.missing == ()


def test_a_class_is_needed_where_there_are_several() -> None:
    assert columns(("姓名", "出生日期", "外出情况")).missing == (SheetField.CLASS,)


def test_of_two_columns_that_say_the_same_the_first_counts() -> None:
    assert columns(("姓名", "名字", "生日")).fields[SheetField.NAME] == 0


def test_the_sheet_with_the_headings_is_chosen_and_the_others_are_named() -> None:
    notes, list_ = grid(("填表说明",), ("请如实填写", "谢谢")), grid(HEAD, GUYU)
    chosen, left_out = choose(Workbook((notes, list_), ("去年",)), WORDS.headings)
    assert chosen is list_
    assert left_out == ("名单", "去年")


def test_nothing_at_all_is_no_accident() -> None:
    found = read_columns(grid(()), WORDS.headings, needs_class=True)
    assert found.fields == {}
    assert SheetField.NAME in found.missing
