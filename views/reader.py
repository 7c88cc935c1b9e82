"""Who reads a card: their language and their clock. Names are escaped here, once."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape

from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from locales import plural, translate
from services.wallclock import find_zone


@dataclass(frozen=True)
class Reader:
    locale: str
    timezone: str = "Asia/Shanghai"

    def t(self, key: str, /, **params: object) -> str:
        """Say `key` in the reader's language; text parameters are HTML-escaped."""
        return translate(self.locale, key, **_escaped(params))

    def plain(self, key: str, /, **params: object) -> str:
        """Say `key` for a place that shows no HTML: a button or a key."""
        return translate(self.locale, key, **params)

    def count(self, key: str, n: int, /, **params: object) -> str:
        return plural(self.locale, key, n, **_escaped(params))

    def time(self, instant: datetime) -> str:
        return format_time(self._here(instant), "HH:mm", locale=language(self.locale))

    def day(self, day: date) -> str:
        pattern = "M月d日" if self.locale == "zh_CN" else "d MMM"
        return format_date(day, pattern, locale=language(self.locale))

    def day_of(self, instant: datetime) -> str:
        """The day on which an instant falls here."""
        return self.day(self._here(instant).date())

    def weekday_of(self, instant: datetime) -> int:
        """0 is Monday."""
        return self._here(instant).weekday()

    def moment(self, instant: datetime) -> str:
        pattern = "M月d日 HH:mm" if self.locale == "zh_CN" else "d MMM, HH:mm"
        return format_datetime(self._here(instant), pattern, locale=language(self.locale))

    def month(self, month: str) -> str:
        """Show a month such as 2026-11."""
        pattern = "yyyy年M月" if self.locale == "zh_CN" else "MMMM yyyy"
        return format_date(date.fromisoformat(f"{month}-01"), pattern, locale=language(self.locale))

    def _here(self, instant: datetime) -> datetime:
        return instant.astimezone(find_zone(self.timezone))


@cache
def language(locale: str) -> Locale:
    """Read a locale's name once: babel looks through all it has for “zh_CN”, each time it is asked."""
    return Locale.parse(locale)


def _escaped(params: dict[str, object]) -> dict[str, object]:
    return {
        name: escape(value, quote=False) if isinstance(value, str) else value
        for name, value in params.items()
    }
