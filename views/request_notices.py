"""The faces of a request that was made, and of its answer."""

from collections.abc import Callable
from typing import Any

from models.codes import Asked
from services.notifications.facts import Facts
from services.privacy.notices import RequestAnswered, RequestMade
from views.card import Button, Card, Style
from views.privacy import OpenPrivacy
from views.reader import Reader
from views.requests import OpenRequest, reason_words


def made_card(facts: RequestMade, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """Names nobody: who asks, and for what, stands behind the door."""
    text = reader.t("requests.came_again" if facts.again else "requests.came", due=reader.day(facts.due_on))
    press = OpenRequest(request_id=facts.request_id).pack()
    return Card(text, ((Button(reader.plain("requests.open"), press, style=Style.PRIMARY),),))


def answered_card(facts: RequestAnswered, reader: Reader, _is_repeat: bool) -> Card:  # noqa: FBT001
    """The outcome, the reason, and where else to turn."""
    asked = reader.plain(f"privacy.asked_{facts.asked}")
    if not facts.is_granted:
        lines = [reader.t("requests.answer_no", asked=asked, reason=reason_words(facts.reason, reader))]
    elif facts.asked is Asked.DELETE and not facts.is_staff:
        lines = [reader.t("requests.answer_deleted")]
    else:
        lines = [reader.t("requests.answer_yes", asked=asked)]
    lines.append(reader.t("consents.meaning", text=facts.profile.answering.complaint[reader.locale]))
    back = Button(reader.plain("requests.to_privacy"), OpenPrivacy().pack())
    return Card("\n".join(lines), ((back,),), protected=True)


FACES: dict[type[Facts], Callable[[Any, Reader, bool], Card]] = {
    RequestMade: made_card,
    RequestAnswered: answered_card,
}
