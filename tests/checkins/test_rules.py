"""The rules of a check-in, without a database."""

from datetime import date, timedelta

import pytest

from services import profile as profiles
from services.checkins import rules
from services.errors import CareError
from tests.world import NOW

PROFILE = profiles.load("CN")


@pytest.mark.parametrize(
    ("typed", "earlier", "kept"),
    [
        ("  好  ", None, "好"),
        ("一\n二\x00", None, "一\n二"),
        ("👨‍👩‍👧 都好", "早上", "早上\n👨‍👩‍👧 都好"),
        ("𠮷" * 1000, None, "𠮷" * 1000),
    ],
)
def test_words_are_kept_as_they_were_written(typed: str, earlier: str | None, kept: str) -> None:
    assert rules.clean_words(typed, earlier=earlier) == kept


@pytest.mark.parametrize(
    ("typed", "earlier", "code", "over"),
    [
        ("\x00 ", None, "checkins.words_empty", None),
        ("字" * 1001, None, "checkins.words_long", 1),
        ("字" * 500, "字" * 500, "checkins.words_long", 1),
    ],
)
def test_words_that_cannot_be_kept(typed: str, earlier: str | None, code: str, over: int | None) -> None:
    with pytest.raises(CareError) as refused:
        rules.clean_words(typed, earlier=earlier)
    assert refused.value.code == code
    assert refused.value.params.get("over") == over


@pytest.mark.parametrize(
    ("tags", "asked"),
    [
        ([], None),
        (["sleep"], None),
        (["sleep", "injury"], "injury"),
        (["afraid_home", "injury"], "injury"),  # one question, the profile's first
        (["injury", "self_harm"], "self_harm"),
        (["injury:hurt", "afraid_home"], None),  # one has been asked
    ],
)
def test_at_most_one_question_is_asked(tags: list[str], asked: str | None) -> None:
    question = rules.question_of(PROFILE, tags)
    assert (question.tag if question else None) == asked


@pytest.mark.parametrize(
    ("tags", "offers"),
    [
        (["sleep"], False), (["injury"], False), (["injury:accident"], False), (["afraid_home:known"], False),
        (["injury:unclear"], True), (["injury:hurt"], True), (["self_harm"], True),
        (["injury:accident", "injury:hurt"], True),
    ],
)  # fmt: skip
def test_doubt_is_enough_for_the_red_button(tags: list[str], offers: bool) -> None:
    assert rules.offers_red(tags) is offers


def test_tags_are_kept_in_the_profiles_order() -> None:
    assert rules.ensure_choices(PROFILE, mood=1, tags=["sick", "happy"]) == ["happy", "sick"]
    assert rules.toggle(rules.toggle([], "sick"), "sick") == []
    for mood, tags in ((6, []), (3, ["unheard_of"])):
        with pytest.raises(CareError, match="old_button"):
            rules.ensure_choices(PROFILE, mood=mood, tags=tags)


@pytest.mark.parametrize(
    ("tags", "tag", "answer", "then"),
    [
        (["sick", "injury"], "injury", "hurt", ["sick", "injury:hurt"]),
        (["injury:hurt"], "injury", "hurt", ["injury:hurt"]),
        (["injury:accident"], "injury", "unclear", ["injury:accident", "injury:unclear"]),
    ],
)
def test_an_answer_is_added_and_never_lost(tags: list[str], tag: str, answer: str, then: list[str]) -> None:
    assert rules.answered(tags, tag, answer) == then


def test_ten_minutes_are_ten_minutes() -> None:
    almost, over = NOW - timedelta(minutes=9, seconds=59), NOW - timedelta(minutes=10)
    assert rules.can_recall(PROFILE, entered_at=almost, now=NOW)
    assert not rules.can_recall(PROFILE, entered_at=over, now=NOW)


def test_today_is_the_schools_day() -> None:
    late = NOW.replace(hour=17)  # one in the morning of the next day in Shanghai
    assert rules.today(late, "Asia/Shanghai") == date(2026, 11, 24)
    assert rules.today(late, "Europe/Chisinau") == date(2026, 11, 23)
