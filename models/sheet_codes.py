"""The closed list of what a school's own sheet may hold."""

from enum import StrEnum


class SheetField(StrEnum):
    """What a column of a school's own sheet says of a child."""

    NAME = "name"
    SEX = "sex"  # read to see that it agrees with the number of the papers; not kept
    BORN = "born"
    PAPERS = "papers"  # the number of the identity papers: read for the birth date; not kept
    GRADE = "grade"
    CLASS = "class"
    VILLAGE = "village"
    CARE = "care"
    AWAY = "away"
    FATHER_AWAY = "father_away"
    MOTHER_AWAY = "mother_away"
    BOARDS = "boards"
    FATHER_PHONE = "father_phone"
    MOTHER_PHONE = "mother_phone"
    CARER_PHONE = "carer_phone"
    CARER_BORN = "carer_born"
    CARER_PAPERS = "carer_papers"
    PASSED_OVER = "passed_over"  # nothing that is needed here
