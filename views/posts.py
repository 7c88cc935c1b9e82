"""One post of a school: end it now, give it a last day, take that back."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from models.codes import Role
from services.joining.dating import OpenPost
from views.card import Button, Card, Style
from views.presses import EndPost, Id
from views.reader import Reader
from views.school import back_button, post_words


class When(StrEnum):
    """When a role ends."""

    TERM = "term"
    DAY = "day"  # which is asked for
    NEVER = "never"


class DatePost(CallbackData, prefix="schdate"):
    school_id: Id
    grant_id: Id
    when: When


def post_card(opened: OpenPost, reader: Reader) -> Card:
    """A county's officers come and go with the county: they have no last day here."""
    post, school_id = opened.post, opened.school_id
    press = EndPost(school_id=school_id, grant_id=post.grant_id, sure=True).pack()
    now = Button(reader.plain("school.remove_now"), press, style=Style.DANGER)
    lines = [reader.t("school.sure", post=post_words(post, reader))]
    buttons = [now]
    if post.role is not Role.COUNTY_OFFICER:
        lines.append(reader.t("posts.or_a_day"))
        if opened.term_ends_on is not None:
            day = reader.day(opened.term_ends_on)
            buttons.append(Button(reader.plain("posts.with_term", day=day), _press(opened, When.TERM)))
        buttons.append(Button(reader.plain("posts.on_a_day"), _press(opened, When.DAY)))
        if post.last_day is not None:
            buttons.append(Button(reader.plain("posts.no_day"), _press(opened, When.NEVER)))
    rows = tuple((one,) for one in buttons)
    return Card("\n".join(lines), (*rows, (back_button(school_id, reader),)), protected=True)


def ask_day_card(opened: OpenPost, reader: Reader) -> Card:
    text = reader.t("posts.ask_day", post=post_words(opened.post, reader))
    press = EndPost(school_id=opened.school_id, grant_id=opened.post.grant_id).pack()
    back = Button(reader.plain("school.back"), press)
    return Card(text, ((back,),), protected=True)


def _press(opened: OpenPost, when: When) -> str:
    return DatePost(school_id=opened.school_id, grant_id=opened.post.grant_id, when=when).pack()
