"""No screen of a reporter or of whoever holds a case has more buttons than can be read in a fright."""

from datetime import timedelta
from itertools import product

import pytest

from models.case_codes import CaseFact, CaseState, Involved
from services.alerts.types import Fact, HeldCase, ReportedCase, Standing
from services.profile import Profile
from tests.casework import steps
from tests.phones import Phone, Room
from tests.world import NOW, TEACHER
from views.alerts_changing import change_card, late_card
from views.alerts_deeds import MOST, calls_card, more_card
from views.alerts_reporter import reporter_card
from views.card import Card
from views.cases import held_card
from views.presses import OpenCase
from views.reader import Reader

SAID = (
    (),
    (CaseFact.CHILD_UNSAFE,),
    (CaseFact.POLICE_CALLED,),
    (CaseFact.CHILD_SAFE, CaseFact.POLICE_CALLED, CaseFact.HEAD_TOLD),
)
BACK = OpenCase(case_id=1).pack()
EVERY_DEED = {
    "alsf", "alsa", "alch", "alah", "alpo", "alpt", "alpn", "rdow", "hots", "alnm", "alwh", "alhd", "alcm",
    "almo", "case", "alin", "alci",
}  # fmt: skip


def deeds(card: Card) -> list[str]:
    presses = [one.press or "" for row in card.rows for one in row]
    return [one for one in presses if one != BACK]


def faces(case: ReportedCase, profile: Profile, reader: Reader) -> list[Card]:
    asked = late_card if case.involved is None else change_card
    return [face(case, profile, reader) for face in (reporter_card, calls_card, more_card, asked)]


def reported(situation: str, involved: Involved | None, said: tuple[CaseFact, ...]) -> ReportedCase:
    facts = tuple(Fact(one, NOW, NOW, by_reporter=True) for one in said)
    standing = Standing(1, "2026-3A4B", CaseState.OPEN, NOW)
    return ReportedCase(standing, situation, involved, None, NOW + timedelta(minutes=5), facts)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_whatever_it_is_no_screen_has_more_and_every_deed_is_there(profile: Profile, locale: str) -> None:
    reader, found = Reader(locale, "Asia/Shanghai"), set[str]()
    for one, involved, said in product(profile.situations, (*Involved, None), SAID):
        for card in faces(reported(one.code, involved, said), profile, reader):
            assert len(deeds(card)) <= MOST
            assert len(set(deeds(card))) == len(deeds(card))
            found |= {press.partition(":")[0] for row in card.rows for b in row if (press := b.press or "")}
    assert found == EVERY_DEED


def test_the_first_screen_says_safe_called_and_what_was_seen_and_the_rest_waits(profile: Profile) -> None:
    screen = reporter_card(reported("R4", Involved.FAMILY, ()), profile, Reader("zh_CN", "Asia/Shanghai"))
    labels = [one.label for row in screen.rows for one in row]
    assert labels == [
        "🛡️ 安全，有大人陪着", "🚨 不安全", "❔ 不知道", "📞 刚报了警", "📵 没打通、不便说话、早打过",
        "👀 看到的", "⋯ 还可以做的",
    ]  # fmt: skip


def test_who_is_still_to_be_named_stands_among_what_is_urgent(profile: Profile) -> None:
    screen = reporter_card(reported("R4", None, ()), profile, Reader("zh_CN", "Asia/Shanghai"))
    assert "👥 谁可能有关" in [one.label for row in screen.rows for one in row]


@pytest.mark.parametrize(("linked", "involved"), [*product((0, 3), (*Involved, None))])
def test_whoever_has_it_sees_few_too(profile: Profile, linked: int, involved: Involved | None) -> None:
    for one in profile.situations:
        case = HeldCase(
            Standing(1, "2026-3A4B", CaseState.OPEN, NOW, "顾明河", NOW), "田小满", 8, "三(1)", "稻香坪学校",
            one.code, involved, ("许一诺",), hides_reporter=False, from_home=False, is_silent=False, facts=(),
            is_mine=True, linked=linked,
        )  # fmt: skip
        assert len(deeds(held_card(case, profile, Reader("zh_CN", "Asia/Shanghai")))) <= MOST


def few(phone: Phone) -> bool:
    ways_back = ("返回", "看整件事")
    return all(sum(b not in ways_back for b in one.buttons) <= MOST for one in phone.chat)


async def test_so_does_whoever_walks_its_road_to_the_end(room: Room) -> None:
    head = await steps.called(room)
    for label in ("记一次报告", "公安机关", "电话", "刚刚", "警方受理了"):
        await head.press(label)
        assert few(head)
    for opener in ("案卷和文书", "⋯ 别的", "等回音的"):
        await head.press(opener)
        assert few(head)
        await head.press("返回")
    await head.press("公安机关的回执号")  # behind what waits
    assert few(head)


@pytest.mark.parametrize("press", ["alcm:1", "almo:1", "alch:1"])
async def test_a_late_press_on_a_closed_case_shows_how_to_open_it_again(room: Room, press: str) -> None:
    await steps.closed(room)
    teacher = room.phone(TEACHER)
    await teacher.press_data(press, message_id=teacher.chat[0].message_id)
    assert ["不放心" in one for one in teacher.chat[0].buttons] == [True]
