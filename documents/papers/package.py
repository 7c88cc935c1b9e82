"""What a Word file says of itself: nothing of the machine, the person at it or its clock."""

import zipfile
from datetime import datetime
from io import BytesIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage

EPOCH = (1980, 1, 1, 0, 0, 0)  # what a zip file calls no time


class LeadsOutsideError(ValueError):
    """A file loads something from elsewhere when it is opened: whoever keeps that learns of each reading."""


def ensure_inside(package: OpcPackage) -> None:
    """Raise LeadsOutsideError; a link that somebody has to press is no loading."""
    for relation in package.iter_rels():
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
            raise LeadsOutsideError


def sealed(file: bytes, *, title: str, author: str, locale: str, at: datetime) -> bytes:
    """Return the file with our properties, and no other time in it than `at`. Raises LeadsOutsideError."""
    document = docx.Document(BytesIO(file))
    package = document.part.package
    ensure_inside(package)
    _drop_thumbnail(package)
    told = document.core_properties
    told.title, told.author, told.language = title, author, locale.replace("_", "-")
    told.comments = told.last_modified_by = told.subject = told.keywords = told.category = ""
    told.created = told.modified = at
    told.revision = 1
    again = BytesIO()
    document.save(again)
    return _without_times(again.getvalue())


def _drop_thumbnail(package: OpcPackage) -> None:
    """A picture of a first page that isn't ours."""
    for name in [name for name, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.rels.pop(name)


def _without_times(file: bytes) -> bytes:
    """A zip file writes this machine's own clock beside each part."""
    bare = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return bare.getvalue()
