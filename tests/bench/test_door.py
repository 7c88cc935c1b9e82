"""The subject `door` runs: with few children, and nothing asserted of a time."""

from pathlib import Path

from tests.bench.door import door


async def test_it_measures_a_teacher_and_a_parent(tmp_path: Path) -> None:
    figures = [one async for one in door(tmp_path, children=50, presses=2)]
    assert {one.name for one in figures} >= {"door.teacher_p95", "door.parent_p95_without", "door.p95_added"}
    assert all(one.unit == "ms" for one in figures)
