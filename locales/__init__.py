"""The words people read, one gettext catalogue per locale and subject."""

from locales.translator import DEFAULT, LOCALES, match, plural, translate

__all__ = ["DEFAULT", "LOCALES", "match", "plural", "translate"]
