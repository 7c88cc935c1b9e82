"""`python -m tests.mutation [NAME …]`: plant small faults, run the tests, print the score and what survived.

A run that was stopped goes on where it was; without a name everything that hasn't been tried yet, with names
(`services.access.rules*`) those again. What is mutated and which tests run stands in pyproject.toml.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "mutants" / "services"
AIM = 85  # per cent
UNTRIED, SURVIVED, UNTESTED = None, 0, (5, 33)  # mutmut's exit codes; anything else was noticed


@dataclass(frozen=True)
class Mutant:
    """`subject` is a folder of services; `name` is mutmut's, for `mutmut show NAME`."""

    subject: str
    name: str
    code: int | None

    @property
    def is_noticed(self) -> bool:
        return self.code not in (UNTRIED, SURVIVED, *UNTESTED)


def read() -> list[Mutant]:
    """What mutmut has kept of each mutant so far."""
    kept = [(path, json.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.rglob("*.meta"))]
    return [
        Mutant(path.parent.name, name, code)
        for path, found in kept
        for name, code in found["exit_code_by_key"].items()
    ]


def lines(mutants: list[Mutant]) -> list[str]:
    """The survivors, one a line, then the score of each subject and of all."""
    tried = [one for one in mutants if one.code is not UNTRIED]
    noticed, total = (Counter(one.subject for one in some) for some in (_noticed(tried), tried))
    told = [f"survived  {one.name}" for one in tried if not one.is_noticed]
    told += [f"{name}: {noticed[name]} of {count} noticed" for name, count in sorted(total.items())]
    told.append(f"score: {score(mutants):.1f} % (aim: {AIM} %); not tried: {len(mutants) - len(tried)}")
    return told


def score(mutants: list[Mutant]) -> float:
    """Per cent of the tried ones that some test noticed; one that no test runs counts as survived."""
    tried = [one for one in mutants if one.code is not UNTRIED]
    return 100 * len(_noticed(tried)) / max(1, len(tried))


def _noticed(mutants: list[Mutant]) -> list[Mutant]:
    return [one for one in mutants if one.is_noticed]


def main(names: list[str]) -> int:
    mutmut = Path(sys.executable).with_name("mutmut")
    environment = {**os.environ, "PYTHONTZPATH": "", "PYTEST_ADDOPTS": "-p tests.mutation.order"}
    ran = subprocess.run([mutmut, "run", *names], cwd=ROOT, env=environment)
    mutants = read()
    sys.stdout.write("\n".join(lines(mutants)) + "\n")
    return ran.returncode or int(score(mutants) < AIM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
