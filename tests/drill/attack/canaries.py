"""Words that nobody would ever say: each is planted once, and looked for everywhere."""

import random
import re
import string
from dataclasses import dataclass, field

LETTERS = 12


@dataclass
class Canaries:
    """`names` may stand, readable, in the columns of names; `secrets` nowhere. Each maps to its place."""

    chance: random.Random
    names: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def name(self, place: str) -> str:
        return self._mint(self.names, place)

    def secret(self, place: str) -> str:
        return self._mint(self.secrets, place)

    def digits(self, place: str) -> str:
        """For a number that nobody would have: of a phone, of a place on earth."""
        made = "".join(self.chance.choices(string.digits[1:], k=LETTERS))
        self.secrets[made] = place
        return made

    def found_in(self, where: str, text: str | bytes, *, names_too: bool = True) -> list[str]:
        """Say which canaries sing in a text, and where they were planted."""
        said = text if isinstance(text, str) else text.decode("latin-1")
        wanted = self.secrets | (self.names if names_too else {})
        seen = set(re.findall(r"[A-Z][a-z]{11}|[1-9]{12}", said)) & set(wanted)
        return [f"{wanted[one]} → {where}" for one in sorted(seen)]

    def _mint(self, kept: dict[str, str], place: str) -> str:
        letters = self.chance.choices(string.ascii_lowercase, k=LETTERS - 1)
        made = self.chance.choice("QXZ") + "".join(letters)
        kept[made] = place
        return made
