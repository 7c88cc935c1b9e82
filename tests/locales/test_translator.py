"""The translator: the right words, or a loud refusal."""

import pytest

from locales import LOCALES, match, plural, translate


def test_a_placeholder_is_filled() -> None:
    assert translate("zh_CN", "base.hello", name="周阿桂") == "周阿桂，您好。"
    assert translate("en", "base.hello", name="Zhou Agui") == "Hello, Zhou Agui."


def test_braces_in_a_name_are_only_braces() -> None:
    assert translate("en", "base.hello", name="{name}") == "Hello, {name}."


@pytest.mark.parametrize(
    ("locale", "n", "words"),
    [
        ("en", 0, "0 children"),
        ("en", 1, "1 child"),
        ("en", 2, "2 children"),
        ("zh_CN", 1, "1个孩子"),
        ("zh_CN", 2, "2个孩子"),
    ],
)
def test_each_number_has_its_form(locale: str, n: int, words: str) -> None:
    assert plural(locale, "base.children", n) == words


@pytest.mark.parametrize("locale", LOCALES)
def test_a_missing_key_is_an_error(locale: str) -> None:
    with pytest.raises(KeyError, match=r"base\.nowhere"):
        translate(locale, "base.nowhere")
    with pytest.raises(KeyError, match=r"base\.hello"):
        plural(locale, "base.hello", 2)


def test_a_missing_parameter_is_an_error() -> None:
    with pytest.raises(KeyError, match="name"):
        translate("en", "base.hello")


@pytest.mark.parametrize("locale", ["ru", "zh-CN", "..", ""])
def test_an_unknown_locale_is_an_error(locale: str) -> None:
    with pytest.raises(KeyError):
        translate(locale, "base.product")


@pytest.mark.parametrize("code", ["zh", "zh-hans", "zh-cn", "zh-CN", "zh-hant", "zh-Hant-TW", "zh_TW", "ZH"])
def test_every_chinese_reaches_zh_cn(code: str) -> None:
    assert match(code, default="en") == "zh_CN"


@pytest.mark.parametrize("code", ["en", "en-US", "en_GB", "EN"])
def test_every_english_reaches_en(code: str) -> None:
    assert match(code) == "en"


@pytest.mark.parametrize("code", [None, "", "ru", "uz-Latn", "zhx", "e"])
def test_any_other_language_gets_the_default(code: str | None) -> None:
    assert match(code) == "zh_CN"
    assert match(code, default="en") == "en"
