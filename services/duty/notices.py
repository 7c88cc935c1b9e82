"""What a roster tells people unasked, loaded when it is sent."""

from models.codes import Notice
from services.duty import gaps, leaves, seconds, swaps
from services.notifications.facts import Loader

NOTICES: dict[Notice, Loader] = {
    Notice.DUTY_ASKED: swaps.load_asked,
    Notice.DUTY_ANSWERED: swaps.load_answered,
    Notice.DUTY_AWAY: leaves.load_away,
    Notice.DUTY_GAPS: gaps.load_gaps,
    Notice.SECOND_ASKED: seconds.load_asked,
    Notice.SECOND_ANSWERED: seconds.load_answered,
}
