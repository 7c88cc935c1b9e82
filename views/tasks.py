"""What waits for somebody at school."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from models.codes import TaskKind
from services.contacts.types import OpenTask
from views.card import Button, Card, Style
from views.lists import clamp, page_of, turning
from views.presses import Id, OpenChild, OpenRequests, Page
from views.reaching import OpenCard
from views.reader import Reader
from views.words import OpenWords

SHORT_PAGE = 5  # a line and a row of buttons each


class OpenTasks(CallbackData, prefix="tasks"):
    page: Page = 0


class FinishTask(CallbackData, prefix="done"):
    task_id: Id


KINDS = {
    TaskKind.SILENT_MONTHS: "tasks.silent_months",
    TaskKind.FAMILY_WORDS: "tasks.family_words",
    TaskKind.UNREACHABLE: "tasks.unreachable",
    TaskKind.PRIVACY_REQUEST: "tasks.privacy_request",
    TaskKind.NEW_NUMBER: "tasks.new_number",
}

TO_RING = (TaskKind.UNREACHABLE, TaskKind.NEW_NUMBER)  # the numbers stand on the contact card


def tasks_card(tasks: Sequence[OpenTask], page: int, reader: Reader) -> Card:
    """The open tasks, numbered as their buttons are."""
    if not tasks:
        return Card(reader.t("tasks.none"))
    first = clamp(page, len(tasks), SHORT_PAGE) * SHORT_PAGE + 1
    shown = list(enumerate(page_of(tasks, page, SHORT_PAGE), first))
    lines = [reader.count("tasks.open", len(tasks)), *(_line(n, task, reader) for n, task in shown)]
    rows = tuple(_row(n, task, reader) for n, task in shown)
    turns = turning(len(tasks), page=page, press=lambda n: OpenTasks(page=n).pack(), size=SHORT_PAGE)
    return Card("\n\n".join(lines), (*rows, turns) if turns else rows, protected=True)


def done_button(task_id: int, label: str) -> Button:
    return Button(label, FinishTask(task_id=task_id).pack(), style=Style.SUCCESS)


def _line(n: int, task: OpenTask, reader: Reader) -> str:
    name = task.child_name or reader.plain("tasks.some_child")
    return reader.t("tasks.line", n=n, since=reader.moment(task.since)) + reader.t(
        KINDS[task.kind], name=name
    )


def _row(n: int, task: OpenTask, reader: Reader) -> tuple[Button, ...]:
    if task.kind is TaskKind.PRIVACY_REQUEST:  # done when it is answered, and not before
        opening = OpenRequests().pack()
        return (Button(reader.plain("tasks.open_words", n=n), opening, style=Style.PRIMARY),)
    done = done_button(task.task_id, reader.plain("tasks.done", n=n))
    if task.words_id is not None:
        opening = OpenWords(words_id=task.words_id).pack()
        return (Button(reader.plain("tasks.open_words", n=n), opening, style=Style.PRIMARY), done)
    if task.child_id is None or task.child_name is None:
        return (done,)
    opening = (OpenCard if task.kind in TO_RING else OpenChild)(child_id=task.child_id).pack()
    return (Button(task.child_name, opening), done)
