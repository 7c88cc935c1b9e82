"""A note that is stored: as it was saved, as it was corrected, among earlier ones."""

from services.checkins.queries import PAGE
from services.checkins.rules import WHERE, situation_of
from services.checkins.types import Entry, History, Shown
from services.profile import Profile
from views.card import Button, Card
from views.checkins import (
    CheckInClass,
    NoteAnswer,
    NoteHistory,
    NoteRecall,
    NoteWords,
    OpenNote,
    answer_words,
    heading,
    last_row,
    mood_line,
    red,
    tag_line,
)
from views.presses import CheckIn, OpenChild
from views.reader import Reader

QUESTIONS = {"injury": "checkins.question_injury", WHERE: "checkins.question_where"}
Rows = tuple[tuple[Button, ...], ...]
CLIPPED = 160  # characters of each text in a list
TEXTS = 3  # of a thousand characters each, in one message


def saved_card(shown: Shown, profile: Profile, reader: Reader) -> Card:
    """After the save: what was stored, what it asks, what may still be done to it."""
    if shown.is_recalled:
        return _recalled_card(shown, reader)
    entry = shown.entry
    first = "checkins.amended" if shown.is_amendment else "checkins.saved"
    lines = [reader.t(first), "", heading(shown.child, reader)]
    if not shown.is_amendment:
        lines += _mood_and_tags(entry, profile, reader)
    if entry.words:
        lines.append(reader.t("checkins.words", words=entry.words))
    question, answers = _question(shown, profile, reader)
    lines += ["", question] if question else []
    return Card("\n".join(lines), (*answers, *_verbs(shown, reader)), protected=True)


def too_late_card(shown: Shown, profile: Profile, reader: Reader) -> Card:
    card = saved_card(shown, profile, reader)
    late = reader.t("checkins.too_late", minutes=profile.recall_minutes)
    return Card(f"{late}\n\n{card.text}", card.rows, protected=True)


def words_prompt(shown: Shown, reader: Reader) -> Card:
    """Ask for words, and say to whom they go."""
    if shown.is_recalled:
        return _recalled_card(shown, reader)
    adds = shown.can_recall and shown.entry.words is None
    text = reader.t("checkins.ask_words" if adds else "checkins.ask_amendment")
    back = Button(reader.plain("checkins.back"), OpenNote(note_id=shown.entry.note_id).pack())
    return Card(f"{heading(shown.child, reader)}\n{text}", ((back, red(shown.child.child_id, reader)),),
                protected=True)  # fmt: skip


def history_card(history: History, profile: Profile, reader: Reader) -> Card:
    child_id = history.child.child_id
    lines = [heading(history.child, reader)]
    for number, entry in enumerate(history.entries, 1 + history.page * PAGE):
        lines += ["", *_listed(number, entry, profile, reader)]
    if not history.entries:
        lines.append(reader.t("checkins.no_notes"))
    opens = tuple(
        Button(str(number), OpenNote(note_id=entry.note_id).pack())
        for number, entry in enumerate(history.entries, 1 + history.page * PAGE)
    )
    back = Button(reader.plain("checkins.to_child"), OpenChild(child_id=child_id).pack())
    rows = (opens, _turns(history), (back, red(child_id, reader)))
    return Card("\n".join(lines), tuple(row for row in rows if row), protected=True)


def note_card(shown: Shown, profile: Profile, reader: Reader, *, page: int = 0) -> Card:
    """One note in full, the original first and its corrections under it, three texts to a page."""
    if shown.is_recalled:
        return _recalled_card(shown, reader)
    entry = shown.entry
    texts = [_whole(entry, profile, reader), *(_correction(one, reader) for one in entry.amendments)]
    start = max(0, min(page, (len(texts) - 1) // TEXTS)) * TEXTS
    turns = []
    for label, there in (("◀", start - TEXTS), ("▶", start + TEXTS)):
        if 0 <= there < len(texts):
            turns.append(Button(label, OpenNote(note_id=entry.note_id, page=there // TEXTS).pack()))
    text = "\n\n".join([heading(shown.child, reader), *texts[start : start + TEXTS]])
    earlier = Button(reader.plain("checkins.earlier"), NoteHistory(child_id=shown.child.child_id).pack())
    rows = ((*turns,), *_verbs(shown, reader)[:1], (earlier, red(shown.child.child_id, reader)))
    return Card(text, tuple(row for row in rows if row), protected=True)


def _recalled_card(shown: Shown, reader: Reader) -> Card:
    again = Button(reader.plain("checkins.again"), CheckIn(child_id=shown.child.child_id).pack())
    text = f"{heading(shown.child, reader)}\n{reader.t('checkins.recalled')}"
    return Card(text, ((again,), last_row(shown.child, reader)), protected=True)


def _question(shown: Shown, profile: Profile, reader: Reader) -> tuple[str, Rows]:
    if shown.asks is not None and shown.asks.answers:
        note_id, tag = shown.entry.note_id, shown.asks.tag
        presses = {one: NoteAnswer(note_id=note_id, tag=tag, answer=one).pack() for one in shown.asks.answers}
        rows = tuple((Button(answer_words(tag, one, reader), press),) for one, press in presses.items())
        return reader.t(QUESTIONS.get(tag, "checkins.question")), rows
    if shown.offers_red:
        situation = situation_of(profile, shown.entry.tags)
        return reader.t("checkins.offer"), ((red(shown.child.child_id, reader, situation=situation),),)
    return "", ()


def _verbs(shown: Shown, reader: Reader) -> Rows:
    entry, child = shown.entry, shown.child
    words = NoteWords(note_id=entry.note_id).pack()
    adds = shown.can_recall and entry.words is None
    more = Button(reader.plain("checkins.add_words" if adds else "checkins.amend"), words)
    recall = Button(reader.plain("checkins.recall"), NoteRecall(note_id=entry.note_id).pack())
    following = Button(reader.plain("checkins.next"), CheckInClass(class_id=child.unit.class_id).pack())
    rest = () if shown.offers_red else (red(child.child_id, reader),)
    return ((recall, more) if shown.can_recall else (more,), (following, *rest))


def _mood_and_tags(entry: Entry, profile: Profile, reader: Reader) -> list[str]:
    tags = [tag_line(entry.tags, profile, reader)] if entry.tags else []
    return [mood_line(entry.mood, profile, reader), *tags]


def _listed(number: int, entry: Entry, profile: Profile, reader: Reader) -> list[str]:
    lines = [
        f"{number}. {_signed(entry, reader)}", " ".join(_mood_and_tags(entry, profile, reader))
    ]  # fmt: skip
    if entry.words:
        lines.append(reader.t("checkins.words", words=_clip(entry.words)))
    if entry.amendments:
        last = entry.amendments[-1]
        lines.append(reader.t("checkins.correction", signed=_signed(last, reader), words=_clip(last.words)))
    if len(entry.amendments) > 1:
        lines.append(reader.count("checkins.more_corrections", len(entry.amendments) - 1))
    return lines


def _whole(entry: Entry, profile: Profile, reader: Reader) -> str:
    words = [reader.t("checkins.words", words=entry.words)] if entry.words else []
    return "\n".join([_signed(entry, reader), *_mood_and_tags(entry, profile, reader), *words])


def _correction(entry: Entry, reader: Reader) -> str:
    return reader.t("checkins.correction", signed=_signed(entry, reader), words=entry.words or "")


def _signed(entry: Entry, reader: Reader) -> str:
    return reader.plain("checkins.signed", day=reader.day(entry.happened_on), author=entry.author)


def _clip(words: str | None) -> str:
    whole = words or ""
    return whole if len(whole) <= CLIPPED else f"{whole[:CLIPPED]}…"


def _turns(history: History) -> tuple[Button, ...]:
    child_id, page = history.child.child_id, history.page
    back = (Button("◀", NoteHistory(child_id=child_id, page=page - 1).pack()),) if page else ()
    forth = (Button("▶", NoteHistory(child_id=child_id, page=page + 1).pack()),) if history.has_more else ()
    return back + forth
