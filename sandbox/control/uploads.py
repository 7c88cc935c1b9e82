"""Files a person sends: one, or several as an album."""

import re
import secrets

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sandbox.control.presence import welcome
from sandbox.control.requests import Unprocessable, finish, person_of, world_of
from sandbox.entities import detect
from sandbox.pictures import dimensions
from sandbox.state import Message, Person, Wire
from sandbox.world import World

MAX_FILE = 50 * 1024 * 1024
MAX_FIELD = 64 * 1024
MAX_ALBUM = 10
CAPTION_LIMIT = 1024
KINDS = ("photo", "document", "voice")
_MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "document": "application/octet-stream"}


def queued(world: World, message: Message) -> Wire:
    """Queue a message for the bot and return its ids."""
    return {"message_id": message.message_id, "update_id": world.hear("message", message)}


async def write_files(request: Request) -> Response:
    """Send the files of a form as a person."""
    world, person = world_of(request), person_of(request)
    try:
        async with request.form(max_part_size=MAX_FIELD) as form:
            sent = await _send(world, person, form)
    except Unprocessable:
        raise
    except HTTPException as refusal:
        raise Unprocessable(f"the form can't be read: {refusal.detail}") from None
    return await finish(request, _answer(world, sent))


async def _send(world: World, person: Person, form: FormData) -> list[Message]:
    files = [item for item in form.getlist("file") if isinstance(item, UploadFile)]
    kind, caption = _checked(form, files)
    declared = _declared(form)
    welcome(world, person)
    album = secrets.token_hex(8) if len(files) > 1 else None
    sent: list[Message] = []
    for upload in files:
        text = "" if sent else caption
        content = await upload.read()
        attached = _store(world, kind, upload.filename or kind, upload.content_type, content, declared)
        message = world.post(
            world.state.chats[person.id],
            person.id,
            text=text,
            entities=detect(text, []),
            file=attached,
            media_group_id=album,
        )
        sent.append(message)
    return sent


def _checked(form: FormData, files: list[UploadFile]) -> tuple[str, str]:
    if not 1 <= len(files) <= MAX_ALBUM:
        raise Unprocessable(f"file: give one to {MAX_ALBUM} files in the field `file`")
    kind, caption = str(form.get("kind", "document")), str(form.get("caption", "")).strip()
    if kind not in KINDS:
        raise Unprocessable(f"kind: must be one of {', '.join(KINDS)}")
    if len(caption) > CAPTION_LIMIT:
        raise Unprocessable(f"caption: at most {CAPTION_LIMIT} characters")
    if any((upload.size or 0) > MAX_FILE for upload in files):
        raise Unprocessable("file: at most 50 MB")
    return kind, caption


def _declared(form: FormData) -> int | None:
    """The size that the bot is told, where it differs from the file's own."""
    given = str(form.get("declared_size", ""))
    if given and not re.fullmatch(r"\d{1,15}", given, re.ASCII):
        raise Unprocessable("declared_size: must be a number of bytes")
    return int(given) if given else None


def _store(
    world: World, kind: str, name: str, mime: str | None, content: bytes, declared: int | None
) -> Wire:
    # a client sends every picture as JPEG of a plausible size, so an unreadable one gets a size too
    size = (dimensions(content) or (640, 480)) if kind == "photo" else (0, 0)
    stored = world.files.add(kind, name, mime or _MIMES[kind], content, size)
    stored.size = len(content) if declared is None else declared
    return {"kind": kind, "file_id": stored.file_id}


def _answer(world: World, sent: list[Message]) -> Wire:
    ids = [queued(world, message) for message in sent]
    answer = {"message_id": ids[0]["message_id"], "update_id": ids[-1]["update_id"]}
    if len(ids) > 1:
        answer["message_ids"] = [one["message_id"] for one in ids]
    return answer
