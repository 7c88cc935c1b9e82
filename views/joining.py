"""Cards on the way in: the link, who one is, consent, and the inviter's yes or no."""

from aiogram.filters.callback_data import CallbackData

from services.joining.types import Admission, Decided, Invited, Opened, Place, Refused, Someone, Waiting
from views.card import Button, Card, Style, rows_of
from views.menu import menu_button
from views.presses import EndPost, Id
from views.reader import Reader


class JoinAs(CallbackData, prefix="joinas"):
    person_id: int  # 0: somebody else on this phone


class JoinConsent(CallbackData, prefix="joinok"):
    granted: bool


class DecideJoin(CallbackData, prefix="joinis"):
    invitation_id: Id
    accept: bool


class OpenAdmission(CallbackData, prefix="joinin"):
    """Who was let in."""

    invitation_id: Id


class RevokeInvitation(CallbackData, prefix="joinno"):
    invitation_id: Id


def place_words(place: Place, reader: Reader) -> str:
    """Name a place as plain words, such as “mother of …”; escape them by passing them on to `t`."""
    if place.returning:
        return reader.plain("joining.place_returning", name=place.returning)
    if place.kin is not None:
        return reader.plain(f"joining.place_{place.kin}", child=place.child_name)
    return reader.plain(f"joining.place_{place.role}", unit=place.unit_name)


def link_of(username: str, token: str) -> str:
    return f"https://t.me/{username}?start={token}"


def invitation_card(invited: Invited, link: str, picture: bytes, reader: Reader) -> Card:
    """The link, to be forwarded or shown: the one card about a child that may be passed on."""
    kind = "family" if invited.place.is_family else "returning" if invited.place.returning else "staff"
    text = reader.t(
        f"joining.invitation_{kind}",
        place=place_words(invited.place, reader),
        school=invited.place.school_name,
        link=link,
        until=reader.moment(invited.expires_at),
    )
    press = RevokeInvitation(invitation_id=invited.invitation_id).pack()
    return Card(text, rows=((Button(reader.plain("joining.revoke"), press),),), picture=picture)


def revoked_card(stopped: bool, reader: Reader) -> Card:  # noqa: FBT001
    return Card(reader.t("joining.revoked" if stopped else "joining.revoked_late"))


def refused_card(refused: Refused, reader: Reader) -> Card:
    return Card(reader.t(f"joining.refused_{refused.refusal}"))


def intro_card(opened: Opened, reader: Reader) -> Card:
    """Who sends this, and what joining means."""
    place = opened.place
    if opened.is_founder:
        return Card(reader.t("joining.intro_founder"))
    if place.is_family:
        text = reader.t("joining.intro_family", school=place.school_name, child=place.child_name)
        return Card(text, protected=True)
    if place.returning:
        text = reader.t("joining.intro_returning", school=place.school_name, name=place.returning)
        return Card(text, protected=True)
    return Card(reader.t("joining.intro_staff", school=place.school_name, place=place_words(place, reader)))


def name_card(reader: Reader, *, is_founder: bool = False) -> Card:
    return Card(reader.t("joining.ask_founder" if is_founder else "joining.ask_name"))


def who_card(people: tuple[Someone, ...], reader: Reader) -> Card:
    buttons = [
        Button(reader.plain("joining.i_am", name=one.name), JoinAs(person_id=one.person_id).pack())
        for one in people
    ]
    buttons.append(Button(reader.plain("joining.someone_else"), JoinAs(person_id=0).pack()))
    return Card(reader.t("joining.ask_who"), rows=rows_of(buttons, 1), protected=True)


def told_cards(opened: Opened, reader: Reader) -> list[Card]:
    """What the school's duty is, told to a family before anything is asked; it is no question."""
    return [Card(reader.t("joining.told"))] if opened.place.is_family else []


def consent_card(child_name: str, reader: Reader, *, is_carer: bool) -> Card:
    """What may be asked: only what is optional, of the reader's own."""
    agree = Button(reader.plain("joining.agree"), JoinConsent(granted=True).pack(), style=Style.SUCCESS)
    rather_not = Button(reader.plain("joining.rather_not"), JoinConsent(granted=False).pack())
    key = "joining.consent_carer" if is_carer else "joining.consent"
    return Card(reader.t(key, child=child_name), rows=((agree,), (rather_not,)), protected=True)


def waiting_card(waiting: Waiting, reader: Reader) -> Card:
    key = "joining.waiting_family" if waiting.place.is_family else "joining.waiting_staff"
    return Card(reader.t(key, name=waiting.name), protected=True)


def pending_card(waiting: Waiting, reader: Reader) -> Card:
    """What the inviter is asked; the name is what the newcomer wrote."""
    yes = DecideJoin(invitation_id=waiting.invitation_id, accept=True).pack()
    no = DecideJoin(invitation_id=waiting.invitation_id, accept=False).pack()
    text = reader.t("joining.pending", name=waiting.name, place=place_words(waiting.place, reader))
    rows = (
        (Button(reader.plain("joining.yes"), yes, style=Style.SUCCESS),),
        (Button(reader.plain("joining.no"), no),),
    )
    return Card(text, rows=rows, protected=True)


def decided_card(decided: Decided, reader: Reader) -> Card:
    """What the one who decides sees, at the first press and at each later one."""
    key = "joining.accepted" if decided.accepted else "joining.declined"
    text = reader.t(key, name=decided.name, place=place_words(decided.place, reader))
    rows = (_to_post(decided.post, "posts.until_when", reader),) if decided.post else ()
    return Card(text, rows, protected=True)


def admitted_card(invitation_id: int, school_name: str, reader: Reader) -> Card:
    """What the others are told; who it is stands behind the door."""
    look = Button(reader.plain("joining.look"), OpenAdmission(invitation_id=invitation_id).pack())
    return Card(reader.t("joining.admitted", school=school_name), ((look,),))


def admission_card(seen: Admission, reader: Reader) -> Card:
    lines = [
        reader.t(
            "joining.admission", name=seen.name, place=place_words(seen.place, reader),
            day=reader.day_of(seen.since),
        ),
        *([reader.t("joining.by_inviter", name=seen.inviter)] if seen.inviter else []),
        reader.t("joining.if_wrong" if seen.is_live else "joining.has_ended"),
    ]  # fmt: skip
    rows = (_to_post(seen.post, "joining.open_post", reader),) if seen.post else ()
    return Card("\n".join(lines), rows, protected=True)


def _to_post(post: tuple[int, int], label: str, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain(label), EndPost(place_id=post[0], grant_id=post[1]).pack()),)


def joined_card(place: Place, accepted: bool, reader: Reader) -> Card:  # noqa: FBT001
    """What the newcomer is told, with the way to the menu: nobody's name, for it can't be blanked later."""
    if not accepted:
        return Card(reader.t("joining.not_joined"))
    if place.returning:
        text = reader.t("joining.joined_again", school=place.school_name)
        return Card(text, rows=((menu_button(reader),),))
    key = "joining.joined_family" if place.is_family else "joining.joined_staff"
    text = reader.t(key, place=place_words(place, reader), school=place.school_name)
    return Card(text, rows=((menu_button(reader),),))
