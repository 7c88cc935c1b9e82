"""When a purpose is open, and when a child is old enough to be asked."""

from datetime import date

import pytest

from models.codes import Notice
from services.consents.rules import CONTACT, Voice, has_turned, is_open
from services.consents.sending import PURPOSE_OF, UNASKED
from services.outbox.manners import MANNERS, Weight
from services.profile import Profile, Purpose, load

YES, NO = Voice(1, granted=True), Voice(2, granted=False)
BARRED_YES, BARRED_NO = Voice(3, granted=True, is_barred=True), Voice(4, granted=False, is_barred=True)


@pytest.mark.parametrize(
    ("voices", "opens"),
    [
        ([], False), ([YES], True), ([NO], False), ([YES, NO], False), ([NO, YES], False), ([YES, YES], True),
        ([BARRED_YES], False), ([YES, BARRED_YES], True), ([YES, BARRED_NO], False),
    ],
)  # fmt: skip
def test_one_yes_opens_and_any_no_closes(voices: list[Voice], opens: bool) -> None:
    assert is_open(voices, asks_child=False, child_says=None) is opens


@pytest.mark.parametrize(("child_says", "opens"), [(True, True), (False, False), (None, False)])
def test_a_child_who_is_asked_must_say_yes_itself(child_says: bool | None, opens: bool) -> None:
    assert is_open([YES], asks_child=True, child_says=child_says) is opens
    assert not is_open([], asks_child=True, child_says=child_says)


def test_a_birthday_counts_from_its_day() -> None:
    assert not has_turned(date(2012, 11, 24), 14, today=date(2026, 11, 23))
    assert has_turned(date(2012, 11, 24), 14, today=date(2026, 11, 24))
    assert not has_turned(date(2012, 2, 29), 14, today=date(2026, 2, 28))
    assert has_turned(date(2012, 2, 29), 14, today=date(2026, 3, 1))


def test_nothing_that_can_save_a_child_rests_on_consent() -> None:
    alerts = {kind for kind, manner in MANNERS.items() if manner.weight is Weight.ALERT}
    assert alerts
    assert {PURPOSE_OF[kind] for kind in alerts} <= UNASKED


@pytest.mark.parametrize("profile", [load("CN"), load("MD")], ids=lambda profile: profile.id)
def test_a_profile_tells_its_duties_and_asks_for_the_rest(profile: Profile) -> None:
    duties = {one.code for one in profile.purposes if one.basis == "duty"}
    options = {one.code for one in profile.purposes if one.basis == "consent"}
    assert {"identity", "safety"} <= duties
    assert {"photos", "birthdays"} <= options
    assert CONTACT not in duties | options  # an adult's own, asked when they join
    assert set(PURPOSE_OF.values()) - UNASKED <= options | {CONTACT}
    assert not profile.answering.verified
    assert all(
        one.asks_child_from == profile.age_gates.data_consent
        for one in profile.purposes
        if one.basis == "consent"
    )


def test_a_duty_that_asks_a_child_is_no_profile() -> None:
    words = {"zh_CN": "x", "en": "x"}
    with pytest.raises(ValueError, match="a duty asks nobody"):
        Purpose(code="x", words=words, meaning=words, basis="duty", version="1", asks_child_from=14)


def test_a_call_reminder_rests_on_the_parents_own_consent() -> None:
    assert PURPOSE_OF[Notice.CALL_REMINDER] == CONTACT
