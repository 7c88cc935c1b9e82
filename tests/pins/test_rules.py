"""Which digits will do."""

import pytest

from services.pins.rules import Fault, clean, find_fault, tells_digits


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.NOT_SIX), ("12345", Fault.NOT_SIX), ("1234567", Fault.NOT_SIX),
        ("28 06 1x", Fault.NOT_SIX),
        ("²⁸⁰⁶¹x", Fault.NOT_SIX), ("١٢٣٤٥٧", Fault.NOT_SIX),
        ("000000", Fault.ALL_EQUAL), ("９９９９９９", Fault.ALL_EQUAL),
        ("012345", Fault.A_RUN), ("123456", Fault.A_RUN), ("654321", Fault.A_RUN), ("98 76 54", Fault.A_RUN),
        ("280619", None), ("２８０６１９", None), ("19 85 06", None), ("135790", None), ("123457", None),
        ("890123", None), ("121212", None),
    ],
)  # fmt: skip
def test_what_is_easy_to_guess_is_refused(typed: str, fault: Fault | None) -> None:
    assert find_fault(clean(typed)) is fault


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("280619", True),
        ("2 8 0 6", True),
        ("口令是２８０６１９", True),
        ("123", False),
        ("请老师回电", False),
    ],
)
def test_a_message_that_may_hold_one_is_known_by_its_digits(text: str, telling: bool) -> None:
    assert tells_digits(text) is telling
