"""Files as the page opens them."""

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sandbox.control.requests import world_of

_SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain")


async def show_file(request: Request) -> Response:
    """Answer a file: pictures, sound and PDF to be shown, all else to be saved."""
    world = world_of(request)
    stored = world.state.files.get(request.path_params["file_id"])
    content = world.files.read(stored) if stored else None
    if stored is None or content is None:
        raise HTTPException(404, "no such file")
    base = stored.mime.split(";")[0].strip().lower()
    is_shown = base in _SHOWN or base.removeprefix("audio/").isalnum()
    place = "inline" if is_shown else "attachment"
    headers = {
        "content-disposition": f"{place}; filename*=UTF-8''{quote(stored.name, safe='')}",
        "cache-control": "private, max-age=86400",
        "x-content-type-options": "nosniff",
    }
    # anything a browser might run is handed over as plain bytes
    return Response(content, media_type=base if is_shown else "application/octet-stream", headers=headers)
