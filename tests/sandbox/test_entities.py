"""Text with entities: UTF-16 offsets in, safe HTML out."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.botapi.errors import ApiError
from sandbox.entities import detect, given_entities, to_html, trim
from sandbox.markup import parse_html, utf16_length


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("a &lt;b&gt; &amp; &#128512; & c", "a <b> & 😀 & c", []),
        ("😀 <b>好</b>", "😀 好", [("bold", 3, 1)]),
        ("<b>x<i>😀</i></b>", "x😀", [("bold", 0, 3), ("italic", 1, 2)]),
        (
            "<tg-spoiler>s</tg-spoiler><span class='tg-spoiler'>t</span>",
            "st",
            [("spoiler", 0, 1), ("spoiler", 1, 1)],
        ),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<tg-emoji emoji-id='1'>🙂</tg-emoji>", "🙂", [("custom_emoji", 0, 2)]),
        ("<b></b>x", "x", []),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
    ],
)
def test_markup_becomes_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found_text, found = parse_html(source)
    assert found_text == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


def test_links_and_code_keep_their_fields() -> None:
    _, (link,) = parse_html('<a href="https://a.b/?x=1&amp;y=2">打开</a>')
    assert link == {"type": "text_link", "offset": 0, "length": 2, "url": "https://a.b/?x=1&y=2"}
    _, (pre,) = parse_html('<pre><code class="language-python">x = 1</code></pre>')
    assert pre == {"type": "pre", "offset": 0, "length": 5, "language": "python"}
    _, (code,) = parse_html('<code class="language-python">x</code>')
    assert code == {"type": "code", "offset": 0, "length": 1}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("好<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_as_telegram_does(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_trimming_moves_entities() -> None:
    text, entities = trim("  😀好 ", [{"type": "bold", "offset": 0, "length": 6}])
    assert (text, entities) == ("😀好", [{"type": "bold", "offset": 0, "length": 3}])


def test_detection_finds_links_and_commands() -> None:
    text = "😀 /start abc https://a.b/c。 t.me/xiangban_bot?start=x a@b.org @xiangban_bot 1/2"
    units = text.encode("utf-16-le")
    found = {
        (one["type"], units[one["offset"] * 2 :][: one["length"] * 2].decode("utf-16-le"))
        for one in detect(text, [])
    }
    assert found == {
        ("bot_command", "/start"),
        ("url", "https://a.b/c"),
        ("url", "t.me/xiangban_bot?start=x"),
        ("email", "a@b.org"),
        ("mention", "@xiangban_bot"),
    }


@pytest.mark.parametrize(
    "raw",
    [
        "bold",
        [1],
        [{"type": "bold"}],
        [{"type": "bold", "offset": 0, "length": 9}],
        [{"type": "bold", "offset": "0", "length": 1}],
    ],
)
def test_given_entities_are_checked(raw: Any) -> None:
    with pytest.raises(ApiError):
        given_entities(raw, "😀")


def test_html_is_safe_and_well_formed() -> None:
    overlapping = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
    ]
    assert to_html("ab<d>f", overlapping) == "<b>ab<i>&lt;d</i></b><i>&gt;f</i>"
    link = [{"type": "text_link", "offset": 0, "length": 1, "url": 'https://a.b/"><script>'}]
    assert to_html("x", link).startswith('<a href="https://a.b/&quot;&gt;&lt;script&gt;"')
    assert to_html("x", [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:x"}]) == "x"


class _Balance(HTMLParser):
    """Fail on a tag that closes out of turn, and collect the text."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


SPANS = st.lists(
    st.tuples(
        st.sampled_from(["bold", "italic", "code", "blockquote", "mention"]),
        st.integers(0, 9),
        st.integers(1, 6),
    )
)


@settings(deadline=None)
@given(st.text(alphabet="ab<&>\"'x", min_size=1, max_size=12), SPANS)
def test_any_entities_give_balanced_markup_with_the_same_text(
    text: str, spans: list[tuple[str, int, int]]
) -> None:
    length = utf16_length(text)
    entities = [
        {"type": kind, "offset": start, "length": min(size, length - start)}
        for kind, start, size in sorted(spans, key=lambda span: (span[1], -span[2]))
        if start < length
    ]
    balance = _Balance()
    balance.feed(to_html(text, entities))
    balance.close()
    assert balance.opened == []
    assert balance.text == text
