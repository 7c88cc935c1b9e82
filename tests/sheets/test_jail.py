"""Real files, good ones and such as nobody should send: read in a process that can do nothing else."""

import io
import subprocess
import sys
import time
import zipfile

import pytest

from documents.sheets import bars, jail
from services.sheets.types import Trouble, Unreadable, Workbook
from tests.sheets.books import BAILU, GUYU, HEAD, book, merged, replaced, table, with_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


async def read(content: bytes) -> Workbook:
    found = await jail.read(content)
    assert isinstance(found, Workbook), found
    return found


async def trouble(content: bytes) -> Trouble:
    found = await jail.read(content)
    assert isinstance(found, Unreadable), found
    return found.trouble


async def test_a_workbook_becomes_text() -> None:
    found = await read(book(HEAD, GUYU, ("", 20170308, 1.5, True, 431124201703080000)))
    (sheet,) = found.sheets
    assert sheet.name == "名单"
    assert sheet.rows == (HEAD, GUYU, ("", "20170308", "1.5", "1", "431124201703080000"))


async def test_a_merged_title_and_rows_of_nothing_keep_their_places() -> None:
    (sheet,) = (await read(merged(HEAD, GUYU, title="稻香坪学校"))).sheets
    assert sheet.rows == (("稻香坪学校",), (), HEAD, GUYU)


async def test_a_hidden_sheet_is_named_and_not_read() -> None:
    found = await read(book(HEAD, GUYU, hidden=[HEAD, BAILU]))
    assert found.hidden == ("去年",)
    assert len(found.sheets) == 1
    assert "苏白露" not in str(found.sheets[0].rows)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
async def test_a_table_of_text_in_any_encoding(encoding: str, delimiter: str) -> None:
    (sheet,) = (await read(table(HEAD, GUYU, encoding=encoding, delimiter=delimiter))).sheets
    assert sheet.rows == (HEAD, GUYU)


async def test_a_formula_counts_as_what_was_last_seen_of_it() -> None:
    content = replaced(book(("甲", 7)), SHEET, b"<v>7</v>", b"<f>1+1</f><v>7</v>")
    assert (await read(content)).sheets[0].rows == (("甲", "7"),)


async def test_what_a_sheet_declares_of_its_size_is_not_believed() -> None:
    content = book(HEAD, GUYU)
    declared = replaced(content, SHEET, b'ref="A1:F2"', b'ref="A1:XFD1048576"')
    assert declared != content
    (sheet,) = (await read(declared)).sheets
    assert sheet.rows == (HEAD, GUYU)


async def test_a_cell_at_the_far_end_costs_nothing() -> None:
    content = replaced(book(HEAD, GUYU), SHEET, b'<row r="2"', b'<row r="1048576"')
    (sheet,) = (await read(content)).sheets
    assert sheet.rows == (HEAD,)


async def test_forty_columns_of_nothing() -> None:
    wide = ("",) * 40
    (sheet,) = (await read(book((*HEAD, *wide), (*GUYU, *wide), *[wide] * 50))).sheets
    assert sheet.rows == (HEAD, GUYU)


async def test_no_more_is_read_than_twenty_thousand_rows() -> None:
    (sheet,) = (await read(table(HEAD, *[GUYU] * 20_005))).sheets
    assert (len(sheet.rows), sheet.has_more) == (20_000, True)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), Trouble.ENCRYPTED),
        (OLE + b"Workbook", Trouble.OLD),
        (with_parts(book(HEAD, GUYU), **{"xl__vbaProject.bin": b"x"}), Trouble.MACROS),
        (with_parts(book(HEAD), **{"xl__media__a.bin": b"\0" * 300_000_000}), Trouble.BOMB),
        (with_parts(book(HEAD), **{f"xl__a{n}": b"" for n in range(2_001)}), Trouble.BOMB),
        (b"PK\x03\x04" + b"x" * 1_000, Trouble.BROKEN),
        (book(HEAD)[:-300], Trouble.BROKEN),
        (with_parts(b"", a=b"x"), Trouble.BROKEN),
        (b"\x89PNG\r\n\x1a\n\0\0\0", Trouble.BROKEN),
        (b"", Trouble.EMPTY),
        (book(), Trouble.EMPTY),
        (book(("", "")), Trouble.EMPTY),
        (b"x" * (jail.MOST_BYTES + 1), Trouble.BIG),
    ],
    ids=[
        "password",
        "old",
        "macros",
        "zeros",
        "parts",
        "junk",
        "cut",
        "other_zip",
        "picture",
        "nothing",
        "no_cell",
        "blank",
        "big",
    ],
)
async def test_what_cannot_be_read_says_why(content: bytes, word: Trouble) -> None:
    assert await trouble(content) is word


async def test_entities_that_grow_are_stopped() -> None:
    lol = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(12))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">' + lol + b"]><worksheet>&a12;</worksheet>"
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(HEAD))) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == SHEET else old.read(name))
    assert await trouble(kept.getvalue()) in {Trouble.BROKEN, Trouble.HEAVY}


async def test_whatever_asks_for_too_much_memory_ends_alone() -> None:
    rows = b"".join(b'<row><c t="inlineStr"><is><t>%d</t></is></c></row>' % n for n in range(1_500_000))
    content = replaced(book(("a",)), SHEET, b"<sheetData>", b"<sheetData>" + rows)
    found = await jail.read(content)
    assert isinstance(found, Workbook | Unreadable)  # and we are still here


async def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "PATIENCE", 0.5)
    monkeypatch.setattr(jail, "BEGIN", "import time; time.sleep(60)")
    began = time.monotonic()
    assert await trouble(b"x") is Trouble.HEAVY
    assert time.monotonic() - began < 30


@pytest.mark.skipif(not jail.is_barred(), reason="LINUX ON A KNOWN PROCESSOR ONLY")
@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/dev/null', 'w')",
        "socket.socket()",
        "os.fork()",
        "subprocess.run(['true'])",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.listdir('/')",
        "os.unlink('/nowhere')",
    ],
)
def test_inside_nothing_can_be_done_but_reckon(attempt: str) -> None:
    code = f"""
import os, socket, subprocess, sys
sys.path.insert(0, {str(jail.ROOT)!r})
from documents.sheets import bars
bars.set_limits()
bars.shut()
try:
    {attempt}
except OSError as error:
    os.write(1, str(error.errno).encode())
else:
    os.write(1, b"done")
"""
    found = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, timeout=30)
    assert found.stdout == b"1", found  # EPERM


def test_the_limits_are_the_ones_that_were_promised() -> None:
    assert (bars.MEMORY, bars.SECONDS) == (512 * 1024 * 1024, 30)
    assert not bars.can_shut("pdp11")
