from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The reach of all tests is looked at after them."""
    items.sort(key=lambda item: item.name == "test_every_handler_was_reached")
