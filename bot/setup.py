"""How this installation is set, as its papers may tell: where things lie, never their paths."""

from pathlib import Path

from bot.settings import Settings
from services.papers.ground import kept_of, uses_of
from services.papers.types import Law, Lies, Operator, Setup
from services.profile import Profile


def setup_of(settings: Settings, profile: Profile) -> Setup:
    return Setup(
        operator=Operator(settings.operator_name, settings.operator_contact),
        zone=settings.timezone,
        profile=profile.id,
        reviewed_on=profile.last_reviewed,
        is_reviewed=profile.verified,
        is_live=not settings.is_sandbox,
        database="sqlite" if settings.database_file else "postgresql",
        key=_lies(settings.key_file, settings),
        backup=_lies(settings.backup_dir, settings),
        is_audit_told=settings.audit_copy is not None,
        has_webhook=settings.public_url is not None,
        law=_law(profile),
        uses=uses_of(profile),
        kept=kept_of(profile),
    )


def _law(profile: Profile) -> Law:
    papers = profile.papers
    return Law(
        impact=dict(papers.impact),
        processing=dict(papers.processing),
        yearly=dict(papers.yearly),
        breach=dict(papers.breach),
        abroad=dict(papers.abroad),
        authority_hours=papers.authority_hours,
        yearly_due=papers.yearly_due,
    )


def _lies(path: Path | None, settings: Settings) -> Lies:
    """Whoever takes the data folder takes what lies in it; a server's data lies in no folder of ours."""
    if path is None:
        return Lies.NOWHERE
    if settings.database_file is None:
        return Lies.APART
    folder = settings.database_file.resolve().parent
    return Lies.BESIDE if path.resolve().is_relative_to(folder) else Lies.APART
