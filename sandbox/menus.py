"""Menus of commands: which list a person sees, by scope and language."""

from typing import Any

from pydantic_core import to_json

from sandbox.state import Chat, Person, State, Wire

_SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


def key(scope: Wire, language: str) -> str:
    """Return the key under which a menu is kept."""
    return to_json([scope["type"], scope.get("chat_id"), scope.get("user_id"), language]).decode()


def scope_of(raw: Any) -> Wire | None:
    """Return a scope as given, the default one for none, or None when it is not one."""
    if raw is None:
        return {"type": "default"}
    if not isinstance(raw, dict) or str(raw.get("type")) not in _SCOPES:
        return None
    return raw


def spoken(person: Person) -> list[str]:
    """Return the language codes to try for a person, the plain list last."""
    return [person.language.split("-")[0].lower(), ""]


def commands_for(state: State, person: Person, chat: Chat) -> list[Wire]:
    """Return the commands a person sees in a private chat: the narrowest scope, then the language."""
    scopes: list[Wire] = [
        {"type": "chat", "chat_id": chat.id},
        {"type": "all_private_chats"},
        {"type": "default"},
    ]
    for scope in scopes:
        for language in spoken(person):
            found = state.profile.commands.get(key(scope, language))
            if found:
                return found
    return []
