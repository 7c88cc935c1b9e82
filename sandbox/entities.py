"""Text with entities: checked, trimmed, detected, and shown as safe HTML."""

import html
import re
from itertools import pairwise
from typing import Any

from sandbox.botapi.errors import bad_request
from sandbox.markup import utf16_length
from sandbox.state import Wire

_DETECTED = re.compile(
    r"(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]，。；：！？）】」]|\bt\.me/[\w?=&/-]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?:(?<=\s)|^)(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@\w+)?)(?![/\w])"
    r"|(?:(?<=\s)|^)(?P<mention>@[a-zA-Z]\w{3,31})"
)
_SAFE = ("http://", "https://", "tg://", "mailto:")
_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
}


def given_entities(raw: Any, text: str) -> list[Wire]:
    """Return entities as a bot gave them; offsets outside the text are refused."""
    if not isinstance(raw, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    end = utf16_length(text)
    for entity in raw:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object with a type")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad_request("can't parse MessageEntity: Field offset and length must be of type Number")
        if offset < 0 or length <= 0 or offset + length > end:
            raise bad_request("ENTITY_BOUNDS_INVALID")
    return sorted(raw, key=lambda entity: (entity["offset"], -entity["length"]))


def trim(text: str, entities: list[Wire]) -> tuple[str, list[Wire]]:
    """Cut white space at both ends, as Telegram does, and move the entities along."""
    trimmed = text.strip()
    if not entities or len(trimmed) == len(text):
        return trimmed, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(trimmed)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return trimmed, kept


def detect(text: str, entities: list[Wire]) -> list[Wire]:
    """Add what Telegram finds by itself: links, addresses, commands and mentions outside given entities."""
    found = list(entities)
    for match in _DETECTED.finditer(text):
        kind = match.lastgroup or ""
        start = utf16_length(text[: match.start(kind)])
        length = utf16_length(match.group(kind))
        if not any(e["offset"] < start + length and start < e["offset"] + e["length"] for e in entities):
            found.append({"type": kind, "offset": start, "length": length})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"])) if found else found


def to_html(text: str, entities: list[Wire]) -> str:
    """Return markup that is safe to insert as it is: everything escaped, only known tags and http links."""
    if not entities:
        return html.escape(text)
    units = text.encode("utf-16-le")
    end = len(units) // 2
    marks = sorted({0, end, *(e["offset"] for e in entities), *(_end(e) for e in entities)})
    out: list[str] = []
    opened: list[tuple[Wire, str, str]] = []
    for start, stop in pairwise([*marks, end]):
        _close_ended(out, opened, start)
        for entity in entities:
            if entity["offset"] == start < _end(entity):
                opened.append((entity, *_tags(entity, units)))
                out.append(opened[-1][1])
        out.append(html.escape(units[start * 2 : stop * 2].decode("utf-16-le", "replace")))
    return "".join(out)


def _end(entity: Wire) -> int:
    return int(entity["offset"]) + int(entity["length"])


def _close_ended(out: list[str], opened: list[tuple[Wire, str, str]], at: int) -> None:
    """Close what ends here; what overlaps it is closed with it and opened again."""
    ended = [index for index, (entity, _, _) in enumerate(opened) if _end(entity) <= at]
    if not ended:
        return
    tail = opened[ended[0] :]
    del opened[ended[0] :]
    out.extend(closing for _, _, closing in reversed(tail))
    for entity, opening, closing in tail:
        if _end(entity) > at:
            opened.append((entity, opening, closing))
            out.append(opening)


def _tags(entity: Wire, units: bytes) -> tuple[str, str]:
    kind = entity["type"]
    if kind not in ("text_link", "url", "email"):
        return _TAGS.get(kind, ("", ""))
    covered = units[entity["offset"] * 2 : _end(entity) * 2].decode("utf-16-le", "replace")
    url = str(entity.get("url", covered))
    if kind == "email":
        url = f"mailto:{covered}"
    elif kind == "url" and "://" not in url:
        url = f"https://{url}"
    if not url.lower().startswith(_SAFE):
        return "", ""
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
