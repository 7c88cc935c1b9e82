"""What a jurisdiction decides: situations, numbers, deadlines and their words, read from `profiles/`."""

from services.profile.ages import age_on, gates_of
from services.profile.choices import Choice, InvolvedGroup, Mood, Tag
from services.profile.danger import speaks_of_danger, speaks_of_staff
from services.profile.ladder import Ladder, LadderStep
from services.profile.lesson import Lesson, Question
from services.profile.load import load
from services.profile.purposes import Answering, Purpose
from services.profile.retention import Kind, Period
from services.profile.schema import Profile
from services.profile.situations import Advice, Authority, Situation
from services.profile.sources import ProfileError
from services.profile.telling import Adult, Verdict, When, who_is_told
from services.profile.times import DutyCheck, MonthlyReminder, QuietHours

__all__ = [
    "Adult",
    "Advice",
    "Answering",
    "Authority",
    "Choice",
    "DutyCheck",
    "InvolvedGroup",
    "Kind",
    "Ladder",
    "LadderStep",
    "Lesson",
    "MonthlyReminder",
    "Mood",
    "Period",
    "Profile",
    "ProfileError",
    "Purpose",
    "Question",
    "QuietHours",
    "Situation",
    "Tag",
    "Verdict",
    "When",
    "age_on",
    "gates_of",
    "load",
    "speaks_of_danger",
    "speaks_of_staff",
    "who_is_told",
]
