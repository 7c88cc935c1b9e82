"""When a link opens, and what a class may be called."""

from datetime import timedelta

import pytest

from services.errors import CareError
from services.joining.rules import clean_unit_name, fingerprint, judge, split_classes
from services.joining.types import Refusal
from tests.world import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("revoked", "used", "expires", "refusal"),
    [
        (None, None, NOW + DAY, None),
        (None, None, NOW, Refusal.EXPIRED),
        (None, NOW, NOW + DAY, Refusal.USED),
        (None, NOW, NOW - DAY, Refusal.USED),
        (NOW, None, NOW + DAY, Refusal.UNKNOWN),
        (NOW, NOW, NOW - DAY, Refusal.UNKNOWN),
    ],
)
def test_a_link_opens_once_in_time(
    revoked: object, used: object, expires: object, refusal: Refusal | None
) -> None:
    assert judge(revoked_at=revoked, used_at=used, expires_at=expires, now=NOW) is refusal  # type: ignore[arg-type]


def test_a_fingerprint_hides_the_token() -> None:
    assert len(fingerprint("token")) == 64
    assert fingerprint("token") != fingerprint("tokem")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("三(1)", ["三(1)"]),
        ("三(1)、七(1)", ["三(1)", "七(1)"]),
        ("301,302；303;304，305\r\n306", ["301", "302", "303", "304", "305", "306"]),
        ("  三  (1) \n\n三 (1)\n", ["三 (1)"]),
        ("\u200e３（１）", ["３（１）"]),
    ],
)
def test_classes_are_told_apart(text: str, names: list[str]) -> None:
    assert split_classes(text) == names


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "name_empty"), ("、，", "name_empty"), ("三(1)、—", "name_empty"), ("班" * 31, "name_long"),
     ("\n".join(map(str, range(61))), "classes_many")],
)  # fmt: skip
def test_what_is_no_class_is_said(text: str, code: str) -> None:
    with pytest.raises(CareError) as caught:
        split_classes(text)
    assert caught.value.code == f"school.{code}"


def test_a_unit_keeps_its_rare_characters() -> None:
    assert clean_unit_name(" 𠮷镇\t<b>小学 ") == "𠮷镇 <b>小学"
