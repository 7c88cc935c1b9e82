"""What nobody has checked bears the mark wherever it is shown, and the mark is explained there, once.

Every situation of every profile, with whoever may be involved, on every face that shows a rule of it. The
numbers to call in an emergency bear none: a sign beside 110 would make somebody hesitate.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest

from locales import LOCALES
from models.case_codes import CaseState, Involved
from services.access.types import SchoolRef
from services.alerts.types import HeldCase, ReportedCase, Standing
from services.profile import Profile, Situation, load
from tests.world import NOW
from views import practice
from views.advice import UNCHECKED
from views.alerts import stored_card
from views.alerts_reporter import reporter_card
from views.alerts_situations import unnamed_card
from views.card import Card
from views.cases import held_card
from views.hotlines import hotlines_card
from views.reader import Reader

PROFILES = {name: load(name) for name in ("CN", "CN-EXAMPLE", "MD")}


def cases(situation: Situation, involved: Involved | None) -> tuple[ReportedCase, ReportedCase, HeldCase]:
    draft, standing = (Standing(1, "2026-3A4B", state, NOW) for state in (CaseState.DRAFT, CaseState.OPEN))
    reported = [
        ReportedCase(one, situation.code, involved, None, NOW + timedelta(minutes=5), ())
        for one in (draft, standing)
    ]
    held = HeldCase(
        standing, "田小满", 8, "三(1)", "稻香坪学校", situation.code, involved, ("许一诺",),
        hides_reporter=False, from_home=False, is_silent=False, facts=(), is_mine=True,
    )  # fmt: skip
    return reported[0], reported[1], held


def faces(
    situation: Situation, involved: Involved | None, profile: Profile, reader: Reader
) -> Iterator[Card]:
    draft, sent, held = cases(situation, involved)
    yield stored_card(draft, profile, reader, is_new=True)
    yield reporter_card(sent, profile, reader)
    yield held_card(held, profile, reader)
    yield practice.held_card(held, profile, reader)


def doubted(situation: Situation, profile: Profile, locale: str) -> Iterator[tuple[str, bool]]:
    """The words that a rule has on a card, and whether they were checked."""
    yield situation.words[locale], situation.verified
    yield situation.meaning[locale], situation.verified
    for one in profile.checklist(situation.code):
        yield one.words[locale], one.verified


@pytest.mark.parametrize(("name", "locale"), [*product(PROFILES, LOCALES)])
def test_every_rule_bears_its_mark_on_every_face(name: str, locale: str) -> None:
    profile, reader = PROFILES[name], Reader(locale, "Asia/Shanghai")
    meant = reader.t("cases.unchecked", mark=UNCHECKED)
    shown = 0
    for situation, involved in product(profile.situations, (*Involved, None)):
        for card in faces(situation, involved, profile, reader):
            lines = card.text.split("\n")
            for words, is_verified in doubted(situation, profile, locale):
                for line in (one for one in lines if words in one):
                    assert line.endswith(UNCHECKED) is not is_verified, line
                    shown += 1
            bears = any(one.endswith(f" {UNCHECKED}") for one in lines)
            assert lines.count(meant) == bears
    assert shown > len(profile.situations)


@pytest.mark.parametrize(("name", "locale"), [*product(PROFILES, LOCALES)])
def test_whom_a_report_goes_to_and_how_fast_bears_it_too(name: str, locale: str) -> None:
    profile, reader = PROFILES[name], Reader(locale, "Asia/Shanghai")
    for situation in profile.situations:
        _, sent, held = cases(situation, Involved.UNCLEAR)
        whom = profile.authority(situation.authority[0]).words[locale]
        for card in (reporter_card(sent, profile, reader), held_card(held, profile, reader)):
            lines = [one for one in card.text.split("\n") if whom in one and one.startswith(LAW[locale])]
            assert len(lines) == 1
            assert lines[0].endswith(UNCHECKED) is not situation.verified


LAW = {"zh_CN": "依法", "en": "By law"}


@pytest.mark.parametrize(("name", "locale"), [*product(PROFILES, LOCALES)])
def test_so_do_the_choice_of_situations_and_the_numbers_for_help(name: str, locale: str) -> None:
    profile, reader = PROFILES[name], Reader(locale, "Asia/Shanghai")
    meant = reader.t("cases.unchecked", mark=UNCHECKED)
    card = unnamed_card(SchoolRef(1, "稻香坪学校", None, "Asia/Shanghai"), profile, reader)
    labels = [one.label for row in card.rows for one in row]
    for one in profile.situations:
        label = next(label for label in labels if one.words[locale] in label)
        assert label.endswith(UNCHECKED) is not one.verified
    assert (meant in card.text) is not all(one.verified for one in profile.situations)
    lines = hotlines_card(profile, reader).text.split("\n")
    for line in profile.hotlines:
        said = next(one for one in lines if one.startswith(line.number) or f"{line.number}" in one)
        assert said.endswith(UNCHECKED) is not line.verified
    assert lines.count(meant) == (not all(one.verified for one in profile.hotlines))
