"""Real files for the tests: workbooks as schools make them, and such as nobody should send."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlsxwriter
from aiogram.types import Document

from services.sheets.papers import CHECKS, WEIGHTS
from tests.phones import Phone, Room

HEAD = ("姓名", "性别", "出生日期", "班级", "外出情况", "照看人")
GUYU = ("林谷雨", "女", "2017.3.8", "三（1）班", "父母都外出", "奶奶")
BAILU = ("苏白露", "女", "2017年9月7日", "三(1)", "母亲外出", "爷爷")
Row = Sequence[Any]


def book(*rows: Row, hidden: Sequence[Row] = (), title: str = "名单") -> bytes:
    """An .xlsx as Excel and WPS write it; dates are dates, the rest is what it is."""
    kept = io.BytesIO()
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if hidden:
        behind = made.create_sheet("去年")
        behind.sheet_state = "hidden"
        for row in hidden:
            behind.append(list(row))
    made.save(kept)
    return kept.getvalue()


def table(*rows: Row, encoding: str = "gbk", delimiter: str = ",") -> bytes:
    kept = io.StringIO()
    csv.writer(kept, delimiter=delimiter).writerows(rows)
    return kept.getvalue().encode(encoding)


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """The same workbook with further parts inside."""
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return kept.getvalue()


def replaced(content: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """The same workbook with other words in one of its parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            was = old.read(name)
            new.writestr(name, was.replace(before, after) if name == part else was)
    return kept.getvalue()


def merged(*rows: Row, title: str) -> bytes:
    """A title over all columns in the first row, as forms have it."""
    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title)
    for place, row in enumerate(rows, 2):
        sheet.write_row(place, 0, row)
    made.close()
    return kept.getvalue()


def papers(born: str, *, girl: bool = True, place: str = "431124") -> str:
    """An invented number with a check that is right; `born` as 20170308."""
    stem = f"{place}{born}{'002' if girl else '001'}"
    return stem + CHECKS[sum(int(sign) * weight for sign, weight in zip(stem, WEIGHTS, strict=True)) % 11]


async def drop(room: Room, phone: Phone, content: bytes, name: str = "三1班名单.xlsx") -> None:
    """Drop a file into the chat."""
    room.files[name] = content
    document = Document(file_id=name, file_unique_id=name, file_name=name, file_size=len(content))
    await phone.send(document=document)
