"""Pictures and files of a case: what to send, that it is kept, and one of them shown again."""

from aiogram.filters.callback_data import CallbackData

from models.case_codes import CaseWords
from services.casework.document_types import Document, Kept, Stored
from views.card import Button, Card
from views.presses import Id, OpenCase, OpenRoad
from views.reader import Reader

MEGABYTE, KILOBYTE = 1024 * 1024, 1024


class ShowDocument(CallbackData, prefix="rddc"):
    case_id: Id
    entry_id: Id


def ask_document_card(case_id: int, reader: Reader, *, is_own: bool) -> Card:
    """What serves a child, what hurts it, and that several may come one after the other."""
    lines = (reader.t(f"casework.how_{CaseWords.DOCUMENT.value}"), reader.t("casework.documents_go"))
    return Card("\n".join(lines), (_back(case_id, reader, is_own=is_own),))


def document_kept_card(stored: Stored, reader: Reader, *, is_own: bool, is_album: bool) -> Card:
    """An album comes piece by piece, and is answered with its first."""
    kept = reader.t("casework.document_kept", place=stored.place, size=size_of(stored.size, reader))
    if is_album:
        kept = reader.t("casework.album_kept", place=stored.place)
    return Card(kept, (_back(stored.case_id, reader, is_own=is_own),))


def document_trouble_card(trouble: str, case_id: int, reader: Reader, *, is_own: bool) -> Card:
    """`trouble`: a key of what went wrong; nothing was stored, and it may be sent again."""
    return Card(reader.t(trouble), (_back(case_id, reader, is_own=is_own),))


def document_shown_card(case_id: int, kept: Kept, reader: Reader, *, is_shown: bool) -> Card:
    said = "casework.document_shown" if is_shown else "casework.document_unshown"
    if kept.key is None:
        said = "casework.gone"
    return Card(reader.t(said), (_back(case_id, reader, is_own=False),))


def show_button(case_id: int, entry_id: int, reader: Reader) -> Button:
    return Button(
        reader.plain("casework.show_document"), ShowDocument(case_id=case_id, entry_id=entry_id).pack()
    )


def document_line(document: Document, reader: Reader) -> str:
    return reader.t(
        f"casework.document_{document.media.value}",
        suffix=document.suffix,
        size=size_of(document.size, reader),
    )


def size_of(size: int, reader: Reader) -> str:
    if size >= MEGABYTE:
        return reader.plain("casework.megabytes", n=f"{size / MEGABYTE:.1f}")
    return reader.plain("casework.kilobytes", n=max(1, round(size / KILOBYTE)))


def _back(case_id: int, reader: Reader, *, is_own: bool) -> tuple[Button, ...]:
    if is_own:
        return (Button(reader.plain("alerts.my_screen"), OpenCase(case_id=case_id).pack()),)
    return (Button(reader.plain("casework.back"), OpenRoad(case_id=case_id).pack()),)
