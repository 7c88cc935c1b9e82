"""What a family wrote, and the answer every family gets."""

from aiogram.filters.callback_data import CallbackData

from services.checkins.attachments import Attachment
from services.checkins.reading import Opened
from services.profile import Profile
from views.alerts_numbers import AMBULANCE, POLICE, afar_lines
from views.card import Button, Card, Style
from views.lists import turning
from views.presses import Id, OpenChild, Page, RaiseFor
from views.reader import Reader

PAGE = 3000  # characters of a text in one message


class OpenWords(CallbackData, prefix="words"):
    """A task about words may lead here."""

    words_id: Id
    page: Page = 0


class PlayWords(CallbackData, prefix="wplay"):
    words_id: Id


class FinishWords(CallbackData, prefix="wdone"):
    words_id: Id


def thanks_card(profile: Profile, reader: Reader) -> Card:
    """The same for all words: whoever looks over a shoulder learns nothing from it."""
    found = {line.serves: line.number for line in profile.hotlines}
    lines = [reader.t("words.thanks")]
    if AMBULANCE in found and POLICE in found:
        lines.append(reader.t("words.urgent", police=found[POLICE], ambulance=found[AMBULANCE]))
        lines += afar_lines(profile, reader)
    return Card("\n".join(lines))


def sticker_card(reader: Reader) -> Card:
    return Card(reader.t("words.sticker"))


def unplayable_card(reader: Reader) -> Card:
    return Card(reader.t("words.unplayable"))


def words_card(opened: Opened, reader: Reader, *, page: int = 0) -> Card:
    """The words in full, three thousand characters to a page; attachments are sent on request."""
    text = opened.letter.text
    pages = [text[start : start + PAGE] for start in range(0, len(text), PAGE)] or [""]
    here = max(0, min(page, len(pages) - 1))
    lines = [_heading(opened, reader), _signed(opened, reader)]
    lines += [media_line(one, reader) for one in opened.letter.attachments]
    lines += ["", reader.t("checkins.words", words=pages[here])] if text else []
    lines += ["", reader.t("words.danger_mark")] if opened.danger else []
    if not opened.is_open:
        lines += ["", reader.t("words.is_done")]

    def turn(number: int) -> str:
        return OpenWords(words_id=opened.words_id, page=number).pack()

    rows = (*_verbs(opened, reader), turning(len(pages), page=here, press=turn, size=1))
    return Card("\n".join(lines), tuple(row for row in rows if row), protected=True)


def media_line(attachment: Attachment, reader: Reader) -> str:
    return reader.t(f"words.media_{attachment.kind}", seconds=attachment.seconds)


def _heading(opened: Opened, reader: Reader) -> str:
    names = reader.plain("words.names_comma").join(child.name for child in opened.children)
    classes = reader.plain("words.names_comma").join(
        dict.fromkeys(child.unit.class_name for child in opened.children)
    )
    return reader.t("words.heading", names=names, class_name=classes)


def _signed(opened: Opened, reader: Reader) -> str:
    kin = reader.plain(f"words.kin_{opened.kin.value if opened.kin else 'none'}")
    return reader.t("words.signed", author=opened.author, kin=kin, moment=reader.moment(opened.told_at))


def _verbs(opened: Opened, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    play = Button(reader.plain("words.play"), PlayWords(words_id=opened.words_id).pack())
    done = Button(
        reader.plain("words.done"), FinishWords(words_id=opened.words_id).pack(), style=Style.SUCCESS
    )
    beside = tuple(
        (
            *((Button(child.name, OpenChild(child_id=child.child_id).pack()),) if opened.opens_files else ()),
            Button(reader.plain("menu.report"), RaiseFor(child_id=child.child_id).pack(), style=Style.DANGER),
        )
        for child in opened.children
    )
    return (
        (play,) if opened.letter.attachments else (),
        (done,) if opened.is_open else (),
        *beside,
    )
