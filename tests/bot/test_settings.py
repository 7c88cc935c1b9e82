"""Every wrong value ends in one sentence that names its variable."""

from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.words import OperatorError

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
NAMES = (
    "BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "PORT", "SECRET_KEY_FILE", "DEFAULT_LOCALE", "TIMEZONE",
    "PROFILE", "SANDBOX_URL",
)  # fmt: skip


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*NAMES, "LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_anything_it_is_the_sandbox() -> None:
    settings = load_settings()
    assert settings.is_sandbox
    assert settings.database == "sqlite+aiosqlite:///var/sandbox.sqlite3"
    assert Path("var") not in settings.key_file.parents


def test_a_token_means_telegram_and_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    settings = load_settings()
    assert not settings.is_sandbox
    assert settings.database == "sqlite+aiosqlite:///var/xiangban.sqlite3"
    assert settings.api_base == "https://api.telegram.org"
    assert TOKEN not in repr(settings)


def test_a_sandbox_address_gives_base_and_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_URL", "http://127.0.0.1:8080/?token=abc")
    settings = load_settings()
    assert (settings.api_base, settings.token) == ("http://127.0.0.1:8080", "424242:abc")


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_GB.UTF-8"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "hello"),
        ("BOT_TOKEN", "123:short"),
        ("BOT_API_URL", "ftp://example"),
        ("DATABASE_URL", "mysql://x"),
        ("PORT", "70000"),
        ("PORT", "many"),
        ("DEFAULT_LOCALE", "tlh"),
        ("TIMEZONE", "Asia/Atlantis"),
        ("TIMEZONE", "../etc/passwd"),
        ("SANDBOX_URL", "127.0.0.1"),
    ],
)
def test_a_wrong_value_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, language: str
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("LANG", language)
    with pytest.raises(OperatorError) as caught:
        load_settings()
    sentence = caught.value.sentence()
    assert sentence.startswith(f"{name}: ")
    assert "\n" not in sentence


def test_with_a_token_the_sandbox_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("SANDBOX_URL", "http://127.0.0.1:8080/?token=abc")
    with pytest.raises(OperatorError) as caught:
        load_settings()
    assert caught.value.sentence().startswith("SANDBOX_URL: ")


def test_a_sandbox_address_without_its_token_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_URL", "http://127.0.0.1:8080/")
    with pytest.raises(OperatorError) as caught:
        _ = load_settings().token
    assert caught.value.code == "sandbox_without_token"
