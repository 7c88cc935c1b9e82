"""The servers to which heads are told."""

from tests.ways.conftest import hook, mail

__all__ = ["hook", "mail"]
