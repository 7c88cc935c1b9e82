"""Objects as they travel over the Bot API."""

from sandbox.state import BOT_ID, BOT_NAME, BOT_USERNAME, Chat, Message, Person, State, StoredFile, Wire

BOT_USER: Wire = {"id": BOT_ID, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}


def user(person: Person) -> Wire:
    """Return a User."""
    return {
        "id": person.id,
        "is_bot": False,
        "first_name": person.name,
        "language_code": person.language,
    }


def chat(state: State, chat: Chat) -> Wire:
    """Return a Chat, private or group."""
    if chat.is_group:
        return {"id": chat.id, "type": "group", "title": chat.title}
    return {"id": chat.id, "type": "private", "first_name": state.people[chat.id].name}


def sender(state: State, sender_id: int) -> Wire:
    """Return the User who sent a message."""
    return BOT_USER if sender_id == BOT_ID else user(state.people[sender_id])


def file(stored: StoredFile) -> Wire:
    """Return the fields that every kind of file has."""
    return {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}


def _attachment(state: State, attached: Wire) -> Wire:
    stored = state.files[attached["file_id"]]
    if stored.kind == "photo":
        return {"photo": [{**file(stored), "width": stored.width, "height": stored.height}]}
    described = {**file(stored), "mime_type": stored.mime}
    if stored.kind == "voice":
        return {"voice": {**described, "duration": attached.get("duration", 1)}}
    return {"document": {**described, "file_name": stored.name}}


def message(state: State, message: Message) -> Wire:
    """Return a Message; only inline keyboards travel back."""
    home = state.chats[message.chat_id]
    body: Wire = {
        "message_id": message.message_id,
        "from": sender(state, message.sender_id),
        "chat": chat(state, home),
        "date": message.date,
    }
    if message.text:
        body["caption" if message.file else "text"] = message.text
    if message.entities:
        body["caption_entities" if message.file else "entities"] = message.entities
    if message.file:
        body |= _attachment(state, message.file)
    body |= message.content
    if message.markup and "inline_keyboard" in message.markup:
        body["reply_markup"] = message.markup
    return body | _extras(home, message)


def _extras(home: Chat, message: Message) -> Wire:
    extras: Wire = {}
    if message.edit_date is not None:
        extras["edit_date"] = message.edit_date
    if message.media_group_id is not None:
        extras["media_group_id"] = message.media_group_id
    if message.protected:
        extras["has_protected_content"] = True
    answered = home.messages.get(message.reply_to) if message.reply_to is not None else None
    if answered is not None:
        extras["reply_to_message"] = {
            "message_id": answered.message_id,
            "date": answered.date,
            "chat": {"id": home.id, "type": "group" if home.is_group else "private"},
        }
    return extras


def sticker(emoji: str) -> Wire:
    """Return a plain Sticker that shows an emoji."""
    return {
        "file_id": f"ST{emoji.encode().hex()}",
        "file_unique_id": emoji.encode().hex(),
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
    }


def member(status: str, someone: Wire) -> Wire:
    """Return a ChatMember."""
    body: Wire = {"status": status, "user": someone}
    if status == "kicked":
        body["until_date"] = 0
    if status == "creator":
        body["is_anonymous"] = False
    return body
