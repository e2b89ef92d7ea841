"""The chat page: static files, no build step, nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent
CONTENT_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_routes() -> list[web.RouteDef]:
    """`/` is the page; its style, scripts and pictures lie under `/page/`."""
    return [web.get("/", _index), web.get("/page/{name}", _file)]


async def _index(_request: web.Request) -> web.Response:
    return _respond(FOLDER / "index.html")


async def _file(request: web.Request) -> web.Response:
    wanted = request.match_info["name"]
    for path in FOLDER.iterdir():
        if path.name == wanted and path.suffix in CONTENT_TYPES:
            return _respond(path)
    raise web.HTTPNotFound


def _respond(path: Path) -> web.Response:
    return web.Response(
        body=path.read_bytes(),
        content_type=CONTENT_TYPES[path.suffix],
        charset="utf-8",
        headers=HEADERS,
    )
