"""A translator that is told the locale each time, so that one task can answer in two languages."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

LOCALES = ("zh_CN", "en")
DEFAULT = "zh_CN"

_FOLDER = Path(__file__).parent


class _Missing(NullTranslations):
    """Stand behind a catalogue and refuse, where gettext would show the key to a person."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


@cache
def _catalogue(locale: str) -> GNUTranslations:
    # Imported at the first word spoken: `--help` must not wait for Babel.
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    if locale not in LOCALES:
        raise KeyError(locale)
    whole = Catalog(locale=locale)
    for path in sorted((_FOLDER / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    catalogue = GNUTranslations(compiled)
    catalogue.add_fallback(_Missing())
    return catalogue


def translate(locale: str, key: str, /, **params: object) -> str:
    """Return the words of `key` ("subject.name") in `locale`, its {placeholders} filled from `params`.

    Raises KeyError for an unknown locale or key, and for a placeholder without its parameter.
    """
    return _catalogue(locale).gettext(key).format_map(params)


def plural(locale: str, key: str, n: int, /, **params: object) -> str:
    """Return the form of `key` that `locale` uses for `n`; `{n}` is filled in. Raises as `translate` does."""
    return _catalogue(locale).ngettext(key, key, n).format_map({"n": n, **params})


def match(language_code: str | None, default: str = DEFAULT) -> str:
    """Return our locale for a BCP 47 tag such as Telegram's zh-hans or en-GB; `default` when we have none."""
    language = (language_code or "").replace("_", "-").lower().split("-")[0]
    return next((locale for locale in LOCALES if locale.split("_")[0] == language), default)
