"""What a person can mend.

    CareError(code, **params)   shown as the sentence `code` ("children.born_tomorrow") of a catalogue

A refusal that must be remembered is not an error but a value (`services.access.service.Denied`).
"""


class CareError(Exception):
    """Something typed or pressed can't be; the transaction rolls back and the person is told why.

    `code` names a sentence of the subject's catalogue; `params` fill it and hold no one's name.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
