"""Methods that send files: sendPhoto, sendDocument, sendVoice, sendMediaGroup."""

import secrets
from typing import Any

from sandbox import wire
from sandbox.botapi.calls import Call, Upload
from sandbox.botapi.errors import bad_request
from sandbox.botapi.reach import open_chat
from sandbox.botapi.sending import caption, deliver
from sandbox.pictures import dimensions, media_type
from sandbox.state import StoredFile, Wire
from sandbox.world import World

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
_GROUPED = frozenset({"photo", "document"})


def _given(call: Call, field: str, value: str) -> Upload | None:
    """Return the file that came with a call, directly under its field or as attach://KEY."""
    if value.startswith("attach://"):
        attached = call.files.get(value.removeprefix("attach://"))
        if attached is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return attached
    return None if value else call.files.get(field)


def resolve(world: World, call: Call, kind: str, value: str) -> StoredFile:
    """Return the file to send: a new one, or an earlier one by its `file_id`."""
    upload = _given(call, kind, value)
    if upload is not None:
        return _store(world, kind, upload)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    stored = world.state.files.get(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _store(world: World, kind: str, upload: Upload) -> StoredFile:
    content = upload.content
    limit = MAX_PHOTO if kind == "photo" else MAX_UPLOAD
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > limit:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a {kind}; the maximum size is {limit} bytes"
        )
    size, mime = (0, 0), upload.mime
    if kind == "photo":
        found = dimensions(content)
        if found is None or not 0 < sum(found) <= 10000 or max(found) > 20 * min(found):
            raise bad_request("IMAGE_PROCESS_FAILED" if found is None else "PHOTO_INVALID_DIMENSIONS")
        size, mime = found, media_type(content)
    elif kind == "voice" and not mime.startswith("audio/"):
        mime = "audio/ogg"
    return world.files.add(kind, upload.name, mime, content, size)


def _send(world: World, call: Call, kind: str) -> Wire:
    chat = open_chat(world, call)
    text, entities = caption(call)
    stored = resolve(world, call, kind, call.text(kind))
    attached: Wire = {"kind": kind, "file_id": stored.file_id}
    if kind == "voice":
        attached["duration"] = call.integer("duration") or 1
    message = deliver(world, chat, call, text=text, entities=entities, file=attached)
    return wire.message(world.state, message)


def send_photo(world: World, call: Call) -> Wire:
    """Send a picture."""
    return _send(world, call, "photo")


def send_document(world: World, call: Call) -> Wire:
    """Send a file."""
    return _send(world, call, "document")


def send_voice(world: World, call: Call) -> Wire:
    """Send a voice note."""
    return _send(world, call, "voice")


def send_media_group(world: World, call: Call) -> list[Wire]:
    """Send an album of two to ten pictures, or of documents."""
    chat = open_chat(world, call)
    items = call.parsed("media")
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad_request("media group must include 2-10 items")
    # everything is checked before the first message is posted: an album arrives whole or not at all
    prepared = [_item(world, call, item) for item in items]
    if len({fields["file"]["kind"] for fields in prepared}) > 1:
        raise bad_request("document can't be mixed with other media types")
    album = secrets.token_hex(8)
    sent = [deliver(world, chat, call, media_group_id=album, **fields) for fields in prepared]
    return [wire.message(world.state, message) for message in sent]


def _item(world: World, call: Call, item: Any) -> dict[str, Any]:
    kind = str(item.get("type")) if isinstance(item, dict) else ""
    if kind not in _GROUPED:
        raise bad_request("can't parse InputMedia: unsupported media type in the group")
    text, entities = caption(Call(call.method, item))
    stored = resolve(world, call, kind, str(item.get("media", "")))
    return {"text": text, "entities": entities, "file": {"kind": kind, "file_id": stored.file_id}}
