"""The sentences an operator reads: in the language of their terminal, else the installation's."""

import os

from locales import DEFAULT, LOCALES, match, translate
from services.errors import CareError
from services.profile import ProfileError


class OperatorError(Exception):
    """Ends a command with one sentence; `variable` names what to change."""

    def __init__(self, code: str, variable: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.variable = variable
        self.params = params

    def sentence(self) -> str:
        words = say(self.code, **self.params)
        return f"{self.variable}: {words}" if self.variable else words


def sentence_of(error: BaseException) -> str | None:
    """What an operator reads of an error, however deep a task group has wrapped it; None: not theirs."""
    if isinstance(error, OperatorError):
        return error.sentence()
    if isinstance(error, ProfileError):
        return f"PROFILE: {say('bad_profile', reason=error)}"
    if isinstance(error, CareError):
        return translate(locale(), error.code, **error.params)
    if isinstance(error, BaseExceptionGroup):
        return next((found for one in error.exceptions if (found := sentence_of(one))), None)
    return None


def say(code: str, /, **params: object) -> str:
    """Say "operator.<code>" in the terminal's language."""
    return translate(locale(), f"operator.{code}", **params)


def locale() -> str:
    """The terminal's language where we speak it, else the installation's."""
    default = os.environ.get("DEFAULT_LOCALE")
    hint = os.environ.get("LC_ALL") or os.environ.get("LANG")
    return match(hint, default if default in LOCALES else DEFAULT)
