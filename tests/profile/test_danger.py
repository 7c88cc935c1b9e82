"""Words of danger are noticed; a telephone call is not one of them."""

import pytest

from services.profile import load
from services.profile.danger import speaks_of_danger, speaks_of_staff

CN = load("CN")


@pytest.mark.parametrize(
    "text",
    [
        "孩子说不想活了",
        "他爸又打他了",
        "晚上打电话时听见爷爷打她",
        "打 她，打得身上都是淤青",
        "孩子流了好多血",
        "娃不见了，一夜没回",
        "离家出走了",
        "他老是摸她",
        "我好想死你们都不管我",  # written without commas: 想死你 must not swallow 想死
        "他想自\n杀",
        "My son IS missing since noon",
        "She doesn’t want to live",
        "her uncle touched her",
        "raped",
        "He said: suicide.",
        "孩子说 suicide",
    ],
)
def test_danger_is_noticed(text: str) -> None:
    assert speaks_of_danger(CN, text)


@pytest.mark.parametrize(
    "text",
    [
        "老师好，请您打电话给我",
        "打我电话就行",
        "打了他好几个电话都没接",
        "我在外打工，打算过年回家",
        "打扰老师了",
        "孩子流鼻涕",
        "想死你了，宝贝",
        "摸他额头有点烫",
        "She is missing her mother",
        "grape juice, please",
        "",
    ],
)
def test_everyday_words_are_left_alone(text: str) -> None:
    assert not speaks_of_danger(CN, text)


def test_a_profile_without_harmless_words_works() -> None:
    bare = CN.model_copy(update={"harmless_words": {}})
    assert speaks_of_danger(bare, "打我电话")


@pytest.mark.parametrize(
    "text",
    [
        "老师乱摸孩子",
        "班主任打他，打得身上都青了",
        "您好，孩子说校长摸她",
        "被老师打了耳光，老师打他",
        "The coach hits him.",
        "Her teacher touched her",
    ],
)
def test_words_that_speak_of_somebody_at_school(text: str) -> None:
    assert speaks_of_danger(CN, text)
    assert speaks_of_staff(CN, text)


@pytest.mark.parametrize(
    "text",
    [
        "老师，孩子说不想活了",
        "老师您好 孩子他爸打他",
        "老师他爸又打他了",
        "麻烦老师看看，他舅舅打他",
        "老师，同学打他",
        "他叔叔打他",
        "老师打电话来了",
        "Dear teacher my uncle hits him",
        "We told his teacher that her uncle hits her",
        "",
    ],
)
def test_to_speak_to_a_teacher_is_not_to_speak_of_one(text: str) -> None:
    assert not speaks_of_staff(CN, text)
