"""The numbers to call, as contact cards and in a sentence: buttons don't dial."""

from services.people.local_numbers import NOWHERE, LocalNumbers
from services.profile import Profile
from views.card import PhoneNumber
from views.reader import Reader

AMBULANCE, POLICE, POLICE_TEXT = "ambulance", "police", "police_text"


def emergency_numbers(profile: Profile, reader: Reader, *, medical_first: bool) -> tuple[PhoneNumber, ...]:
    """The ambulance and the police, in the order in which they are needed."""
    order = (AMBULANCE, POLICE) if medical_first else (POLICE, AMBULANCE)
    return tuple(number for serves in order for number in numbers_for(profile, reader, serves))


def local_cards(numbers: LocalNumbers, reader: Reader) -> tuple[PhoneNumber, ...]:
    """The police station and the clinic of the place, where somebody has entered them."""
    known = (("station", numbers.station_phone), ("clinic", numbers.clinic_phone))
    return tuple(
        PhoneNumber(reader.plain(f"alerts.local_{name}", number=number), number)
        for name, number in known
        if number is not None
    )


def area_code_of(numbers: LocalNumbers, profile: Profile) -> str | None:
    """The school's own, or the profile's for its county; None where neither is known."""
    if profile.area_codes is None:
        return None
    return numbers.area_code or profile.area_codes.counties.get(numbers.county or "")


def numbers_for(profile: Profile, reader: Reader, serves: str) -> tuple[PhoneNumber, ...]:
    return tuple(
        PhoneNumber(f"{line.number} {line.words[reader.locale]}", line.number)
        for line in profile.hotlines
        if line.serves == serves
    )


def notes_for(profile: Profile, reader: Reader, serves: str) -> str:
    """What there is to know before calling it."""
    return " ".join(line.note[reader.locale] for line in profile.hotlines if line.serves == serves)


def afar_lines(profile: Profile, reader: Reader, numbers: LocalNumbers = NOWHERE) -> tuple[str, ...]:
    """For a family's reader, who may be a thousand kilometres away: which police answers there."""
    code = area_code_of(numbers, profile)
    if code is not None:
        police = (f"{code} {line.number}" for line in profile.hotlines if line.serves == POLICE)
        return tuple(reader.t("alerts.from_afar", number=one) for one in police)
    found = (line.from_afar for line in profile.hotlines if line.serves == POLICE)
    return tuple(words[reader.locale] for words in found if words is not None)


def call_line(profile: Profile, reader: Reader, *, medical_first: bool, police: bool = True) -> str:
    """Which number comes first, in one line; empty where the profile knows neither.

    `police` False: the report goes elsewhere, and they are called in danger only.
    """
    found = {line.serves: line.number for line in profile.hotlines}
    if AMBULANCE not in found or POLICE not in found:
        return ""
    asked = "medical" if medical_first else "police" if police else "danger"
    key = f"alerts.call_{asked}"
    return reader.t(key, ambulance=found[AMBULANCE], police=found[POLICE])
