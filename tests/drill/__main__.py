"""`python -m tests.drill [NAME …]`: try what may go wrong; print a table, keep JSON. Without a name: all."""

import argparse
import asyncio
import logging
import sys
import zoneinfo
from pathlib import Path

from tests.drill.forks import warmed
from tests.drill.register import DRILLS
from tests.drill.report import Shelf, table, write_into
from tests.drill.run import perform

OUT = Path("var/drill")


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(DRILLS))
    parser.add_argument("--short", action="store_true", help="the short forms, as in make test")
    parser.add_argument("--length", type=float, default=1.0, help="a part of the full length, such as 0.05")
    parser.add_argument("--fresh", action="store_true", help="forget what an earlier run has kept")
    parser.add_argument("--out", type=Path, default=OUT, help="where results are kept (var/drill)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put what is kept into this page's table")
    chosen = parser.parse_args(given)
    unknown = [name for name in chosen.names if name not in DRILLS]
    if unknown:
        parser.error(f"no drill is called {unknown[0]!r}; there are: {', '.join(DRILLS)}")
    if not 0 < chosen.length <= 1:
        parser.error("--length is more than 0 and at most 1")
    return chosen


def form(chosen: argparse.Namespace) -> str:
    if chosen.short:
        return ".short"
    return "" if chosen.length == 1 else f".x{chosen.length:g}"


async def main(given: list[str]) -> int:
    """Return 0 when every drill showed what it must."""
    chosen = arguments(given)
    zoneinfo.reset_tzpath(to=())  # the zones of the locked tzdata, as the bot itself reads them
    logging.basicConfig(level=logging.ERROR)
    shelf = Shelf(chosen.out, form(chosen))
    names = chosen.names or list(DRILLS)
    if chosen.write:
        write_into(chosen.write, [seen for name in names if (seen := shelf.find(name))])
        return 0
    lines = []
    async with warmed() as warm:
        for name in names:
            if chosen.fresh:
                shelf.forget(name)
            sys.stderr.write(f"{name} …\n")
            length = None if chosen.short else chosen.length
            lines.append(await perform(name, DRILLS[name], shelf, warm, length=length))
            sys.stderr.write(f"{lines[-1].line()}\n")
    sys.stdout.write(f"{table(lines)}\n")
    return 0 if all(one.is_good for one in lines) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
