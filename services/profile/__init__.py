"""What a jurisdiction decides: situations, numbers, deadlines and their words, read from `profiles/`."""

from services.profile.choices import Choice, InvolvedGroup, Mood, Situation, Tag
from services.profile.danger import speaks_of_danger
from services.profile.lesson import Lesson, Question
from services.profile.load import ProfileError, load
from services.profile.purposes import Answering, Purpose
from services.profile.retention import Kind, Period
from services.profile.schema import DutyCheck, Ladder, LadderStep, MonthlyReminder, Profile, QuietHours

__all__ = [
    "Answering",
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
    "load",
    "speaks_of_danger",
]
