"""A measured figure, and how it is printed."""

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str


def show(figure: Figure) -> None:
    """Print one JSON object on a line of its own; nothing else goes to standard output."""
    rounded = Figure(figure.name, float(f"{figure.value:.4g}"), figure.unit)
    sys.stdout.write(f"{json.dumps(asdict(rounded))}\n")
    sys.stdout.flush()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that is at least as large as `share` (0–1) of all of them."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
