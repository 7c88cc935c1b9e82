"""Words of a case's file: what to write and how, and what stands there, behind the PIN."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseWords
from services.casework.types import CaseFile, Entry
from views.card import Button, Card, rows_of
from views.case_documents import ask_document_card, document_line, show_button
from views.lists import clamp, turning
from views.presses import Id, OpenCase, OpenRoad, Page
from views.reader import Reader

OWN = (CaseWords.SEEN, CaseWords.SAID, CaseWords.DOCUMENT)
FOR_EACH = (CaseWords.NEEDS, CaseWords.PLAN, CaseWords.REVIEW)


class WriteWords(CallbackData, prefix="rdwr"):
    """`kind` None: it is chosen first. `amends`: the entry that this one corrects."""

    case_id: Id
    kind: CaseWords | None = None
    amends: Id = 0


class ReadFile(CallbackData, prefix="rdfl"):
    """`page` 0 is the newest entry."""

    case_id: Id
    page: Page = 0


class OwnWords(CallbackData, prefix="rdow"):
    """The reporter adds to the own report."""

    case_id: Id
    kind: CaseWords


def kinds_card(case_id: int, reader: Reader) -> Card:
    buttons = [
        Button(reader.plain(f"casework.words_{one.value}"), WriteWords(case_id=case_id, kind=one).pack())
        for one in CaseWords
    ]
    back = Button(reader.plain("casework.back"), OpenRoad(case_id=case_id).pack())
    return Card(reader.t("casework.write_what"), (*rows_of(buttons, 2), (back,)))


def is_file(press: WriteWords | OwnWords) -> bool:
    """Whether a picture or a file is awaited; what amends one are words."""
    return press.kind is CaseWords.DOCUMENT and not getattr(press, "amends", 0)


def prompt_card(press: WriteWords | OwnWords, reader: Reader, *, linked: int = 0) -> Card:
    """How to write it, so that it serves the child and whoever reads it later.

    `linked`: other children of the home whom the case is about too; what is looked at is looked at for each.
    """
    if is_file(press):
        return ask_document_card(press.case_id, reader, is_own=isinstance(press, OwnWords))
    kind = (press.kind or CaseWords.SEEN).value
    how = "casework.amend_document" if press.kind is CaseWords.DOCUMENT else f"casework.how_{kind}"
    lines = [reader.t(how), reader.t("casework.goes_into_file")]
    if linked and press.kind in FOR_EACH:
        lines.insert(1, reader.count("siblings.each", linked + 1))
    return Card("\n".join(lines))


def own_button(case_id: int, kind: CaseWords, reader: Reader) -> Button:
    return Button(reader.plain(f"casework.words_{kind.value}"), OwnWords(case_id=case_id, kind=kind).pack())


def own_rows(case_id: int, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """What a reporter can add: what was seen, what the child said by itself, a picture or a file."""
    return (tuple(own_button(case_id, one, reader) for one in OWN),)


def file_card(file: CaseFile, reader: Reader, *, page: int = 0) -> Card:
    """One entry a page, the newest first, with both its dates and whoever wrote it."""
    case_id = file.standing.case_id
    back = (Button(reader.plain("casework.back"), OpenRoad(case_id=case_id).pack()),)
    if not file.entries:
        return Card(reader.t("casework.file_empty", number=file.standing.number), (back,), protected=True)
    here = clamp(page, len(file.entries), 1)
    entry = file.entries[-1 - here]
    lines = [
        reader.t(
            "casework.file_heading",
            number=file.standing.number,
            place=len(file.entries) - here,
            total=len(file.entries),
        ),
        *_entry_lines(entry, file, reader),
    ]
    amend = WriteWords(case_id=case_id, kind=entry.kind, amends=entry.entry_id).pack()
    rows = (
        () if entry.document is None else (show_button(case_id, entry.entry_id, reader),),
        turning(
            len(file.entries), page=here, press=lambda n: ReadFile(case_id=case_id, page=n).pack(), size=1
        ),
        (Button(reader.plain("casework.amend"), amend),) if file.may_write else (),
        back,
    )
    return Card("\n".join(lines), tuple(row for row in rows if row), protected=True)


def written_card(case_id: int, reader: Reader) -> Card:
    """To a reporter: it is in the file, and there it stays."""
    back = Button(reader.plain("alerts.my_screen"), OpenCase(case_id=case_id).pack())
    return Card(reader.t("casework.kept"), ((back,),))


def _entry_lines(entry: Entry, file: CaseFile, reader: Reader) -> list[str]:
    places = {one.entry_id: place for place, one in enumerate(file.entries, 1)}
    lines = [
        reader.t(
            "casework.entry",
            kind=reader.plain(f"casework.words_{entry.kind.value}"),
            author=entry.author or reader.plain("casepaper.reporter_kept"),
            at=reader.moment(entry.entered_at),
        )
    ]
    if entry.amends is not None:
        lines.append(reader.t("casework.amends", place=places[entry.amends]))
    if entry.amended_by is not None:
        lines.append(reader.t("casework.amended", place=places[entry.amended_by]))
    if entry.document is not None:
        lines.append(document_line(entry.document, reader))
    if entry.text == "":
        return lines
    words = reader.t("casework.gone") if entry.text is None else reader.t("casework.quote", words=entry.text)
    return [*lines, "", words]
