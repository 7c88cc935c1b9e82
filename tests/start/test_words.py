"""Short enough for a tired reader, and a picture another phone can read."""

import re
import zlib

import pytest

from documents.qr import qr_png
from locales import translate

MOST = 40  # Chinese characters a parent or carer is given to read


@pytest.mark.parametrize(
    "key",
    [
        "joining.intro_family",
        "joining.ask_name",
        "joining.ask_who",
        "joining.told",
        "joining.consent",
        "joining.consent_carer",
        "joining.waiting_family",
        "joining.joined_family",
        "joining.not_joined",
        "joining.refused_unknown",
        "joining.refused_used",
        "joining.refused_expired",
        "joining.refused_later",
        "menu.family",
        "start.hint_known",
        "start.expected_words",
        "start.edited",
        "start.old_button",
        "settings.ask_evening",
        "settings.consent_text",
    ],
)
def test_a_family_reads_at_most_forty_characters(key: str) -> None:
    filled = dict.fromkeys(("child", "name"), "田小满") | {"school": "稻香坪学校", "place": "田小满的妈妈"}
    said = translate("zh_CN", key, **filled)
    assert len(re.findall("[\u3400-\u9fff]", said)) <= MOST


def test_a_qr_is_a_png_with_its_quiet_zone() -> None:
    picture = qr_png("https://t.me/xiangban_bot?start=AAAAAAAAAAAAAAAAAAAAAA")
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width == height
    assert width >= 300
    assert zlib.decompress(_pixels(picture))[1:40] == b"\xff" * 39  # the first line is all light


def _pixels(picture: bytes) -> bytes:
    start = picture.index(b"IDAT")
    length = int.from_bytes(picture[start - 4 : start], "big")
    return picture[start + 4 : start + 4 + length]
