"""What the guide quotes is what the bot offers, letter by letter, in both languages."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from services import profile as profiles

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "sandbox" / "page"
STEP = re.compile(r'step\d_text:\s*"([^"]*)"')
QUOTED = re.compile(r"“([^”]+)”")


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh_CN"), ("en", "en")])
def test_the_guide_quotes_real_buttons(language: str, locale: str) -> None:
    words = (PAGE / f"words.{language}.js").read_text(encoding="utf-8")
    steps = STEP.findall(words)
    assert len(steps) == 5
    quoted = [label for step in steps for label in QUOTED.findall(step)]
    labels = [*_bot_labels(locale), *_profile_labels(locale), *re.findall(r'as_new: "([^"]*)"', words)]
    unknown = [label for label in quoted if not any(_fits(label, real) for real in labels)]
    assert quoted
    assert not unknown


def _fits(label: str, real: str) -> bool:
    pattern = ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", real))
    return re.fullmatch(pattern, label) is not None


def _bot_labels(locale: str) -> list[str]:
    labels = []
    for path in sorted((ROOT / "locales" / locale).glob("*.po")):
        with path.open("rb") as file:
            labels += [str(message.string) for message in read_po(file) if message.id]
    return labels


def _profile_labels(locale: str) -> list[str]:
    profile = profiles.load("CN")
    kinds = (profile.care_types, profile.away, profile.situations, profile.involved)
    return [f"{one.pictogram} {one.words[locale]}" for kind in kinds for one in kind]
