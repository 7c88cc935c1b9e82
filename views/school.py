"""Cards for a school's administrators."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData

from models.codes import OF_A_CLASS, Role
from services.joining.posts import Post
from services.joining.staff import SchoolClass, SchoolView
from services.joining.types import Waiting
from views.card import Button, Card
from views.joining import place_words
from views.lesson import learners_button
from views.lists import paged
from views.phones import OpenPhones
from views.presses import EndPost, Id, OpenLines, OpenPlaces, OpenPractice, OpenRoster, Page
from views.reader import Reader

INVITED = (
    Role.CLASS_TEACHER, Role.TEACHER, Role.SUBJECT_TEACHER, Role.ADMINISTRATOR, Role.SAFEGUARDING,
    Role.VOLUNTEER, Role.COUNTY_OFFICER,
)  # fmt: skip


class OpenSchool(CallbackData, prefix="sch"):
    """`what` is home, invite, add, remove, waiting or county; lists have pages from 0."""

    school_id: Id
    what: str = "home"
    page: Page = 0


class OpenCalendar(CallbackData, prefix="cal"):
    school_id: Id


class InviteRole(CallbackData, prefix="schrole"):
    school_id: Id
    role: Role
    page: Page = 0


class InviteTeacher(CallbackData, prefix="schclass"):
    class_id: Id
    role: Role = Role.TEACHER


class OpenWaiting(CallbackData, prefix="schwait"):
    school_id: Id
    invitation_id: Id


def school_card(view: SchoolView, reader: Reader) -> Card:
    classes = [_class_line(one, reader) for one in view.classes]
    staff = [reader.t("school.line", text=post_words(post, reader)) for post in _outside_classes(view)]
    text = [reader.t("school.title", school=view.name), *classes, *staff]
    if not view.classes:
        text.append(reader.t("school.no_class"))
    if not view.has_officer:
        text.append(reader.t("school.no_officer"))
    if view.waiting:
        text.append(reader.count("school.waiting_count", len(view.waiting)))
    names = ["invite", "add", "remove", *(["waiting"] if view.waiting else [])]
    rows = tuple((_open(view.school_id, name, reader),) for name in names)
    calendar = Button(reader.plain("school.calendar"), OpenCalendar(school_id=view.school_id).pack())
    around = Button(reader.plain("places.open"), OpenPlaces(school_id=view.school_id).pack())
    phones = Button(reader.plain("phones.open"), OpenPhones(unit_id=view.school_id).pack())
    lesson = learners_button(view.school_id, reader)
    drill = Button(reader.plain("practice.open"), OpenPractice(school_id=view.school_id).pack())
    roster = Button(reader.plain("roster.open"), OpenRoster(school_id=view.school_id).pack())
    lines = Button(reader.plain("lines.open"), OpenLines(school_id=view.school_id).pack())
    more = (calendar, roster, around, lines, phones, lesson, drill)
    return Card("\n".join(text), rows=(*rows, *((one,) for one in more)), protected=True)


def roles_card(school_id: int, reader: Reader) -> Card:
    buttons = [
        (Button(reader.plain(f"school.role_{role}"), InviteRole(school_id=school_id, role=role).pack()),)
        for role in INVITED
    ]
    return Card(reader.t("school.ask_role"), rows=(*buttons, _back(school_id, reader)))


def class_choice_card(view: SchoolView, role: Role, page: int, reader: Reader) -> Card:
    if not view.classes:
        return Card(reader.t("school.no_class"), rows=(_back(view.school_id, reader),))
    buttons = [
        Button(one.name, InviteTeacher(class_id=one.class_id, role=role).pack()) for one in view.classes
    ]

    def press(to: int) -> str:
        return InviteRole(school_id=view.school_id, role=role, page=to).pack()

    rows = paged(buttons, page=page, press=press)
    return Card(reader.t("school.ask_class"), rows=(*rows, _back(view.school_id, reader)))


def county_card(reader: Reader) -> Card:
    return Card(reader.t("school.ask_county"))


def add_class_card(reader: Reader) -> Card:
    return Card(reader.t("school.ask_classes"))


def removal_card(view: SchoolView, page: int, reader: Reader) -> Card:
    buttons = [
        Button(post_words(post, reader), EndPost(place_id=view.school_id, grant_id=post.grant_id).pack())
        for post in view.posts
    ]
    rows = paged(buttons, page=page, press=_turn(view.school_id, "remove"), width=1)
    return Card(reader.t("school.ask_removal"), rows=(*rows, _back(view.school_id, reader)), protected=True)


def waiting_card(view: SchoolView, page: int, reader: Reader) -> Card:
    buttons = [Button(_waiting_words(one, reader), _open_waiting(view, one)) for one in view.waiting]
    rows = paged(buttons, page=page, press=_turn(view.school_id, "waiting"), width=1)
    key = "school.who_waits" if view.waiting else "school.nobody_waits"
    return Card(reader.t(key), rows=(*rows, _back(view.school_id, reader)), protected=True)


def _class_line(one: SchoolClass, reader: Reader) -> str:
    if not one.teachers:
        return reader.t("school.class_without", name=one.name)
    teachers = [_until(post.name, post, reader) for post in one.teachers]
    return reader.t(
        "school.class_line", name=one.name, teachers=reader.plain("joining.list_sign").join(teachers)
    )


def _outside_classes(view: SchoolView) -> list[Post]:
    return [post for post in view.posts if post.role not in OF_A_CLASS]


def post_words(post: Post, reader: Reader) -> str:
    """Who does what, and until when if that is known."""
    words = reader.plain(f"school.post_{post.role}", name=post.name, unit=post.unit_name)
    return _until(words, post, reader)


def _until(words: str, post: Post, reader: Reader) -> str:
    if post.last_day is None:
        return words
    return reader.plain("posts.until", words=words, day=post.last_day.isoformat())


def _waiting_words(waiting: Waiting, reader: Reader) -> str:
    return reader.plain("school.waiting_line", name=waiting.name, place=place_words(waiting.place, reader))


def _open(school_id: int, what: str, reader: Reader) -> Button:
    return Button(reader.plain(f"school.{what}"), OpenSchool(school_id=school_id, what=what).pack())


def _open_waiting(view: SchoolView, waiting: Waiting) -> str:
    return OpenWaiting(school_id=view.school_id, invitation_id=waiting.invitation_id).pack()


def _turn(school_id: int, what: str) -> Callable[[int], str]:
    return lambda page: OpenSchool(school_id=school_id, what=what, page=page).pack()


def back_button(school_id: int, reader: Reader) -> Button:
    return Button(reader.plain("school.back"), OpenSchool(school_id=school_id).pack())


def _back(school_id: int, reader: Reader) -> tuple[Button, ...]:
    return (back_button(school_id, reader),)
