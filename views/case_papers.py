"""The papers of a case: the written report, the encrypted file, and who has its passphrase."""

from collections.abc import Iterable

from aiogram.filters.callback_data import CallbackData

from services.casework.paper_types import Export, Second
from services.casework.types import Road
from views.card import Button, Card
from views.presses import Id, OpenRoad
from views.reader import Reader

SHORT = 16  # characters of a fingerprint that two people compare


class WriteReport(CallbackData, prefix="rdwp"):
    """The written report to an authority."""

    case_id: Id


class ExportCase(CallbackData, prefix="rdex"):
    """The whole file. `sure`: asked once more, and answered yes."""

    case_id: Id
    sure: bool = False


def paper_rows(road: Road, reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """For whoever has taken the case; once it is over, for all whom it has come to."""
    if not (road.is_mine or road.is_over):
        return ()
    case_id = road.standing.case_id
    report = Button(reader.plain("casefile.report"), WriteReport(case_id=case_id).pack())
    export = Button(reader.plain("casefile.export"), ExportCase(case_id=case_id).pack())
    return ((report, export),)


def sure_export_card(road: Road, reader: Reader) -> Card:
    """What will happen, before it does: somebody else is told something."""
    case_id = road.standing.case_id
    yes = Button(reader.plain("casefile.yes"), ExportCase(case_id=case_id, sure=True).pack())
    return Card(reader.t("casefile.sure", number=road.standing.number), ((yes,), _back(case_id, reader)))


def report_card(case_id: int, number: str | None, notes: Iterable[str], reader: Reader) -> Card:
    """Under the files."""
    return _under(case_id, [reader.t("casefile.report_sent", number=number), *notes], reader)


def lost_report_card(case_id: int, reader: Reader) -> Card:
    return _under(case_id, [reader.t("casefile.report_lost")], reader)


def exported_card(export: Export, second: Second, print_: str, notes: Iterable[str], reader: Reader) -> Card:
    told = reader.t(
        "casefile.exported", number=export.paper.number, name=second.name, print=print_[:SHORT]
    )  # fmt: skip
    return _under(export.paper.case_id, [told, *notes], reader)


def not_delivered_card(case_id: int, reader: Reader) -> Card:
    return _under(case_id, [reader.t("casefile.not_delivered")], reader)


def not_made_card(case_id: int, reader: Reader) -> Card:
    return _under(case_id, [reader.t("casefile.not_made")], reader)


def lost_card(export: Export, second: Second, reader: Reader) -> Card:
    return _under(export.paper.case_id, [reader.t("casefile.lost", name=second.name)], reader)


def passphrase_card(export: Export, passphrase: str, print_: str, reader: Reader) -> Card:
    """To the other person: hidden until it is pressed, so that no lock screen shows it."""
    text = reader.t(
        "casefile.passphrase", exporter=export.exporter, number=export.paper.number, passphrase=passphrase,
        print=print_[:SHORT],
    )  # fmt: skip
    return Card(text, protected=True)


def _under(case_id: int, lines: list[str], reader: Reader) -> Card:
    return Card("\n".join(lines), (_back(case_id, reader),), protected=True)


def _back(case_id: int, reader: Reader) -> tuple[Button, ...]:
    return (Button(reader.plain("casework.back"), OpenRoad(case_id=case_id).pack()),)
