"""What each kind of message can hold, as Telegram words it: every place where somebody could put a word."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.drill.attack.canaries import Canaries

Content = dict[str, Any]
FILE = {"file_id": "F", "file_unique_id": "u", "file_size": 10}
SIZED = {**FILE, "width": 1, "height": 1}
TIMED = {**FILE, "duration": 3}
STICKER = {**SIZED, "type": "regular", "is_animated": False, "is_video": False}


def contents(canaries: Canaries, who: str) -> Iterator[Content]:
    """One message after another; each holds at least one canary."""

    def plant(place: str) -> str:
        return canaries.secret(f"{who}: {place}")

    for make in (_written, _attached, _shared, _told):
        yield from make(canaries, plant)


def _written(_canaries: Canaries, plant: Callable[[str], str]) -> Iterator[Content]:
    yield {"text": plant("text")}
    yield {"text": f"请老师看看 {plant('words')}"}
    yield {"text": f"他打我 {plant('words of danger')}"}
    yield {"text": f"/{plant('command')} {plant('its argument')}"}
    yield {"text": f"/start {plant('payload')}"}
    yield {"text": f"/help {plant('argument of help')}"}
    word = plant("quoted text")
    yield {"text": plant("answer"), "quote": {"text": word, "position": 0}}
    link = {"type": "text_link", "offset": 0, "length": 4, "url": f"https://x.invalid/{plant('link')}"}
    yield {"text": plant("linked text"), "entities": [link]}
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": plant("forwarded from")}
    yield {"text": plant("forwarded"), "forward_origin": origin}


def _attached(_canaries: Canaries, plant: Callable[[str], str]) -> Iterator[Content]:
    moving = {**SIZED, **TIMED}
    files = {
        "voice": TIMED,
        "audio": {**TIMED, "title": plant("title"), "performer": plant("artist")},
        "video": {**moving, "file_name": plant("video's name")},
        "document": {**FILE, "file_name": plant("file's name"), "mime_type": plant("type")},
        "animation": {**moving, "file_name": plant("animation's name")},
    }
    for kind, file in files.items():
        yield {kind: file, "caption": plant(f"caption of {kind}")}
    yield {"photo": [SIZED], "caption": plant("caption of photo"), "media_group_id": plant("album")}
    yield {"photo": [SIZED], "caption": f"他打我 {plant('caption of danger')}"}
    yield {"video_note": {**TIMED, "length": 1, "file_id": plant("file's id")}}
    yield {"sticker": {**STICKER, "set_name": plant("sticker set"), "emoji": "😀"}}


def _shared(canaries: Canaries, plant: Callable[[str], str]) -> Iterator[Content]:
    number = canaries.digits("phone of a contact")
    yield {"contact": {"phone_number": number, "first_name": plant("contact"), "vcard": plant("vcard")}}
    spot = {"latitude": float(f"30.{canaries.digits('latitude')}"), "longitude": 100.5}
    yield {"location": spot}
    yield {"venue": {"location": spot, "title": plant("venue"), "address": plant("address")}}
    option = {"text": plant("option"), "voter_count": 0, "persistent_id": "1"}
    poll = {
        "id": "1", "question": plant("question"), "options": [option, option], "total_voter_count": 0,
        "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
        "allows_revoting": False, "members_only": False,
    }  # fmt: skip
    yield {"poll": poll}
    yield {"dice": {"emoji": "🎲", "value": 1}, "via_bot": _bot(plant("name of a bot"))}


def _told(_canaries: Canaries, plant: Callable[[str], str]) -> Iterator[Content]:
    yield {"web_app_data": {"data": plant("web data"), "button_text": plant("web button")}}
    yield {"connected_website": plant("website")}
    yield {"new_chat_title": plant("title of a chat")}
    yield {"a_later_version": {"says": plant("an unknown kind")}}


def _bot(name: str) -> Content:
    return {"id": 7, "is_bot": True, "first_name": name}
