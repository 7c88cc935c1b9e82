"""The papers of an operator: each says its facts in one language, as headings, sentences and tables."""

from documents.papers.breach import breach
from documents.papers.impact import impact
from documents.papers.paper import Paper
from documents.papers.processing import processing
from documents.papers.yearly import yearly
from services.papers.types import Breach, Facts, Impact, Processing


def write(facts: Facts, locale: str) -> Paper:
    """Put the facts into words; what only a person can know is left as a blank in brackets."""
    if isinstance(facts, Impact):
        return impact(facts, locale)
    if isinstance(facts, Processing):
        return processing(facts, locale)
    if isinstance(facts, Breach):
        return breach(facts, locale)
    return yearly(facts, locale)


__all__ = ["Paper", "write"]
