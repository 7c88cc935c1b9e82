"""What rows say, and what is wrong in them; a bad row stops no good one."""

from datetime import date

import pytest

from models.codes import Away, Care, Kin
from models.sheet_codes import SheetField
from services.sheets.comparing import compare
from services.sheets.types import Known, Phone
from tests.sheets.books import BAILU, GUYU, HEAD, papers
from tests.sheets.lines import SEVENTH, THIRD, VILLAGE, codes, known, read

MORE = (*HEAD, "身份证号", "照看人电话", "父亲电话", "村", "住校", "照看人出生日期", "照看人身份证号")
OWN = frozenset({THIRD, SEVENTH})


def with_more(*more: str, of: tuple[str, ...] = GUYU) -> tuple[str, ...]:
    return (*of, *more, *[""] * (len(MORE) - len(of) - len(more)))


def test_a_row_is_a_child() -> None:
    (line,) = read(
        with_more(papers("20170308"), "13812345678", "13912345678/13712345678", "石门村", "是"), head=MORE
    )
    assert line.problems == ()
    assert line.entry is not None
    assert (line.entry.name, line.entry.born_on, line.entry.class_id) == ("林谷雨", date(2017, 3, 8), THIRD)
    assert (line.entry.care, line.entry.away) == (Care.GRANDPARENTS, Away.BOTH)
    assert (line.entry.boards, line.entry.village_id) == (True, VILLAGE)
    assert set(line.entry.phones) == {
        Phone(Kin.CARER, "+8613812345678"), Phone(Kin.FATHER, "+8613912345678"),
        Phone(Kin.FATHER, "+8613712345678"),
    }  # fmt: skip
    assert "138" not in repr(line)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("", *GUYU[1:]), "name_missing"),
        (("一二三" * 20, *GUYU[1:]), "name_odd"),
        ((*GUYU[:2], "", *GUYU[3:]), "born_missing"),
        ((*GUYU[:2], "属鸡", *GUYU[3:]), "born_unclear"),
        ((*GUYU[:2], "1900-1-1", *GUYU[3:]), "born_odd"),
        ((*GUYU[:2], "2099-1-1", *GUYU[3:]), "born_tomorrow"),
        ((*GUYU[:3], "", *GUYU[4:]), "class_missing"),
        ((*GUYU[:3], "三(9)", *GUYU[4:]), "class_unknown"),
        ((*GUYU[:4], "不知道", GUYU[5]), "away_unclear"),
        ((*GUYU[:5], "张三"), "care_unclear"),
        ((*GUYU[:5], "爸爸"), "care_and_away"),
        (with_more("431124"), "papers_form"),
        (with_more(papers("20170309")), "papers_and_born"),
        (with_more(papers("20170308", girl=False)), "papers_and_sex"),
        (with_more("", "", "", "", "也许"), "yes_or_no"),
        (with_more("", "", "", "", "", "2018-1-1"), "carer_younger"),
        (with_more("", "", "", "", "", "", papers("20180101")), "carer_younger"),
        (with_more("", "", "", "", "", "1890-1-1"), "carer_odd"),
        (with_more("", "", "", "", "", "老了"), "born_unclear"),
    ],
)
def test_what_is_wrong_is_named_and_the_next_row_stands(row: tuple[str, ...], code: str) -> None:
    wrong, right = read(row, BAILU, head=MORE)
    assert codes(wrong) == [code]
    assert wrong.entry is None
    assert right.entry is not None


@pytest.mark.parametrize(
    ("row", "code"),
    [(with_more("", "一二三"), "phone_odd"), (with_more("", "", "", "别的村"), "village_unknown")],
)
def test_a_cell_that_cannot_be_read_need_not_stop_the_row(row: tuple[str, ...], code: str) -> None:
    (line,) = read(row, head=MORE)
    assert codes(line) == [code]
    assert line.entry is not None


def test_without_a_birth_date_the_papers_say_it() -> None:
    (line,) = read(with_more(papers("20170308"), of=(*GUYU[:2], "", *GUYU[3:])), head=MORE)
    assert line.entry is not None
    assert line.entry.born_on == date(2017, 3, 8)


def test_a_child_twice_counts_once_and_says_where() -> None:
    first, again = read(GUYU, (*GUYU[:2], "20170308", *GUYU[3:]))
    assert first.entry is not None
    assert codes(again) == ["twice"]
    assert again.problems[0].params == {"row": 2}


def test_grade_and_class_may_stand_apart() -> None:
    head = ("姓名", "生日", "年级", "班级", "外出情况", "照看人")
    (line,) = read(("林谷雨", "2017.3.8", "三年级", "1班", "双方外出", "奶奶"), head=head)
    assert line.entry is not None
    assert line.entry.class_id == THIRD


def test_whoever_teaches_one_class_needs_no_column_for_it() -> None:
    head = ("姓名", "生日", "父亲外出", "母亲外出", "照看人")
    lines = read(
        ("林谷雨", "2017.3.8", "是", "是", "奶奶"), ("苏白露", "2017.9.7", "否", "是", ""),
        ("秦小雪", "2018.11.22", "是", "", ""), ("杨惊蛰", "2014.3.5", "否", "否", ""),
        head=head, only_class=THIRD,
    )  # fmt: skip
    assert [line.entry and line.entry.away for line in lines] == [
        Away.BOTH, Away.MOTHER, Away.FATHER, Away.NEITHER,
    ]  # fmt: skip


def test_headings_that_repeat_and_empty_rows_are_passed_over() -> None:
    assert len(read(GUYU, (), ("", ""), HEAD, BAILU)) == 2


def test_a_care_that_the_place_does_not_know_is_said() -> None:
    (line,) = read(GUYU, cares=frozenset({Care.KIN}))
    assert codes(line) == ["care_elsewhere"]


def test_new_changed_unchanged_and_absent() -> None:
    lines = read(
        GUYU,
        ("田小满", "女", "2018-5-21", "七(1)", "母亲外出", ""),
        ("苏白露", "", "2017-9-7", "三(1)", "", ""),
    )
    here = [known(), known("苏白露", date(2017, 9, 7), child_id=2), known("秦小雪", child_id=3)]
    plan = compare(lines, here, own_classes=OWN)
    assert [one.name for one in plan.new] == ["林谷雨"]
    assert [(one.known.child_id, one.fields) for one in plan.changed] == [(1, ("class_id", "away"))]
    assert (plan.unchanged, plan.absent) == (1, 1)


def test_what_a_sheet_does_not_say_of_a_known_child_stays() -> None:
    (line,) = read(("田小满", "", "2018-5-21", "三(1)", "母亲外出", ""))
    plan = compare([line], [known(away=Away.MOTHER)], own_classes=OWN)
    assert (plan.unchanged, plan.changed) == (1, ())


@pytest.mark.parametrize(
    ("row", "here", "code"),
    [
        ((*GUYU[:4], "", GUYU[5]), [], "away_missing"),
        ((*GUYU[:5], ""), [], "care_missing"),
        (GUYU, [known("林谷雨", date(2017, 3, 9))], "known_otherwise"),
        (GUYU, [known("林谷雨", date(2017, 3, 8), class_id=77)], "in_another_class"),
        ((*GUYU[:4], "", "爸爸"), [known("林谷雨", date(2017, 3, 8))], "care_and_away"),
    ],
)
def test_a_row_that_does_not_fit_what_is_known(row: tuple[str, ...], here: list[Known], code: str) -> None:
    plan = compare(read(row), here, own_classes=OWN)
    assert (plan.new, plan.changed) == ((), ())
    assert [codes(line) for line in plan.wrong] == [[code]]


def test_a_namesake_in_another_class_is_another_child() -> None:
    plan = compare(read(GUYU), [known("林谷雨", date(2013, 1, 1), class_id=SEVENTH)], own_classes=OWN)
    assert len(plan.new) == 1


def test_with_one_parent_at_home_that_parent_cares() -> None:
    plan = compare(read((*GUYU[:4], "母亲外出", "")), [], own_classes=OWN)
    assert plan.new[0].care is Care.SINGLE_PARENT


def test_every_problem_says_which_column_it_is_about() -> None:
    (line,) = read(with_more("431124", "一二三"), head=MORE)
    assert {one.of for one in line.problems} == {SheetField.PAPERS, SheetField.CARER_PHONE}
