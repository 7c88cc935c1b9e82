"""A link as a picture that another phone can read."""

from io import BytesIO

import segno

SCALE = 10  # pixels a module: large enough to be scanned from a printed sheet


def qr_png(text: str) -> bytes:
    """Return `text` as a QR code, PNG, with the quiet zone that scanners need."""
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=SCALE, border=4)
    return picture.getvalue()
