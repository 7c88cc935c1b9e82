"""Telegram's HTML, in: tags become entities, whose offsets count UTF-16 units."""

import re
from dataclasses import dataclass, field

from sandbox.botapi.errors import ApiError, bad_request
from sandbox.state import Wire

_TAG = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*/?>""")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);")
_PLAIN = re.compile(r"[^<&]+")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LINK = re.compile(r"^(?:https?|tg)://", re.IGNORECASE)
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text has: an emoji counts two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    entity: Wire


@dataclass(slots=True)
class _Parser:
    source: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[Wire] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def step(self, at: int) -> int:
        """Read one piece of the source at `at` and return where the next one begins."""
        if plain := _PLAIN.match(self.source, at):
            self.add(plain.group())
            return plain.end()
        if self.source[at] == "&":
            return self._reference(at)
        tag = _TAG.match(self.source, at)
        if tag is None:
            raise self._refusal('Unsupported start tag ""', at)
        if tag.group(1):
            self._close(tag.group(2).lower(), at)
        else:
            self._open(tag.group(2).lower(), tag.group(3), at)
        return tag.end()

    def _reference(self, at: int) -> int:
        found = _REFERENCE.match(self.source, at)
        if found is None:
            self.add("&")
            return at + 1
        name = found.group(1)
        self.add(_NAMED[name] if name in _NAMED else _character(name))
        return found.end()

    def _open(self, tag: str, attributes: str, at: int) -> None:
        kind = _KINDS.get(tag)
        values = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(attributes)}
        if kind is None:
            raise self._refusal(f'Unsupported start tag "{tag}"', at)
        if tag == "span" and values.get("class") != "tg-spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', at)
        self.opened.append(_Open(tag, self.length, _entity(tag, kind, values)))

    def _close(self, tag: str, at: int) -> None:
        if not self.opened:
            raise self._refusal("Unexpected end tag", at)
        last = self.opened.pop()
        if last.tag != tag:
            raise self._refusal("Unmatched end tag", at, f', expected "</{last.tag}>", found "</{tag}>"')
        entity = last.entity
        entity["offset"], entity["length"] = last.offset, self.length - last.offset
        language = entity.pop("language", "")
        if language and self.opened and self.opened[-1].tag == "pre":
            self.opened[-1].entity["language"] = language
            return
        if language and tag == "pre":
            entity["language"] = language
        is_shown = entity["type"] and entity["length"] and not (tag == "code" and self._inside("pre"))
        if is_shown:
            self.entities.append(entity)

    def _inside(self, tag: str) -> bool:
        return any(opened.tag == tag for opened in self.opened)

    def _refusal(self, reason: str, at: int, tail: str = "") -> ApiError:
        offset = len(self.source[:at].encode())
        return bad_request(f"can't parse entities: {reason} at byte offset {offset}{tail}")


def _entity(tag: str, kind: str, values: dict[str, str]) -> Wire:
    entity: Wire = {"type": kind, "offset": 0, "length": 0}
    if tag == "a":
        url = _unescape(values.get("href", ""))
        # Telegram drops a link it can't follow and keeps the words
        entity["type"] = "text_link" if _LINK.match(url) else ""
        entity["url"] = url
    elif tag == "blockquote" and "expandable" in values:
        entity["type"] = "expandable_blockquote"
    elif tag == "code" and values.get("class", "").startswith("language-"):
        entity["language"] = values["class"].removeprefix("language-")
    elif tag == "tg-emoji":
        entity["custom_emoji_id"] = values.get("emoji-id", "")
    return entity


def _character(name: str) -> str:
    number = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    valid = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if valid else f"&{name};"


def _unescape(text: str) -> str:
    return _REFERENCE.sub(lambda m: _NAMED.get(m[1]) or _character(m[1]), text)


def parse_html(source: str) -> tuple[str, list[Wire]]:
    """Return the text without tags and its entities, sorted; refuses what Telegram can't parse."""
    if "<" not in source and "&" not in source:
        return source, []
    parser = _Parser(source)
    at = 0
    while at < len(source):
        at = parser.step(at)
    if parser.opened:
        tag = parser.opened[-1].tag
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    parser.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parser.parts), parser.entities
