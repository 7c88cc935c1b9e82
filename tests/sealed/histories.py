"""Draw histories: an ordinary week at a school, and a case that may be somewhere in it."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.sealed.moves import SENT, Block, Join, Move, Note, Press, Say, Send, Tick, Wait
from tests.sealed.place import HOMES, PHONES, STRANGER
from tests.sealed.secret import (
    HOME,
    OF_HOLDERS,
    OF_REPORTERS,
    Forged,
    NameGroup,
    Raise,
    Secret,
    Setting,
    presses_of,
)

KEYS = (
    "/start", "/help", "/language", "/privacy", "/cancel", "/cases", "👧 我的班", "👧 我的孩子", "✍️ 记一笔",
    "🔴 我要报告", "📋 待办", "🏫 学校", "⚙️ 设置", "🔴 还开着的报告",
)  # fmt: skip
WORDS = (
    "小满说想换个书包", "他打我", "娃说她不想活了", "今天下雨", "22:00-06:00", "2026-12-20", "12月20日",
    "三(2)", "Asia/Tokyo", "田芒种", "Is she well?",
)  # fmt: skip
WAITS = (1, 2, 5, 6, 11, 21, 31, 60)
A_DAY_OR_SO = (240, 571, 1441)  # a case that nobody takes climbs all the time: few of these


@dataclass(frozen=True)
class History:
    """The same ordinary moves twice; `secret` ones, at their places, in one of the two only."""

    setting: Setting
    steps: tuple[Move | Secret | Forged, ...]


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 12) -> History:
    setting = draw(settings_of())
    before = draw(st.lists(moves(setting), max_size=longest // 3))
    after = draw(st.lists(st.one_of(moves(setting), moves(setting), secrets(setting)), max_size=longest))
    late = [NameGroup(setting)] if setting.is_late else []
    place = draw(st.integers(0, len(after)))
    steps = (
        *before,
        Raise(setting),
        *after[:place],
        *late,
        *after[place:],
        Wait(draw(st.sampled_from(WAITS))),
    )
    return History(setting, steps)


@st.composite
def settings_of(draw: st.DrawFn) -> Setting:
    home, reporter = draw(st.sampled_from(HOMES)), draw(st.sampled_from(("teacher", "deputy", HOME)))
    if reporter == HOME:
        return Setting(home, reporter, draw(st.sampled_from(("family", "school", "unclear"))))
    group = draw(st.sampled_from(("family", "school", "unclear", "pupil", "")))
    is_late = draw(st.booleans()) and group != ""
    tells_head = group == "unclear" and draw(st.booleans())
    return Setting(home, reporter, group, is_late, tells_head)


def moves(setting: Setting) -> st.SearchStrategy[Move | Forged]:
    """Those who may notice nothing try everything; the others do their work, each piece whole."""
    watchers = st.sampled_from(sorted(setting.excluded))
    anybody = st.sampled_from(sorted({*PHONES.values(), *setting.excluded, STRANGER}))
    presses = st.builds(Press, watchers, st.integers(0, 2), st.integers(0, 11))
    forged = (*OF_HOLDERS, *OF_REPORTERS, "alhd:{}", "alnm:{}:1", "alin:{}:pupil")
    return st.one_of(
        presses, presses, presses,
        st.builds(Say, watchers, st.sampled_from(KEYS)),
        st.builds(Say, watchers, st.sampled_from((*KEYS, *WORDS))),
        st.builds(Say, anybody, st.sampled_from(WORDS)),
        st.builds(Send, anybody, st.sampled_from(sorted(SENT))),
        st.builds(Wait, waits()),
        st.builds(Tick, st.sampled_from(("duty", "watch", "seal"))),
        st.builds(Note, st.sampled_from(("田小满", "秦小雪")), st.sampled_from("1235"), st.just("今天话少")),
        st.builds(Forged, watchers, st.sampled_from(forged)),
        st.builds(Block, watchers), st.just(Join()),
    )  # fmt: skip


@st.composite
def waits(draw: st.DrawFn) -> int:
    return draw(st.sampled_from(A_DAY_OR_SO if draw(st.integers(0, 11)) == 7 else WAITS))


def secrets(setting: Setting) -> st.SearchStrategy[Secret]:
    return st.sampled_from(list(presses_of(setting)))
