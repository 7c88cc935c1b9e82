"""What `doctor` finds of the key file: where it lies, who can read it, and how many keys are in it."""

from pathlib import Path
from stat import S_IMODE

from bot.findings import Finding
from bot.settings import Settings
from bot.words import say
from models.keys import KeyFileError, read_lines


def key_findings(settings: Settings) -> list[Finding]:
    path = settings.key_file
    if not path.exists():
        return [*_place(settings), Finding(good=True, sentence=say("doctor_key_not_yet", path=path))]
    if S_IMODE(path.stat().st_mode) & 0o077:
        return [*_place(settings), Finding(good=False, sentence=say("doctor_key_open", path=path))]
    good = Finding(good=True, sentence=say("doctor_key", path=path))
    return [good, *_place(settings), *_rotation(path)]


def _place(settings: Settings) -> list[Finding]:
    """Key and data in one folder are stolen together; invented children may be."""
    if settings.is_sandbox:
        return []
    key = settings.key_file.resolve()
    file = settings.database_file
    folders = [folder.resolve() for folder in (file.parent if file else None, settings.backup_dir) if folder]
    return [
        Finding(good=False, sentence=say("doctor_key_inside", path=key, folder=folder))
        for folder in folders
        if key.is_relative_to(folder)
    ]


def _rotation(path: Path) -> list[Finding]:
    try:
        count = len(read_lines(path))
    except (KeyFileError, OSError):  # said by whoever opens the database
        return []
    under_way = say("doctor_key_several", path=path, count=count)
    aside = sorted(path.resolve().parent.glob(f"{path.resolve().name}.until-*"))
    return [
        *([Finding(good=True, sentence=under_way)] if count > 1 else []),
        *(Finding(good=False, sentence=say("doctor_key_aside", path=one)) for one in aside),
    ]
