"""Product pictures under ``/images/``: files of the catalogue's folder, pictures only.

The catalogue names a picture by a path relative to its own folder (``images/p1.webp``) or by an
``https`` address. Starlette's StaticFiles refuses paths and links that leave the folder; on top of
that only picture suffixes are served, because the folder of a shop's feed may hold other files.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

SUFFIXES = frozenset({".webp", ".png", ".jpg", ".jpeg", ".gif", ".avif"})
DAY_S = 86_400


class Pictures(StaticFiles):
    """Serves ``root`` and ``root/images``; anything but a picture is not found."""

    def __init__(self, root: Path) -> None:
        super().__init__(directory=root, check_dir=False)
        self.all_directories = [root / "images", root]

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The picture at ``path``, to be kept for a day."""
        if PurePosixPath(path).suffix.lower() not in SUFFIXES:
            raise HTTPException(status_code=404, detail="No such picture")
        response = await super().get_response(path, scope)
        response.headers.setdefault("Cache-Control", f"public, max-age={DAY_S}")
        return response


def picture_url(image: str) -> str:
    """The address of a card's picture, or "" where it has none that a browser may load."""
    if not image:
        return ""
    try:
        parts = urlsplit(image)
    except ValueError:
        return ""
    if parts.scheme == "https" and parts.netloc:
        return image
    path = PurePosixPath(image.replace("\\", "/"))
    if parts.scheme or parts.netloc or path.is_absolute() or ".." in path.parts or not path.parts:
        return ""
    inner = PurePosixPath(*path.parts[1:]) if path.parts[0] == "images" else path
    return f"/images/{quote(str(inner))}"
