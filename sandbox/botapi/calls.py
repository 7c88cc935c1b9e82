"""A Bot API call as it comes in: urlencoded, multipart or JSON, with JSON texts inside form fields."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from pydantic_core import from_json
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Receive, Scope

from sandbox.botapi.errors import ApiError, bad_request

MAX_BODY = 51 * 1024 * 1024
_TRUE = frozenset({"true", "1", "yes"})


@dataclass(slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Call:
    """One call: its method in lower case, its fields as they came, its files by field name."""

    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field as text, or an empty one."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """Return a field as a number, or None when it is absent; anything else is refused."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            raise bad_request(f"field {name} must be of type Number") from None

    def flag(self, name: str) -> bool:
        """Return a field as a yes or no."""
        return str(self.fields.get(name, "")).lower() in _TRUE

    def parsed(self, name: str) -> Any:
        """Return a field that holds an object or a list, or None when it is absent."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return from_json(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def chat_id(self) -> int | None:
        """Return the chat this call names, or None; for the log and the faults, so it refuses nothing."""
        try:
            return self.integer("chat_id")
        except ApiError:
            return None


async def read_body(receive: Receive) -> bytes:
    """Return the whole body; more than 50 MB is refused as Telegram does."""
    event = await receive()
    body: bytes = event.get("body", b"")
    if not event.get("more_body"):
        return body
    chunks, size = [body], len(body)
    while event.get("more_body"):
        event = await receive()
        chunks.append(event.get("body", b""))
        size += len(chunks[-1])
        if size > MAX_BODY:
            raise ApiError(413, "Request Entity Too Large")
    return b"".join(chunks)


async def read_call(method: str, scope: Scope, receive: Receive) -> Call:
    """Read the fields and files of a call from its query and body."""
    headers = dict(scope["headers"])
    query = scope.get("query_string", b"")
    body = await read_body(receive)
    return await parse_call(method, query, headers.get(b"content-type", b"").decode("latin-1"), body)


async def parse_call(method: str, query: bytes, content_type: str, body: bytes) -> Call:
    """Build a call from its parts."""
    call = Call(method)
    try:
        if query:
            call.fields.update(parse_qsl(query.decode(), keep_blank_values=True, errors="strict"))
        if not body:
            return call
        if content_type.startswith("application/json"):
            _merge_json(call, body)
        elif content_type.startswith("multipart/form-data"):
            await _merge_multipart(call, content_type, body)
        else:
            call.fields.update(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return call


def _merge_json(call: Call, body: bytes) -> None:
    try:
        fields = from_json(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(fields, dict):
        raise bad_request("can't parse JSON object")
    call.fields.update(fields)


async def _merge_multipart(call: Call, content_type: str, body: bytes) -> None:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        form = await MultiPartParser(Headers({"content-type": content_type}), stream()).parse()
    except (MultiPartException, KeyError):
        raise bad_request("can't parse multipart form") from None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            mime = value.content_type or "application/octet-stream"
            call.files[name] = Upload(value.filename or name, mime, await value.read())
        else:
            call.fields[name] = value
    await form.close()
