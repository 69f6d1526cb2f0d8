"""Who may talk to the viewer: only pages that the viewer itself has served, on this machine.

The server listens on 127.0.0.1, which keeps other machines out. It does not keep out other web pages that are open in
the same browser: they can send requests to 127.0.0.1 too (and reach it under another name by DNS rebinding). So every
request has to name the viewer's own host, and every websocket has to come from the viewer's own page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Middleware = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]

LOOPBACK = "127.0.0.1"
HOST_NAMES = (LOOPBACK, "localhost")

# Vue compiles its templates in the browser, hence 'unsafe-eval'; everything else comes from this server alone.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
    "frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'none'"
)
SAFETY_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def allowed_hosts(port: int) -> frozenset[str]:
    """The ``Host`` headers that name this server.

    Parameters
    ----------
    port : int
        Port that the server listens on.
    """
    return frozenset(f"{name}:{port}" for name in HOST_NAMES)


def refusal(method_is_websocket: bool, host: str | None, origin: str | None, port: int) -> str | None:
    """Why a request is refused, or None where it may pass.

    Parameters
    ----------
    method_is_websocket : bool
        Whether the request asks for a websocket; browsers always name an origin there, so a missing one is refused.
    host, origin : str or None
        The request's ``Host`` and ``Origin`` headers.
    port : int
        Port that the server listens on.
    """
    if host not in allowed_hosts(port):
        return "this server answers only to its own address"
    if origin is None:
        return "a websocket must say which page opens it" if method_is_websocket else None
    return None if origin == f"http://{host}" else "only the viewer's own page may connect"


def guard(port: Callable[[], int]) -> Middleware:
    """An aiohttp middleware that refuses foreign hosts and origins (403) and adds protective headers.

    Parameters
    ----------
    port : callable
        Gives the port that the server listens on; asked at each request, since it is known only after the start.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        websocket = request.headers.get("Upgrade", "").lower() == "websocket"
        reason = refusal(websocket, request.headers.get("Host"), request.headers.get("Origin"), port())
        if reason is not None:
            return web.Response(status=403, text=reason + "\n")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(SAFETY_HEADERS)
        return response

    return check
