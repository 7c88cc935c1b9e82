"""Cards for a county's officers: its schools, a further one, the link of its head."""

from aiogram.filters.callback_data import CallbackData

from services.joining.county_view import CountySchool, CountyView
from views.card import Button, Card, rows_of
from views.lists import paged
from views.phones import OpenPhones
from views.presses import EndPost, Id, OpenCounty, Page
from views.reader import Reader
from views.school import post_words


class FoundSchool(CallbackData, prefix="ctyfound"):
    """Its township is asked for first, then its name."""

    county_id: Id


class OpenCountySchool(CallbackData, prefix="ctysch"):
    """`township`: in which it lies is asked for."""

    county_id: Id
    school_id: Id
    township: bool = False


class PickTownship(CallbackData, prefix="ctytown"):
    """`township_id` 0: none."""

    county_id: Id
    township_id: Id = 0


class OpenCountyPosts(CallbackData, prefix="ctypost"):
    """Who is at work for the county, its townships and villages."""

    county_id: Id
    page: Page = 0


class InviteOfficer(CallbackData, prefix="ctyoff"):
    county_id: Id


class CountCounty(CallbackData, prefix="ctycnt"):
    county_id: Id


class InviteHead(CallbackData, prefix="ctyhead"):
    school_id: Id


def county_card(view: CountyView, page: int, reader: Reader) -> Card:
    lines = [reader.t("county.title", county=view.name), *(_line(one, reader) for one in view.schools)]
    if not view.schools:
        lines.append(reader.t("county.none"))
    schools = [Button(one.name, _press(view, one)) for one in view.schools]
    rows = paged(schools, page=page, press=lambda to: OpenCounty(county_id=view.county_id, page=to).pack())
    found = Button(reader.plain("county.found"), FoundSchool(county_id=view.county_id).pack())
    posts = posts_button(view.county_id, "county.posts", reader)
    phones = Button(reader.plain("phones.open"), OpenPhones(unit_id=view.county_id).pack())
    counts = Button(reader.plain("county.counts"), CountCounty(county_id=view.county_id).pack())
    return Card("\n".join(lines), (*rows, (counts,), (found,), (posts,), (phones,)))


def county_posts_card(view: CountyView, page: int, reader: Reader) -> Card:
    """Each may be ended, or be given a last day."""
    buttons = [
        Button(post_words(post, reader), EndPost(place_id=view.county_id, grant_id=post.grant_id).pack())
        for post in view.posts
    ]

    def press(to: int) -> str:
        return OpenCountyPosts(county_id=view.county_id, page=to).pack()

    rows = paged(buttons, page=page, press=press, width=1)
    text = reader.t("county.ask_post", county=view.name)
    press_officer = InviteOfficer(county_id=view.county_id).pack()
    invite = Button(reader.plain("county.invite_officer"), press_officer)
    return Card(text, (*rows, (invite,), (back_button(view.county_id, reader),)), protected=True)


def posts_button(county_id: int, label: str, reader: Reader) -> Button:
    return Button(reader.plain(label), OpenCountyPosts(county_id=county_id).pack())


def county_school_card(view: CountyView, school: CountySchool, reader: Reader) -> Card:
    """What an officer may do for one school: nothing of what is inside it."""
    lines = [reader.t("county.about", school=school.name)]
    buttons = []
    if school.township is not None:
        lines.append(reader.t("county.in_township", township=school.township))
    else:
        lines.append(reader.t("county.no_township_yet"))
        press = OpenCountySchool(county_id=view.county_id, school_id=school.school_id, township=True)
        buttons.append(Button(reader.plain("county.name_township"), press.pack()))
    lines.append(reader.t("county.with_head" if school.has_head else "county.no_head"))
    if school.vacant:
        lines.append(reader.t("county.vacant", posts=_posts(school, reader)))
    if not school.has_head:
        link = InviteHead(school_id=school.school_id).pack()
        buttons.insert(0, Button(reader.plain("county.invite_head"), link))
    return Card("\n".join(lines), rows_of([*buttons, back_button(view.county_id, reader)], 1))


def township_card(view: CountyView, reader: Reader, *, may_be_none: bool) -> Card:
    """The townships that are known; another one is typed."""
    buttons = [
        Button(name, PickTownship(county_id=view.county_id, township_id=unit_id).pack())
        for unit_id, name in view.townships
    ]
    if may_be_none:
        none = PickTownship(county_id=view.county_id).pack()
        buttons.append(Button(reader.plain("county.no_township"), none))
    rows = rows_of(buttons, 2)
    return Card(reader.t("county.ask_township"), (*rows, (back_button(view.county_id, reader),)))


def school_name_card(reader: Reader) -> Card:
    return Card(reader.t("county.ask_school"))


def back_button(county_id: int, reader: Reader) -> Button:
    return Button(reader.plain("county.back"), OpenCounty(county_id=county_id).pack())


def _line(school: CountySchool, reader: Reader) -> str:
    key = "county.school_in" if school.township else "county.school"
    words = reader.plain(key, school=school.name, township=school.township or "")
    if school.vacant:
        words = reader.plain("county.lacks", words=words, posts=_posts(school, reader))
    return reader.t("county.line", words=words)


def _posts(school: CountySchool, reader: Reader) -> str:
    return reader.plain("joining.list_sign").join(
        reader.plain(f"alerts.role_{role}") for role in school.vacant
    )


def _press(view: CountyView, school: CountySchool) -> str:
    return OpenCountySchool(county_id=view.county_id, school_id=school.school_id).pack()
