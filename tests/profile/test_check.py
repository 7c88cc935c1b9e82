"""`python -m bot profile …`: all that is wrong at once, each with its line; what nobody has checked."""

from pathlib import Path

import pytest

from services.profile.load import PROFILES, examine
from tests.commands import run

CN = (PROFILES / "CN.yaml").read_text(encoding="utf-8")
EXAMPLE = (PROFILES / "CN-EXAMPLE.yaml").read_text(encoding="utf-8")


def write(folder: Path, *edits: tuple[str, str], name: str = "CN") -> Path:
    text = CN
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of(path: Path, needle: str) -> int:
    return next(
        n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if needle in line
    )


def sentences(path: Path) -> str:
    return "\n".join(str(one) for one in examine(path).problems)


@pytest.mark.parametrize("name", ["CN", "MD", "CN-EXAMPLE"])
def test_what_we_ship_can_be_used_and_says_what_is_not_verified(tmp_path: Path, name: str) -> None:
    told = run(tmp_path, "profile", "check", str(PROFILES / f"{name}.yaml"))
    assert told.exit_code == 0, told.stdout
    assert told.stdout.startswith(f"Profile {name} can be used: ")
    listed = [line for line in told.stdout.splitlines() if line.startswith("- ")]
    assert f"{len(listed)} in all" in told.stdout
    assert {"- feedback_days", "- the profile as a whole"} <= set(listed)
    assert "- situations.R4" not in listed


def test_everything_that_is_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        ("en: Serious bullying", "fr: Serious bullying"),
        ("zh_CN: 急救,", "zh_CN: 急救车急救车急救车急救车急救车,"),
        ("police_nag_minutes: 15", "police_nag_minutes: soon"),
    )
    told = run(tmp_path, "profile", "check", str(path))
    assert told.exit_code == 1
    said = told.stdout.splitlines()
    assert len(said) == 4
    for place, needle, reason in (
        ("situations.B1.words", "Serious bullying", "must be said in exactly en, zh_CN"),
        ("hotlines.120.words", "急救车", "is too long for a button in zh_CN"),
        ("police_nag_minutes", "police_nag_minutes", "Input should be a valid integer"),
    ):
        line = next(one for one in said if place in one)
        assert f"/CN.yaml: line {line_of(path, needle)}: {place}: {reason}" in line
    assert said[-1] == "To be mended: 3. Until then the profile can't be used."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  - situations: [A1]", "  - situations: [A9]", "telling, rule 4: situation A9 is not in the list."),
        (
            "  - {code: education, words: {zh_CN: 教育部门, en: the education authority}}\n",
            "",
            "situation B1: authority education is not in the list.",
        ),
        (
            "authority: [police, education]",
            "authority: [police, mayor]",
            "situations.B1.authority.2: Input should be",
        ),
        (
            "checklist: [part_them, no_",
            "checklist: [part, no_",
            "situation B1: checklist part is not in the l",
        ),
        ("[part_them, no_questions,", "[own_words, no_questions,", "checklist own_words stands twice."),
        (
            "{role: safeguarding, wait",
            "{role: administrator, wait",
            "ladder: goes in a circle, administrator is a step of it twice.",
        ),
        ("{role: safeguarding, wait", "{role: volunteer, wait", "nobody with the role volunteer is told"),
        (
            "    - {role: county_officer, wait_minutes: 5}\n",
            "",
            "ladder: ends with safeguarding, so nobody outside hears of a case",
        ),
        (
            "carer: after_police, other_side: never, village",
            "carer: after_police, village",
            "telling: must end with a rule for any situation and any involved",
        ),
        ("  - situations: [R7]\n    involved: [family]", "  - situations: any\n    involved: any", "no case"),
        ("{days: 3, source", "{source", "feedback_days.days: Field required."),
        ("review_days: [7, 14, 30, 90]", "review_days: [7, 30, 14]", "review_days: must rise"),
        ("ages: {below: 14}", "ages: {}", "situations.R2.ages: must have from or below."),
        ("weekly_list: mon", "weekly_list: 1", "weekly_list: must be one of mon"),
    ],
)
def test_a_profile_that_would_lose_a_case_is_refused(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert sentence in sentences(write(tmp_path, (old, new)))


def test_a_file_that_is_no_profile_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "CN.yaml"
    path.write_text("id: [CN\n", encoding="utf-8")
    told = run(tmp_path, "profile", "check", str(path))
    assert (told.exit_code, "line 2 is not valid YAML" in told.stdout) == (1, True)
    missing = run(tmp_path, "profile", "check", str(tmp_path / "ZZ.yaml"))
    assert missing.exit_code == 2
    assert missing.stderr.startswith("there is no file")
    assert run(tmp_path, "profile", "routing", str(path)).exit_code == 1


def test_a_fault_of_an_overlay_is_found_in_its_own_file(tmp_path: Path) -> None:
    base = write(tmp_path)
    over = tmp_path / "CN-EXAMPLE.yaml"
    over.write_text(EXAMPLE.replace("[stay_with, no_questions", "[rest, no_questions"), encoding="utf-8")
    assert f"/CN-EXAMPLE.yaml: line {line_of(over, 'rest')}: situation R10: checklist rest" in sentences(over)
    over.write_text(EXAMPLE, encoding="utf-8")
    base.write_text(CN.replace("  - situations: [A1]", "  - situations: [A9]", 1), encoding="utf-8")
    assert f"/CN.yaml: line {line_of(base, '[A9]')}: telling, rule 5: situation A9" in sentences(over)
