"""A mail server behind somebody's other door."""

from tests.ways.conftest import mail

__all__ = ["mail"]
