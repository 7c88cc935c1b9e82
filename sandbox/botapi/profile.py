"""Methods about what the bot shows of itself: commands, descriptions, the menu button."""

import re
from typing import Any

from sandbox import menus
from sandbox.botapi.calls import Call
from sandbox.botapi.errors import bad_request
from sandbox.botapi.reach import known_chat
from sandbox.state import Wire
from sandbox.world import World

MAX_COMMANDS = 100
_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_LANGUAGE = re.compile(r"^([a-z]{2})?$")
_MENU_BUTTONS = frozenset({"default", "commands", "web_app"})


def _key(world: World, call: Call) -> str:
    scope = menus.scope_of(call.parsed("scope"))
    if scope is None:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if scope["type"].startswith("chat"):
        scope = {
            **scope,
            "chat_id": known_chat(world, Call(call.method, {"chat_id": scope.get("chat_id")})).id,
        }
    return menus.key(scope, _language(call))


def _language(call: Call) -> str:
    language = call.text("language_code")
    if not _LANGUAGE.match(language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def _command(raw: Any) -> Wire:
    if not isinstance(raw, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(raw.get("command", "")).removeprefix("/")
    description = str(raw.get("description", ""))
    if not _COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def set_my_commands(world: World, call: Call) -> bool:
    """Set the menu of a scope and a language."""
    raw = call.parsed("commands")
    if not isinstance(raw, list):
        raise bad_request("can't parse commands list JSON object")
    if len(raw) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.state.profile.commands[_key(world, call)] = [_command(one) for one in raw]
    world.touch()
    return True


def get_my_commands(world: World, call: Call) -> list[Wire]:
    """Return the menu of exactly this scope and language."""
    return world.state.profile.commands.get(_key(world, call), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """Forget the menu of a scope and a language; wider ones show again."""
    world.state.profile.commands.pop(_key(world, call), None)
    world.touch()
    return True


def _set_words(world: World, call: Call, kept: dict[str, str], field: str, limit: int) -> bool:
    text, language = call.text(field), _language(call)
    if len(text) > limit:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    if text:
        kept[language] = text
    else:
        kept.pop(language, None)
    world.touch()
    return True


def set_my_description(world: World, call: Call) -> bool:
    """Set what an empty chat shows."""
    return _set_words(world, call, world.state.profile.descriptions, "description", 512)


def set_my_short_description(world: World, call: Call) -> bool:
    """Set what the bot's profile shows."""
    return _set_words(world, call, world.state.profile.short_descriptions, "short_description", 120)


def get_my_description(world: World, call: Call) -> Wire:
    """Return what an empty chat shows in a language."""
    kept = world.state.profile.descriptions
    return {"description": kept.get(_language(call)) or kept.get("", "")}


def get_my_short_description(world: World, call: Call) -> Wire:
    """Return what the bot's profile shows in a language."""
    kept = world.state.profile.short_descriptions
    return {"short_description": kept.get(_language(call)) or kept.get("", "")}


def set_chat_menu_button(world: World, call: Call) -> bool:
    """Set the button beside the composer, of one chat or of all."""
    button = call.parsed("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or str(button.get("type")) not in _MENU_BUTTONS:
        raise bad_request("can't parse menu button: unsupported type specified")
    chat_id = known_chat(world, call).id if call.text("chat_id") else 0
    world.state.profile.menu_buttons[chat_id] = button
    world.touch()
    return True


def get_chat_menu_button(world: World, call: Call) -> Wire:
    """Return the button beside the composer."""
    kept = world.state.profile.menu_buttons
    chat_id = known_chat(world, call).id if call.text("chat_id") else 0
    return kept.get(chat_id) or kept.get(0) or {"type": "commands"}
