"""One post of a school or a county: end it now, give it a last day, take that back."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from services.joining.dating import OpenPost
from views.card import Button, Card, Style
from views.county import posts_button
from views.presses import EndPost, Id
from views.reader import Reader
from views.school import back_button, post_words


class When(StrEnum):
    """When a role ends."""

    TERM = "term"
    DAY = "day"  # which is asked for
    NEVER = "never"


class DatePost(CallbackData, prefix="schdate"):
    place_id: Id
    grant_id: Id
    when: When


def post_card(opened: OpenPost, reader: Reader) -> Card:
    """Whoever comes and goes with the county has no last day at a school."""
    post = opened.post
    press = EndPost(place_id=opened.place_id, grant_id=post.grant_id, sure=True).pack()
    now = Button(reader.plain("school.remove_now"), press, style=Style.DANGER)
    lines = [reader.t("school.sure", post=post_words(post, reader))]
    buttons = [now]
    if not opened.is_the_countys:
        lines.append(reader.t("posts.or_a_day"))
        if opened.term_ends_on is not None:
            day = reader.day(opened.term_ends_on)
            buttons.append(Button(reader.plain("posts.with_term", day=day), _press(opened, When.TERM)))
        buttons.append(Button(reader.plain("posts.on_a_day"), _press(opened, When.DAY)))
        if post.last_day is not None:
            buttons.append(Button(reader.plain("posts.no_day"), _press(opened, When.NEVER)))
    rows = tuple((one,) for one in buttons)
    return Card("\n".join(lines), (*rows, (_back(opened, reader),)), protected=True)


def ask_day_card(opened: OpenPost, reader: Reader) -> Card:
    text = reader.t("posts.ask_day", post=post_words(opened.post, reader))
    press = EndPost(place_id=opened.place_id, grant_id=opened.post.grant_id).pack()
    back = Button(reader.plain("school.back"), press)
    return Card(text, ((back,),), protected=True)


def _back(opened: OpenPost, reader: Reader) -> Button:
    if opened.in_county:
        return posts_button(opened.place_id, "county.back", reader)
    return back_button(opened.place_id, reader)


def _press(opened: OpenPost, when: When) -> str:
    return DatePost(place_id=opened.place_id, grant_id=opened.post.grant_id, when=when).pack()
