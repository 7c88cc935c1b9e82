"""Which months can still be told of."""

from datetime import date

import pytest

from services.contacts.rules import ensure_tellable, is_late
from services.errors import CareError

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("month", ["2026-11", "2026-10", "2025-11"])
def test_this_month_and_a_year_back(month: str) -> None:
    ensure_tellable(month, today=TODAY)


@pytest.mark.parametrize("month", ["2026-12", "2027-01", "2025-10", "2001-01"])
def test_neither_ahead_nor_long_ago(month: str) -> None:
    with pytest.raises(CareError):
        ensure_tellable(month, today=TODAY)


@pytest.mark.parametrize(("month", "late"), [("2026-11", False), ("2026-10", True), ("2025-12", True)])
def test_a_month_is_late_once_it_is_over(month: str, late: bool) -> None:
    assert is_late(month, today=TODAY) is late
