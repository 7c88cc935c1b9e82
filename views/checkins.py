"""The check-in as it is being made: a face, a few words, saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData

from services.access.types import ChildRef
from services.checkins.rules import WHERE, base
from services.profile import Profile
from views.card import Button, Card, Style, rows_of
from views.presses import Id, Page, RaiseAs, RaiseFor
from views.reader import Reader


class CheckInClass(CallbackData, prefix="nclass"):
    class_id: Id
    page: Page = 0


class NothingUnusual(CallbackData, prefix="ncalm"):
    class_id: Id


class NoteMood(CallbackData, prefix="nmood"):
    child_id: Id
    mood: Id


class NoteTag(CallbackData, prefix="ntag"):
    child_id: Id
    tag: str


class NoteSave(CallbackData, prefix="nsave"):
    child_id: Id


class NoteRecall(CallbackData, prefix="nback"):
    note_id: Id


class NoteWords(CallbackData, prefix="nmore"):
    note_id: Id


class NoteAnswer(CallbackData, prefix="nask"):
    note_id: Id
    tag: str
    answer: str


class OpenNote(CallbackData, prefix="nopen"):
    note_id: Id
    page: Page = 0


class NoteHistory(CallbackData, prefix="nhist"):
    """What was noted of a child before; a child's card may lead here too."""

    child_id: Id
    page: Page = 0


@dataclass(frozen=True)
class Draft:
    """What has been chosen and typed so far; nothing of it is stored yet."""

    child_id: int
    mood: int
    tags: tuple[str, ...] = ()
    words: str | None = None


def mood_card(child: ChildRef, profile: Profile, reader: Reader) -> Card:
    text = reader.t("checkins.ask_mood", name=child.name, class_name=child.unit.class_name)
    earlier = Button(reader.plain("checkins.earlier"), NoteHistory(child_id=child.child_id).pack())
    return Card(text, (faces(child, profile), (earlier,), last_row(child, reader)), protected=True)


def draft_card(child: ChildRef, draft: Draft, profile: Profile, reader: Reader) -> Card:
    """Face and tags can still be changed; words are typed; one tap saves."""
    lines = [heading(child, reader), mood_line(draft.mood, profile, reader)]
    if draft.words:
        lines += ["", reader.t("checkins.words", words=draft.words)]
    lines += ["", reader.t("checkins.draft_more" if draft.words else "checkins.draft_hint")]
    save = Button(
        reader.plain("checkins.save"), NoteSave(child_id=child.child_id).pack(), style=Style.SUCCESS
    )
    tags = [_tag_button(child, tag.code, tag.code in draft.tags, profile, reader) for tag in profile.tags]
    rows = (faces(child, profile, chosen=draft.mood), *rows_of(tags, 2), (save,), last_row(child, reader))
    return Card("\n".join(lines), rows, protected=True)


def faces(child: ChildRef, profile: Profile, *, chosen: int | None = None) -> tuple[Button, ...]:
    """Five faces in one row; the chosen one stands between marks, not in a colour alone."""
    return tuple(
        Button(
            f"·{mood.face}·" if mood.value == chosen else mood.face,
            NoteMood(child_id=child.child_id, mood=mood.value).pack(),
        )
        for mood in profile.moods
    )


def _tag_button(child: ChildRef, code: str, is_on: bool, profile: Profile, reader: Reader) -> Button:  # noqa: FBT001
    mark = "✓ " if is_on else ""
    return Button(
        f"{mark}{tag_words(code, profile, reader)}", NoteTag(child_id=child.child_id, tag=code).pack()
    )


def heading(child: ChildRef, reader: Reader) -> str:
    return reader.t("checkins.heading", name=child.name, class_name=child.unit.class_name)


def mood_line(value: int, profile: Profile, reader: Reader) -> str:
    mood = next(one for one in profile.moods if one.value == value)
    return f"{mood.face} {mood.words[reader.locale]}"


def tag_line(tags: Sequence[str], profile: Profile, reader: Reader) -> str:
    return reader.plain("checkins.tag_comma").join(tag_words(tag, profile, reader) for tag in tags)


def tag_words(stored: str, profile: Profile, reader: Reader) -> str:
    """A tag with its pictogram, and with the answer it got; one the profile has dropped shows its code."""
    tag = next((one for one in profile.tags if one.code == base(stored)), None)
    words = f"{tag.pictogram} {tag.words[reader.locale]}".strip() if tag else base(stored)
    answer = stored.partition(":")[2]
    if not answer:
        return words
    return reader.plain("checkins.tag_answered", tag=words, answer=answer_words(base(stored), answer, reader))


def answer_words(tag: str, answer: str, reader: Reader) -> str:
    return reader.plain(f"checkins.answer_{'where_' if tag == WHERE else ''}{answer}")


def red(child_id: int, reader: Reader, *, situation: str | None = None) -> Button:
    """The red button, in sight on every card about a child; what was noted may lead to its situation."""
    press = RaiseAs(child_id=child_id, code=situation) if situation else RaiseFor(child_id=child_id)
    return Button(reader.plain("menu.report"), press.pack(), style=Style.DANGER)


def last_row(child: ChildRef, reader: Reader) -> tuple[Button, ...]:
    back = CheckInClass(class_id=child.unit.class_id).pack()
    return (Button(reader.plain("checkins.to_class"), back), red(child.child_id, reader))
