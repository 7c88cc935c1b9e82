"""Teachers in the middle of a check-in: each has a child's card open and presses one face after another."""

from dataclasses import dataclass

from locales import translate
from tests.bench.crowd import Crowd, each
from tests.bench.layout import Layout

FACES = 5


@dataclass
class OpenNote:
    """A card with five faces at its top; every press on another face is a step of the real flow."""

    teacher: int
    message_id: int
    face: int = -1

    def next_face(self) -> int:
        self.face = (self.face + 1) % FACES
        return self.face


async def open_notes(crowd: Crowd, layout: Layout, count: int) -> list[OpenNote]:
    """The key of the menu, then the first child: two updates for each of the first `count` teachers."""
    teachers = [layout.teacher(n) for n in range(count)]
    await crowd.forget()
    await each(teachers, lambda one: crowd.say(one, translate("zh_CN", "menu.checkin")))
    await crowd.expect("sendMessage", count)
    notes = [OpenNote(one, (await crowd.last_card(one))["message_id"]) for one in teachers]
    await each(notes, lambda note: crowd.press(note.teacher, note.message_id, 0))
    await crowd.expect("editMessageText", count)
    return notes


async def press_face(crowd: Crowd, note: OpenNote) -> None:
    await crowd.press(note.teacher, note.message_id, note.next_face())
