"""docs/privacy.md says who sees what, for every standing towards a child or a school, as the policy does."""

from pathlib import Path

import pytest

from services.access.rules import POLICY, Action, Standing
from tests.access.test_matrix import ASKED_OF_A_CHILD, ASKED_OF_A_SCHOOL

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
MARKS = "¹²³⁴ "

COLUMNS = {
    "class teacher": Standing.CLASS_TEACHER, "teacher of the class": Standing.TEACHER,
    "subject teacher": Standing.SUBJECT_TEACHER, "administrator": Standing.ADMINISTRATOR,
    "safeguarding": Standing.SAFEGUARDING, "other staff of the school": Standing.COLLEAGUE,
    "volunteer": Standing.VOLUNTEER, "village director": Standing.VILLAGE_DIRECTOR,
    "township supervisor": Standing.TOWNSHIP_SUPERVISOR, "county officer": Standing.COUNTY_OFFICER,
    "parent": Standing.PARENT, "legal guardian": Standing.GUARDIAN, "carer": Standing.CARER,
    "of a family in dispute": Standing.IN_DISPUTE,
}  # fmt: skip
ROWS = {
    "see the child's card": [Action.SEE_CHILD],
    "register, one or by a sheet, correct, invite the family": [
        Action.REGISTER_CHILD, Action.IMPORT_SHEET, Action.CORRECT_CHILD, Action.INVITE_FAMILY,
    ],
    "say that it has left, move it to another class": [Action.LET_GO, Action.MOVE_CLASS],
    "write check-ins": [Action.WRITE_NOTE],
    "read check-ins": [Action.READ_NOTES],
    "tell that a call happened": [Action.TELL_CONTACT],
    "tell that a letter was sent": [Action.TELL_LETTER],
    "see when reminders come": [Action.SEE_RHYTHM],
    "change when they come, and the child's hours": [Action.SET_RHYTHM],
    "say who stands beside the child, keep somebody away, freeze a dispute": [
        Action.KEEP_RELATIONS, Action.BAR_RELATION, Action.FREEZE_CHILD,
    ],
    "see the contact card, where one is": [Action.SEE_CARD],
    "see where home is": [Action.SEE_ADDRESS],
    "write numbers and addresses down": [Action.KEEP_CARD],
    "find a child by a telephone number": [Action.FIND_BY_PHONE],
    "see who looked at the file": [Action.SEE_READERS],
    "report harm": [Action.RAISE_CASE],
    "report harm from home": [Action.REPORT_FROM_HOME],
    "keep the school's calendar, classes, posts, duty and drills": [
        Action.SEE_SCHOOL, Action.KEEP_CALENDAR, Action.ADD_CLASS, Action.INVITE_STAFF, Action.END_POST,
        Action.KEEP_ROSTER, Action.KEEP_PRACTICE,
    ],
}  # fmt: skip


def table() -> dict[str, dict[str, str]]:
    """Each row of the page's table by its first cell, each cell by its column; footnote marks are cut off."""
    section = PAGE.read_text(encoding="utf-8").partition("## Who sees what")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = [[cell.strip().rstrip(MARKS).strip() for cell in line.strip("|").split("|")] for line in lines]
    head, _, *rows = cells
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def test_the_page_has_every_standing_and_every_action() -> None:
    rows = table()
    assert list(rows) == list(ROWS)
    assert all(list(row) == list(COLUMNS) for row in rows.values())
    assert {action for actions in ROWS.values() for action in actions} == {
        *ASKED_OF_A_CHILD, *ASKED_OF_A_SCHOOL,
    }  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_the_page_says_what_the_policy_says(row: str) -> None:
    for action in ROWS[row]:
        for column, standing in COLUMNS.items():
            wanted = "yes" if standing in POLICY[action] else "–"
            assert table()[row][column] == wanted, (action, column)
