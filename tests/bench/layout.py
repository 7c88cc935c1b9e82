"""Who is where in a school of any size: computed from a number, so nothing is looked up."""

from dataclasses import dataclass

IN_A_CLASS, IN_A_SCHOOL = 25, 500  # children
FIRST_TELEGRAM_ID = 100_001  # the sandbox counts its people from here


@dataclass(frozen=True)
class Layout:
    """Numbers count from 0. An adult's rows have the id `telegram_id - FIRST_TELEGRAM_ID + 1`."""

    children: int

    @property
    def schools(self) -> int:
        return -(-self.children // IN_A_SCHOOL)

    @property
    def classes(self) -> int:
        return -(-self.children // IN_A_CLASS)

    def head(self, school: int) -> int:
        return FIRST_TELEGRAM_ID + school

    def teacher(self, klass: int) -> int:
        return FIRST_TELEGRAM_ID + self.schools + klass

    def mother(self, child: int) -> int:
        return FIRST_TELEGRAM_ID + self.schools + self.classes + child

    def school_id(self, school: int) -> int:
        return 2 + school

    def class_id(self, klass: int) -> int:
        return 2 + self.schools + klass
