"""A wrong profile ends in one sentence that names the file and the field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.profile import ProfileError, load
from services.profile.load import PROFILES, read

Edit = Callable[[str], str]
CN = (PROFILES / "CN.yaml").read_text(encoding="utf-8")


def replaced(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (replaced("draft_seconds: 60", "draft_seconds: soon"), "draft_seconds: "),
        (replaced("draft_seconds: 60\n", ""), "draft_seconds: Field required."),
        (replaced("draft_seconds: 60", "draft_secs: 60"), "draft_seconds: Field required."),
        (replaced("silent_months: 2", "silent_months: 2\nsilent: 2"), "silent: Extra inputs"),
        (replaced("silent_months: 2", "silent_months: 2\nsilent_months: 3"), "silent_months stands twice"),
        (replaced('evening: "19:30"', "evening: 19:30"), "evening: must be a time in quotes"),
        (replaced('evening: "19:30"', 'evening: "29:30"'), "evening: "),
        (replaced("day: 8", "day: 31"), "reminders.call.day: "),
        (replaced("[fri, sat, sun]", "[5, 6]"), "reminders.call.boarders: must name days out of mon"),
        (replaced("[fri, sat, sun]", "[]"), "reminders.call.boarders: must name days out of mon"),
        (replaced("en: Ambulance", "fr: Ambulance"), "hotlines.120.words: must be said in exactly en, zh_CN"),
        (replaced("en: Ambulance", 'en: " "'), "hotlines.120.words: must not be empty"),
        (
            replaced("zh_CN: 疑似家庭暴力", "zh_CN: 疑似家庭暴力以及其他家里的伤害"),
            "situations.L3.words: is too long",
        ),
        (replaced("code: B1", "code: R4"), "situations: has R4 twice"),
        (replaced("code: family", "code: neighbour"), "involved.neighbour.code: "),
        (
            replaced("excludes: [household]", "excludes: []"),
            "involved family: excludes must name the household",
        ),
        (replaced("ladder_from: county_officer", "ladder_from: administrator"), "involved school: "),
        (
            replaced("ladder_from: administrator", "ladder_from: teacher"),
            "ladder_from is no step of the ladder",
        ),
        (replaced("worrying: ask, situation: R4", "worrying: ask, situation: R10"), "injury: situation R10"),
        (replaced("    - code: forbid\n", "    - code: first\n"), "lesson.questions: has first twice"),
        (
            replaced("en: Nobody}, right: true}", "en: Nobody}}"),
            "lesson.questions.forbid.answers: must have exactly",
        ),
        (
            replaced("- {code: head, words: {zh_CN: 校长, en: The head teacher}}\n", "\n"),
            "lesson.questions.first.answers: must be exactly 3",
        ),
        (replaced("  version: CN1\n", "  version: CN-1\n"), "lesson.version: "),
        (
            replaced("zh_CN: 先不告诉, en: Not now", "zh_CN: 先不告诉"),
            "lesson.questions.home.answers.wait.words: ",
        ),
        (replaced("- {value: 1, face: 😢", "- {value: 2, face: 😢"), "moods: must be the five"),
        (replaced("harmless_words:\n  zh_CN:", "harmless_words:\n  zh_TW:"), "only the profile's languages"),
        (
            replaced("days: 90, after: settled", "after: settled"),
            "retention.notices: must have either days or years",
        ),
        (replaced("after: child_left", "after: entered"), "retention.notes: notes: after must be child_left"),
        (replaced("kind: words", "kind: notes"), "retention: must have exactly raw_updates, half_typed"),
        (replaced("id: CN", "id: [CN"), "line "),
        (lambda _: "- a list", "must hold named fields"),
        (
            lambda text: text[: text.index("\ncant:")] + "\ncant: []\n" + text[text.index("\ntags:") :],
            "cant: must",
        ),
        (replaced("id: CN", "id: MD"), "id: is MD"),
        (replaced("languages: [zh_CN, en]", "languages: 2"), "languages: "),
        (replaced("languages: [zh_CN, en]", "languages: [zh_CN]"), "must be said in exactly zh_CN"),
    ],
)
def test_a_wrong_file_is_named_with_its_field(tmp_path: Path, edit: Edit, sentence: str) -> None:
    path = tmp_path / "CN.yaml"
    path.write_text(edit(CN), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        read(path)
    message = str(caught.value)
    assert f"{tmp_path.name}/CN.yaml: " in message
    assert sentence in message
    assert "\n" not in message
    assert message.endswith(".")


def test_a_group_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "CN.yaml"
    head, rest = CN.split("  - code: pupil\n")
    path.write_text(head + rest[rest.index("  - code: other\n") :], encoding="utf-8")
    with pytest.raises(
        ProfileError, match="involved must have exactly family, school, pupil, other, unclear"
    ):
        read(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"There is no file .*/ZZ\.yaml\."):
        read(tmp_path / "ZZ.yaml")
    with pytest.raises(ProfileError, match=r"There is no file profiles/ZZ\.yaml\."):
        load("ZZ")


@pytest.mark.parametrize("code", ["", "cn", "../CN", "CN.yaml", "CHINA"])
def test_a_code_cannot_lead_elsewhere(code: str) -> None:
    with pytest.raises(ProfileError, match="not the code of a profile"):
        load(code)
