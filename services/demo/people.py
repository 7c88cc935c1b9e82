"""The demo school: every name is a solar term, every person invented."""

from dataclasses import dataclass

from models.codes import Away, Care, Kin, Role

ZONE = "Asia/Shanghai"
COUNTY, SCHOOL, CLASSES = "禾映县", "稻香坪学校", ("三(1)", "七(1)")


@dataclass(frozen=True)
class Adult:
    """`language` is what their Telegram speaks; `unit` the name of the unit of their role."""

    name: str
    language: str = "zh-hans"
    timezone: str = "Asia/Shanghai"
    roles: tuple[tuple[Role, str], ...] = ()


@dataclass(frozen=True)
class Pupil:
    """`birthday` is month and day; None: they turn one year older next month."""

    name: str
    class_name: str
    age: int
    birthday: tuple[int, int] | None
    care: Care
    away: Away
    boards: bool = False
    family: tuple[tuple[str, Kin], ...] = ()


ADULTS = (
    Adult("顾明河", roles=((Role.ADMINISTRATOR, SCHOOL),)),
    Adult("许一诺", roles=((Role.CLASS_TEACHER, "三(1)"),)),
    Adult("沈知夏", roles=((Role.SAFEGUARDING, SCHOOL), (Role.CLASS_TEACHER, "七(1)"))),
    Adult("周阿桂"),
    Adult("石奶奶"),
    Adult("罗大川", language="en", timezone="Asia/Tashkent"),
    Adult("吴大山"),
    Adult("韩青", roles=((Role.COUNTY_OFFICER, COUNTY),)),
)

PUPILS = (
    Pupil(
        "田小满", "三(1)", 8, (5, 21), Care.GRANDPARENTS, Away.BOTH,
        family=(("周阿桂", Kin.MOTHER), ("石奶奶", Kin.CARER)),
    ),
    Pupil("林谷雨", "三(1)", 9, (4, 20), Care.SINGLE_PARENT, Away.FATHER),
    Pupil("苏白露", "三(1)", 9, (9, 7), Care.SINGLE_PARENT, Away.MOTHER),
    Pupil("秦小雪", "三(1)", 8, (11, 22), Care.KIN, Away.BOTH, family=(("吴大山", Kin.CARER),)),
    Pupil(
        "田芒种", "七(1)", 12, (6, 6), Care.GRANDPARENTS, Away.BOTH, boards=True,
        family=(("周阿桂", Kin.MOTHER), ("石奶奶", Kin.CARER)),
    ),
    Pupil("何立夏", "七(1)", 13, None, Care.SELF, Away.BOTH),
    Pupil("罗秋分", "七(1)", 13, (9, 23), Care.SINGLE_PARENT, Away.FATHER, family=(("罗大川", Kin.FATHER),)),
    Pupil("杨惊蛰", "七(1)", 12, (3, 5), Care.SINGLE_PARENT, Away.NEITHER),
)  # fmt: skip
