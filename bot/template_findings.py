"""What `doctor` finds of an office's own template: it is filled with a case of nobody, and kept nowhere."""

from datetime import UTC, datetime

from bot.findings import Finding
from bot.settings import Settings
from bot.words import say
from documents.case_papers.example import example
from documents.case_papers.report import report
from documents.papers.office import OfficeTemplateError, fill_in
from services import profile as profiles
from services.wallclock import find_zone, local


def template_findings(settings: Settings) -> list[Finding]:
    """One line; where no template is set, or the profile can't be read (which is said already), none."""
    path = settings.report_template
    if path is None:
        return []
    try:
        profile = profiles.load(settings.profile)
        at = local(datetime.now(UTC), find_zone(settings.timezone))
        facts = example(at=at, zone=settings.timezone, situation=profile.situations[0].code)
        fill_in(path.read_bytes(), report(facts, profile, settings.default_locale), facts, at=at)
    except profiles.ProfileError:
        return []
    except OSError:
        return [Finding(good=False, sentence=say("doctor_template_missing", path=path))]
    except OfficeTemplateError as error:
        return [Finding(good=False, sentence=say(f"doctor_{error.code}", path=path, name=error.name))]
    return [Finding(good=True, sentence=say("doctor_template", path=path))]
