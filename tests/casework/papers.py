"""What came with a case's papers: files as they were sent, opened again the way others open them."""

import json
from io import BytesIO
from typing import Any

import docx
import pypdf
import pyzipper
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile

from tests.phones import Room


def sent(room: Room) -> dict[str, bytes]:
    """The files of all phones by their names, the newest of each."""
    files = [one.document for one in room.calls if isinstance(one, SendDocument)]
    return {one.filename or "": one.data for one in files if isinstance(one, BufferedInputFile)}


def receivers(room: Room) -> set[int]:
    return {int(one.chat_id) for one in room.calls if isinstance(one, SendDocument)}


def text_of_word(file: bytes) -> str:
    document = docx.Document(BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in document.paragraphs] + cells)


def text_of_pdf(file: bytes) -> str:
    """Without the breaks of lines: a narrow column has many."""
    pages = pypdf.PdfReader(BytesIO(file)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def unpacked(file: bytes, passphrase: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(BytesIO(file)) as opened:
        opened.setpassword(passphrase.encode())
        return {name: opened.read(name) for name in opened.namelist()}


def names_inside(file: bytes) -> list[str]:
    """What anybody reads without the passphrase."""
    with pyzipper.AESZipFile(BytesIO(file)) as opened:
        return list(opened.namelist())


def loaded(file: bytes) -> Any:
    return json.loads(file)
