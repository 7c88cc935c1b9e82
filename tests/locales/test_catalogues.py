"""Each locale says everything, and says it the same way."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from locales import LOCALES
from tests.gates.source import ROOMS, ROOT, place, python_files, tree

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
LABEL = re.compile(r"留守|left[- ]?behind", re.IGNORECASE)
SUBJECTS = sorted({path.stem for path in (ROOT / "locales").glob("*/*.po")})


@cache
def _messages(locale: str, subject: str) -> dict[str, Message]:
    path = ROOT / "locales" / locale / f"{subject}.po"
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=locale, abort_invalid=True)
    return {_key(message): message for message in catalogue if message.id}


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _tags(text: str) -> list[str]:
    return sorted(TAG.findall(text))


@cache
def _keys(locale: str) -> frozenset[str]:
    return frozenset(key for subject in SUBJECTS for key in _messages(locale, subject))


def _every_message() -> Iterator[tuple[str, str, Message]]:
    for locale in LOCALES:
        for subject in SUBJECTS:
            for key, message in _messages(locale, subject).items():
                yield locale, key, message


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_locales_know_the_same_keys(subject: str) -> None:
    known = {locale: set(_messages(locale, subject)) for locale in LOCALES}
    everything = set.union(*known.values())
    missing = {locale: sorted(everything - keys) for locale, keys in known.items() if everything - keys}
    assert not missing


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_key_stands_once_in_the_file_of_its_subject(locale: str, subject: str) -> None:
    text = (ROOT / "locales" / locale / f"{subject}.po").read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))
    assert [key for key in keys if not (key.startswith(f"{subject}.") and KEY.fullmatch(key))] == []


def test_nothing_is_fuzzy_or_empty() -> None:
    wrong = [(where, key) for where, key, m in _every_message() if m.fuzzy or not all(_strings(m))]
    assert wrong == []


def test_a_plural_has_all_its_forms() -> None:
    wanted = {locale: Catalog(locale=locale).num_plurals for locale in LOCALES}
    counted = [(where, key, m) for where, key, m in _every_message() if m.pluralizable]
    assert [(where, key) for where, key, m in counted if len(_strings(m)) != wanted[where]] == []
    assert [(where, key) for where, key, m in counted if m.id != (key, key)] == []
    kinds: dict[str, set[bool]] = {}
    for _, key, message in _every_message():
        kinds.setdefault(key, set()).add(message.pluralizable)
    assert [key for key, kind in kinds.items() if len(kind) > 1] == []


@pytest.mark.parametrize("read", [_placeholders, _tags], ids=["placeholders", "tags"])
def test_each_form_carries_the_same(read: Callable[[str], object]) -> None:
    wrong = []
    for key in _keys("zh_CN") & _keys("en"):
        subject = key.split(".")[0]
        forms = [form for locale in LOCALES for form in _strings(_messages(locale, subject)[key])]
        if any(read(form) != read(forms[0]) for form in forms):
            wrong.append(key)
    assert wrong == []


def test_placeholders_are_plain_names() -> None:
    names = {name for _, _, m in _every_message() for form in _strings(m) for name in _placeholders(form)}
    assert [name for name in names if not re.fullmatch(r"[a-z_][a-z0-9_]*", name)] == []


def test_nothing_is_shouted_and_no_child_is_labelled() -> None:
    wrong = [
        (where, key)
        for where, key, message in _every_message()
        for form in _strings(message)
        if "!" in form or "！" in form or LABEL.search(form)
    ]
    assert wrong == []


def _keys_in_code(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the literal keys given to the translator or to a view's reader, and the line of each."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in {"translate", "plural", "t", "plain", "count", "Key"}:
            continue
        for given in node.args[:2]:
            if (
                isinstance(given, ast.Constant)
                and isinstance(given.value, str)
                and KEY.fullmatch(given.value)
            ):
                yield given.lineno, given.value


def test_every_key_in_the_code_has_words() -> None:
    unknown = [
        f"{place(path, line)} {key}"
        for path in python_files(*ROOMS)
        for line, key in _keys_in_code(path)
        if key not in _keys("zh_CN")
    ]
    assert unknown == []
