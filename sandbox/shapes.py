"""Objects as they travel over the control API."""

from datetime import UTC, datetime
from urllib.parse import quote

from sandbox.entities import to_html
from sandbox.keyboards import inline_rows
from sandbox.state import Message, Person, State, StoredFile, Wire
from sandbox.timekeeper import iso


def person(someone: Person) -> Wire:
    """Return a person as programs see it."""
    return {
        "id": someone.id,
        "name": someone.name,
        "role": someone.role,
        "language": someone.language,
        "blocked": someone.blocked,
        "started": someone.started,
    }


def flat_buttons(message: Message) -> list[Wire]:
    """Return the inline buttons of a message in reading order, as the bot sent them."""
    return [button for row in inline_rows(message.markup) for button in row]


def _buttons(message: Message) -> list[Wire]:
    return [
        {
            "label": button["text"],
            "style": button.get("style"),
            "row": number,
            "url": button.get("url"),
            "copy": (button.get("copy_text") or {}).get("text"),
        }
        for number, row in enumerate(inline_rows(message.markup))
        for button in row
    ]


def _reply_keyboard(message: Message) -> list[list[Wire]] | None:
    markup = message.markup or {}
    if markup.get("remove_keyboard"):
        return []
    if "keyboard" not in markup:
        return None
    return [
        [{"label": b["text"], "request_contact": bool(b.get("request_contact"))} for b in row]
        for row in markup["keyboard"]
    ]


def file(stored: StoredFile, token: str) -> Wire:
    """Return a file with an address that opens in a browser as it is."""
    return {
        "kind": stored.kind,
        "name": stored.name,
        "url": f"/api/files/{stored.file_id}/{quote(stored.name, safe='')}?token={quote(token)}",
        "mime": stored.mime,
        "size": stored.size,
    }


def _contact(message: Message) -> Wire | None:
    contact = message.content.get("contact")
    if contact is None:
        return None
    name = " ".join(filter(None, (contact["first_name"], contact.get("last_name"))))
    return {"name": name, "phone": contact["phone_number"], "own": "user_id" in contact}


def _words(message: Message) -> str:
    """Return the text, or a short stand-in for a message that has none."""
    if message.text:
        return message.text
    if location := message.content.get("location"):
        return f"📍 {location['latitude']}, {location['longitude']}"
    if sticker := message.content.get("sticker"):
        return str(sticker["emoji"])
    return ""


def _service(state: State, message: Message) -> Wire | None:
    if "group_chat_created" in message.content:
        return {"kind": "group_created"}
    if "left_chat_member" in message.content:
        return {"kind": "left"}
    return None


def message(state: State, token: str, said: Message) -> Wire:
    """Return a message as programs see it."""
    words = _words(said)
    stored = state.files[said.file["file_id"]] if said.file else None
    return {
        "message_id": said.message_id,
        "from": "bot" if said.from_bot else "person",
        "person_id": None if said.from_bot else said.sender_id,
        "text": words,
        "html": to_html(words, said.entities),
        "buttons": _buttons(said),
        "reply_keyboard": _reply_keyboard(said),
        "placeholder": (said.markup or {}).get("input_field_placeholder"),
        "file": file(stored, token) if stored else None,
        "contact": _contact(said),
        "location": said.content.get("location"),
        "service": _service(state, said),
        "edited": said.edit_date is not None,
        "protected": said.protected,
        "date": iso(datetime.fromtimestamp(said.date, UTC)),
        "media_group_id": said.media_group_id,
    }
