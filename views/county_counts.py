"""A county in numbers, for its officers: no ranking, and nobody's name."""

from services.casework.counting import Counts
from services.casework.rules import FEWEST, Few
from views.card import Card
from views.county import back_button
from views.reader import Reader

CASES = ("untaken", "taken", "closed", "late")


def counts_card(counts: Counts, reader: Reader) -> Card:
    lines = [
        reader.t("county.counts_title", county=counts.name, n=FEWEST),
        *(
            reader.t("county.count_children", school=school, count=_words(count, reader))
            for school, count in counts.children
        ),
        reader.t("county.count_silent", count=_words(counts.silent, reader)),
        *(reader.t(f"county.count_{one}", count=_words(getattr(counts, one), reader)) for one in CASES),
    ]
    return Card("\n".join(lines), ((back_button(counts.county_id, reader),),), protected=True)


def _words(count: Few, reader: Reader) -> str:
    return reader.plain("county.few", n=FEWEST) if count is None else str(count)
