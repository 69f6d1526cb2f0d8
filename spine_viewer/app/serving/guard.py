"""Who may talk to the viewer: only pages that the viewer itself has served, and from elsewhere only a shared screen.

The server listens on 127.0.0.1 unless it is told otherwise, which keeps other machines out. It does not keep out other
web pages that are open in the same browser: they can send requests to 127.0.0.1 too (and reach it under another name by
DNS rebinding). So every request has to name the viewer's own host, and every websocket has to come from the viewer's
own page. Where the server listens on the network, other machines reach the view-only screen and nothing else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, ip_address

from aiohttp import web

from spine_viewer.app.serving.screens import is_screen_path

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Middleware = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]

LOOPBACK = "127.0.0.1"
HOST_NAMES = (LOOPBACK, "localhost")
EVERYWHERE = "0.0.0.0"

# Vue compiles its templates in the browser, hence 'unsafe-eval'; everything else comes from this server alone.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws://{host}; "
    "frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'none'"
)
SCREEN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' ws://{host}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
SAFETY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def allowed_hosts(port: int, listen: str = LOOPBACK) -> frozenset[str]:
    """The ``Host`` headers that name this server.

    Parameters
    ----------
    port : int
        Port that the server listens on.
    listen : str
        Address that it listens on.
    """
    names = HOST_NAMES if listen == EVERYWHERE else (*HOST_NAMES, listen)
    return frozenset(f"{name}:{port}" for name in names)


def refusal(
    method_is_websocket: bool, host: str | None, origin: str | None, port: int, listen: str = LOOPBACK
) -> str | None:
    """Why a request from this machine is refused, or None where it may pass.

    Parameters
    ----------
    method_is_websocket : bool
        Whether the request asks for a websocket; browsers always name an origin there, so a missing one is refused.
    host, origin : str or None
        The request's ``Host`` and ``Origin`` headers.
    port : int
        Port that the server listens on.
    listen : str
        Address that it listens on.
    """
    if host not in allowed_hosts(port, listen):
        return "this server answers only to its own address"
    return _foreign_page(method_is_websocket, host, origin)


def screen_refusal(method_is_websocket: bool, host: str | None, origin: str | None, port: int) -> str | None:
    """Why a request for a shared screen is refused, or None where it may pass.

    A tablet calls the server by its number; a name would open the way for DNS rebinding. Parameters as for
    :func:`refusal`.
    """
    name, _, named_port = (host or "").rpartition(":")
    if named_port != str(port) or not (name in HOST_NAMES or _is_number(name)):
        return "this server answers only to its own address"
    return _foreign_page(method_is_websocket, host, origin)


def same_machine(peer: str | None, own: str | None) -> bool:
    """Whether a connection between two addresses, the caller's and ours, stays on this machine."""
    try:
        caller = ip_address(peer or "")
    except ValueError:
        return False
    return caller.is_loopback or peer == own


def guard(port: Callable[[], int], listen: str = LOOPBACK) -> Middleware:
    """An aiohttp middleware that refuses foreign machines, hosts and origins (403) and adds protective headers.

    Parameters
    ----------
    port : callable
        Gives the port that the server listens on; asked at each request, since it is known only after the start.
    listen : str
        Address that the server listens on.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        websocket = request.headers.get("Upgrade", "").lower() == "websocket"
        host, origin = request.headers.get("Host"), request.headers.get("Origin")
        screen = is_screen_path(request.path)
        if screen:
            reason = screen_refusal(websocket, host, origin, port())
        elif not same_machine(*_ends(request)):
            reason = "from another machine only a shared screen can be opened"
        else:
            reason = refusal(websocket, host, origin, port(), listen)
        if reason is not None:
            return web.Response(status=403, text=reason + "\n")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(safety_headers(host or "", screen))
        return response

    return check


def safety_headers(host: str, screen: bool) -> dict[str, str]:
    """Protective headers of an answer to a request that named ``host``, of a shared screen or of the viewer."""
    policy = (SCREEN_POLICY if screen else CONTENT_POLICY).format(host=host)
    own = {} if screen else {"Cross-Origin-Opener-Policy": "same-origin"}  # browsers take it over https or here only
    return {"Content-Security-Policy": policy, **SAFETY_HEADERS, **own}


def _foreign_page(method_is_websocket: bool, host: str | None, origin: str | None) -> str | None:
    if origin is None:
        return "a websocket must say which page opens it" if method_is_websocket else None
    return None if origin == f"http://{host}" else "only the viewer's own page may connect"


def _is_number(name: str) -> bool:
    try:
        IPv4Address(name)
    except ValueError:
        return False
    return True


def _ends(request: web.Request) -> tuple[str | None, str | None]:
    """Addresses of the caller and of our end of the connection."""
    if request.transport is None:
        return None, None
    peer, own = (request.transport.get_extra_info(name) for name in ("peername", "sockname"))
    return (peer[0] if peer else None), (own[0] if own else None)
