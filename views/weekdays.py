"""Names of weekdays and of daily hours, in the reader's language."""

from collections.abc import Collection

from babel.dates import get_day_names

from services.reminders.windows import Reach
from views.reader import Reader, language

EVERY_DAY = frozenset(range(7))
DAY_BEGINS, DAY_ENDS = "00:00", "23:59"


def weekday(day: int, reader: Reader) -> str:
    """0 is Monday."""
    return str(get_day_names("abbreviated", locale=language(reader.locale))[day])


def weekdays(days: Collection[int], reader: Reader) -> str:
    if set(days) >= EVERY_DAY:
        return reader.plain("rhythm.every_day")
    return reader.plain("rhythm.comma").join(weekday(day, reader) for day in sorted(days))


def window(reach: Reach, reader: Reader) -> str:
    """“周五、周六 17:00–20:00”."""
    start, end = f"{reach.start:%H:%M}", f"{reach.end:%H:%M}"
    if (start, end) == (DAY_BEGINS, DAY_ENDS):
        return reader.plain("rhythm.all_day", days=weekdays(reach.days, reader))
    return reader.plain("rhythm.window", days=weekdays(reach.days, reader), start=start, end=end)
