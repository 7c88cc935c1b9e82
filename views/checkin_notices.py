"""The faces of what a family's words make the bot say: that they came, never what they were."""

from collections.abc import Callable
from typing import Any

from services.checkins.notices import DangerCame, FamilyWrote
from services.notifications.facts import Facts
from views.card import Button, Card, Style
from views.reader import Reader
from views.words import OpenWords


def family_wrote(facts: FamilyWrote, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    kind = "voice" if facts.kind == "voice" else "wrote"
    if facts.child_name is None:
        text = reader.t(f"words.{kind}_unnamed")
    else:
        text = reader.t(f"words.{kind}", name=facts.child_name)
    return Card(text, ((_open(facts.words_id, reader, Style.PRIMARY),),), protected=True)


def danger_came(facts: DangerCame, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    """Names nobody: it may stand on a locked screen."""
    lines = [reader.t("words.danger"), *([reader.t("words.repeat")] if is_repeat else [])]
    return Card("\n".join(lines), ((_open(facts.words_id, reader, Style.DANGER),),))


def _open(words_id: int, reader: Reader, style: Style) -> Button:
    return Button(reader.plain("words.open"), OpenWords(words_id=words_id).pack(), style=style)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    FamilyWrote: family_wrote,
    DangerCame: danger_came,
}
