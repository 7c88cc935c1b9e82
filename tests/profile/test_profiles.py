"""Every profile that we ship can be used, and says what its jurisdiction needs."""

import re
from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
import yaml

from locales import LOCALES
from models.case_codes import Involved
from models.codes import Away, Care, Role
from services.profile import Profile, load
from services.profile.load import PROFILES

CODES = sorted(path.stem for path in PROFILES.glob("*.yaml"))
CN = load("CN")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


@pytest.fixture(params=CODES)
def profile(request: pytest.FixtureRequest) -> Profile:
    return load(request.param)


def test_it_speaks_all_our_languages(profile: Profile) -> None:
    assert profile.languages == LOCALES


def test_every_phrase_of_danger_is_there(profile: Profile) -> None:
    assert {language for language, phrases in profile.danger_words.items() if phrases} == set(LOCALES)


def test_its_words_are_quiet_and_label_nobody(profile: Profile) -> None:
    content = yaml.safe_load((PROFILES / f"{profile.id}.yaml").read_text(encoding="utf-8"))
    assert [
        text for text in _texts(content) if re.search(r"[!！]|留守|left[- ]behind", text, re.IGNORECASE)
    ] == []


def test_no_two_buttons_of_a_list_look_alike(profile: Profile) -> None:
    lists = (
        profile.situations,
        profile.involved,
        profile.later,
        profile.cant,
        profile.tags,
        profile.care_types,
    )
    for choices in lists:
        for language in LOCALES:
            labels = [choice.words[language] for choice in choices]
            assert len(labels) == len(set(labels))
        pictograms = [choice.pictogram for choice in choices]
        assert len(pictograms) == len(set(pictograms))


def test_no_place_of_the_right_answer_gives_it_away(profile: Profile) -> None:
    places = [[one.right for one in question.answers].index(True) for question in profile.lesson.questions]
    assert set(places) == {0, 1, 2}


def test_the_lesson_names_the_numbers_that_the_screens_show(profile: Profile) -> None:
    first = profile.lesson.question("first")
    assert first is not None
    right = next(one for one in first.answers if one.right)
    known = {line.number for line in profile.hotlines}
    assert set(re.findall(r"[0-9]{3,}", right.words["zh_CN"])) <= known


def test_it_is_read_once(profile: Profile) -> None:
    assert load(profile.id) is profile


def test_cn_lists_each_situation_with_the_common_ones_first() -> None:
    codes = [situation.code for situation in CN.situations]
    wanted = [f"R{n}" for n in range(1, 10)] + [f"L{n}" for n in range(1, 5)]
    assert sorted(codes) == sorted([*wanted, "S1", "B1", "X1", "A1", "D1", "E1", "G1"])
    assert codes[0] == "R4"
    assert codes.index("R2") - codes.index("S1") == codes.index("R3") - codes.index("R2") == 1


def test_cn_knows_where_a_doctor_comes_before_the_police() -> None:
    first = {situation.code for situation in CN.situations if situation.medical_first}
    assert {"R4", "R5", "A1"} <= first
    assert [line.number for line in CN.hotlines][:2] == ["120", "110"]


def test_cn_tells_nobody_who_may_be_involved() -> None:
    for group in CN.involved:
        steps = {step.role for step in CN.ladder.starting_at(group.ladder_from)}
        inside = {Role.ADMINISTRATOR, Role.SAFEGUARDING}
        assert bool(steps & inside) == ("school_staff" not in group.excludes)
    assert CN.group("unclear").head_if_agreed
    assert not CN.group("school").head_if_agreed
    # Whoever says nothing at all is as careful as whoever says “not clear” where it is worst to be wrong.
    unsaid = {one.code for one in CN.situations if one.default_exclusion == "school"}
    assert unsaid == {"X1", "S1", "R1", "R2", "R3"}


def test_cn_asks_before_it_alarms() -> None:
    asking = {tag.code: tag.situation for tag in CN.tags if tag.worrying == "ask"}
    assert asking == {"absent": "R7", "injury": "R4", "afraid_home": "L3", "self_harm": "R5"}
    assert CN.tag("injury").pictogram


def test_cn_covers_the_codes_of_our_tables() -> None:
    assert {care.code for care in CN.care_types} == set(Care)
    assert {away.code for away in CN.away} == set(Away)
    assert {group.code for group in CN.involved} == set(Involved)


def test_cn_keeps_its_times() -> None:
    assert (CN.reminders.call.hour, CN.reminders.letter.hour) == (time(19, 30), time(16, 30))
    assert CN.reminders.call.boarders == frozenset({4, 5, 6})
    assert (CN.quiet_hours.start, CN.quiet_hours.end, CN.evening) == (time(22), time(7), time(19, 30))
    assert [step.wait_minutes for step in CN.ladder.steps] == [5, 5, 5]
    assert (CN.invitation_hours.staff, CN.invitation_hours.family) == (24, 14 * 24)


@pytest.mark.parametrize("look_up", [CN.situation, CN.group, CN.tag])
def test_an_unknown_code_is_an_error(look_up: Any) -> None:
    with pytest.raises(KeyError, match="Z9"):
        look_up("Z9")


def test_a_profile_does_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        CN.draft_seconds = 1  # type: ignore[misc]
