"""A plugin of pytest: what asks one thing comes before what plays a whole story, so faults fall sooner."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "room" in getattr(item, "fixturenames", ()))
