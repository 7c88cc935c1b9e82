"""Cards of one's own settings."""

from aiogram.filters.callback_data import CallbackData

from services.joining.preferences import EVENINGS, SHIFTS, ZONES, Answer, Preferences
from views.card import Button, Card, rows_of
from views.lesson import open_button
from views.my_duty import open_my_duty_button
from views.phones import OpenPhones
from views.pins import ChoosePin
from views.presses import Id
from views.reaching import OpenOwn
from views.reader import Reader


class OpenSetting(CallbackData, prefix="set"):
    name: str  # home, language, evening, zone, zone_typed, shift, shift_typed, consent


class ChooseEvening(CallbackData, prefix="seteve", sep="|"):
    evening: str


class ChooseZone(CallbackData, prefix="setzone", sep="|"):
    zone: str


class ChooseShift(CallbackData, prefix="setshift", sep="|"):
    shift: str  # empty: no fixed one


class AnswerConsent(CallbackData, prefix="setok"):
    person_id: Id
    granted: bool


def settings_card(held: Preferences | None, reader: Reader) -> Card:
    """What holds now; None for somebody who has only a language to choose."""
    lines = [reader.t("settings.title"), reader.t("settings.language_is")]
    names = ["language"]
    if held is not None:
        if held.is_family:
            lines.append(reader.t("settings.evening_is", evening=held.evening))
            names.append("evening")
            if held.shift is not None:
                lines.append(reader.t("settings.shift_is", shift=held.shift.replace("-", "–")))
            names.append("shift")
        lines.append(reader.t("settings.zone_is", zone=zone_words(held.timezone, reader)))
        names.append("zone")
        lines += [_answer_line(answer, reader) for answer in held.answers]
        names += ["consent"] if held.is_family else []
    buttons = [
        Button(reader.plain(f"settings.change_{name}"), OpenSetting(name=name).pack()) for name in names
    ]
    names_somebody = held is not None and bool(held.answers)
    buttons += [] if held is None else _further(held, reader)
    return Card("\n".join(lines), rows=rows_of(buttons, 2), protected=names_somebody)


def _further(held: Preferences, reader: Reader) -> list[Button]:
    """What leads on to other subjects."""
    buttons = [Button(reader.plain("reaching.open_own"), OpenOwn().pack())]
    if held.is_staff:
        buttons.append(Button(reader.plain("pins.change"), ChoosePin().pack()))
    if held.learns:
        buttons.append(open_button(reader))
    if held.is_on_ladder:
        buttons.append(open_my_duty_button(reader))
    if held.county_id is not None:
        buttons.append(Button(reader.plain("phones.of_heads"), OpenPhones(unit_id=held.county_id).pack()))
    return buttons


def evening_card(reader: Reader) -> Card:
    buttons = [
        Button(_evening_label(evening, reader), ChooseEvening(evening=evening).pack()) for evening in EVENINGS
    ]
    return Card(reader.t("settings.ask_evening"), rows=(*rows_of(buttons, 2), _back(reader)))


def shift_card(reader: Reader) -> Card:
    buttons = [Button(shift.replace("-", "–"), ChooseShift(shift=shift).pack()) for shift in SHIFTS]
    buttons.append(Button(reader.plain("shift.none"), ChooseShift(shift="").pack()))
    buttons.append(Button(reader.plain("shift.typed"), OpenSetting(name="shift_typed").pack()))
    return Card(reader.t("shift.ask"), rows=(*rows_of(buttons, 2), _back(reader)))


def shift_typed_card(reader: Reader) -> Card:
    return Card(reader.t("shift.ask_typed"), rows=(_back(reader),))


def zone_card(reader: Reader) -> Card:
    buttons = [Button(zone_words(zone, reader), ChooseZone(zone=zone).pack()) for zone in ZONES]
    buttons.append(Button(reader.plain("settings.zone_other"), OpenSetting(name="zone_typed").pack()))
    return Card(reader.t("settings.ask_zone"), rows=(*rows_of(buttons, 2), _back(reader)))


def zone_typed_card(reader: Reader) -> Card:
    return Card(reader.t("settings.ask_zone_typed"), rows=(_back(reader),))


def consent_card(held: Preferences, reader: Reader) -> Card:
    """What each adult on this phone has answered, and the other answer one tap away."""
    text = "\n".join(
        [reader.t("settings.consent_text"), *(_answer_line(answer, reader) for answer in held.answers)]
    )
    buttons = [
        Button(
            reader.plain("settings.withdraw" if answer.granted else "settings.agree", name=answer.name),
            AnswerConsent(person_id=answer.person_id, granted=not answer.granted).pack(),
        )
        for answer in held.answers
    ]
    return Card(text, rows=(*rows_of(buttons, 1), _back(reader)), protected=True)


def zone_words(zone: str, reader: Reader) -> str:
    """The zones we offer have words; any other shows its own name."""
    if zone in ZONES:
        return reader.plain(f"settings.zone_{zone.replace('/', '_')}")
    return zone.replace("_", " ")


def _evening_label(evening: str, reader: Reader) -> str:
    return reader.plain("settings.after_night_shift", evening=evening) if evening < "12:00" else evening


def _answer_line(answer: Answer, reader: Reader) -> str:
    answered = {True: "settings.agreed", False: "settings.refused", None: "settings.unanswered"}
    return reader.t(answered[answer.granted], name=answer.name)


def _back(reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("settings.back"), OpenSetting(name="home").pack()),)
