"""What a province changes lies over its country's profile; everything else stays."""

from pathlib import Path

import pytest

from models.case_codes import Involved
from services.profile import Adult, ProfileError, When, load, who_is_told
from services.profile.load import read
from services.profile.overlay import lay_over

CN, OVER = load("CN"), load("CN-EXAMPLE")


def test_what_it_says_holds_and_the_rest_is_as_in_the_country() -> None:
    assert OVER.id == "CN-EXAMPLE"
    assert [one.code for one in OVER.situations] == [*(one.code for one in CN.situations), "R10"]
    assert [one.number for one in OVER.hotlines][-1] == "12349"
    assert (OVER.feedback_days.days, OVER.feedback_days.verified) == (5, False)
    changed = OVER.situation("D1")
    assert changed.authority == ("education", "committee")
    assert changed.model_copy(update={"authority": ("education",)}) == CN.situation("D1")
    same = {"ladder", "advice", "involved", "danger_words", "retention", "purposes", "review_days"}
    assert all(getattr(OVER, name) == getattr(CN, name) for name in same)


def test_its_rules_of_who_is_told_come_first() -> None:
    assert OVER.telling[1:] == CN.telling
    verdicts = {one.adult: one.when for one in who_is_told(OVER, "R10", Involved.OTHER)}
    assert verdicts[Adult.VILLAGE] is When.AFTER_POLICE
    assert verdicts[Adult.PARENT] is When.PERSON_DECIDES


def test_a_nameless_list_is_replaced_whole() -> None:
    below = {"steps": [{"role": "a"}, {"role": "b"}], "days": [1, 2], "named": [{"code": "x", "n": 1}]}
    above = {"steps": [{"role": "b"}], "days": [3], "named": [{"code": "x", "m": 2}, {"code": "y"}]}
    assert lay_over(below, above) == {
        "steps": [{"role": "b"}], "days": [3], "named": [{"code": "x", "n": 1, "m": 2}, {"code": "y"}]
    }  # fmt: skip
    assert below["days"] == [1, 2]


@pytest.mark.parametrize(
    ("extends", "reason"),
    [
        ("../CN", "must be the code"),
        ("CN-A", "must be the code"),
        ("2", "must be the code"),
        ("CN-B", "only one"),
    ],
)
def test_it_extends_one_profile_beside_it(tmp_path: Path, extends: str, reason: str) -> None:
    (tmp_path / "CN-A.yaml").write_text(f"extends: {extends}\nid: CN-A\n", encoding="utf-8")
    (tmp_path / "CN-B.yaml").write_text("extends: CN\nid: CN-B\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=reason):
        read(tmp_path / "CN-A.yaml")


def test_what_it_extends_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "CN-A.yaml").write_text("extends: ZZ\nid: CN-A\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"There is no file .*/ZZ\.yaml"):
        read(tmp_path / "CN-A.yaml")
