"""What a PIN may stand before, and how it is opened once the PIN was right."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext

from handlers import (
    case_documents,
    case_hearers,
    case_papers,
    case_words,
    checkin_notes,
    county_faces,
    staff_faces,
    words,
)
from handlers.act import Act
from handlers.making import Found
from handlers.phone_faces import reset_face, way_back
from handlers.pin_asking import go_on
from models.database import Session
from views.case_documents import ShowDocument
from views.case_hearers import DecideHearer, OpenHearers
from views.case_papers import ExportCase, WriteReport
from views.case_words import ReadFile
from views.checkins import NoteHistory, OpenNote
from views.county import FoundSchool, InviteHead, InviteOfficer
from views.phones import InviteBack, ResetPin
from views.pins import no_more_card
from views.places import InviteDirector
from views.school import InviteRole, InviteTeacher
from views.words import FinishWords, OpenWords

Opener = Callable[[Session, Act, FSMContext, Any], Awaitable[Found]]

# Whatever else is guarded is one line here, and one `pins.keep_open` in its service.
OPENERS: tuple[tuple[type[CallbackData], Opener], ...] = (
    (OpenNote, checkin_notes.note_face),
    (NoteHistory, checkin_notes.history_face),
    (OpenWords, words.words_face),
    (FinishWords, words.finish_face),
    (ReadFile, case_words.file_face),
    (ShowDocument, case_documents.document_face),
    (WriteReport, case_papers.report_face),
    (ExportCase, case_papers.export_face),
    (OpenHearers, case_hearers.hearers_face),
    (DecideHearer, case_hearers.decide_face),
    (InviteBack, way_back),
    (ResetPin, reset_face),
    (InviteRole, staff_faces.role_face),
    (InviteTeacher, staff_faces.teacher_face),
    (InviteDirector, staff_faces.director_face),
    (FoundSchool, county_faces.township_face),
    (InviteHead, county_faces.head_face),
    (InviteOfficer, county_faces.officer_face),
)


async def open_wanted(session: Session, act: Act, state: FSMContext) -> Found:
    """Carry out the press before which the PIN was asked; the door is asked again on the way."""
    wanted = str((await go_on(state)).get("wanted", ""))
    for press, opener in OPENERS:
        if wanted.split(press.__separator__)[0] == press.__prefix__:
            return await opener(session, act, state, press.unpack(wanted))
    return no_more_card(act.reader)
