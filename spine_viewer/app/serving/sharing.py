"""The link to the shared screen: switched on and off, with the address under which a tablet finds it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address

from spine_viewer.app.serving.guard import EVERYWHERE, LOOPBACK
from spine_viewer.app.serving.mirrors import Mirrors
from spine_viewer.app.serving.screens import SCREEN_PATH

ELSEWHERE = ("192.0.2.1", 9)  # an address kept for documentation: nothing is sent, the machine only looks up its way


class Sharing:
    """Switches the shared screen on and off.

    Parameters
    ----------
    mirrors : Mirrors
    host : str
        Address that the server listens on.
    port : callable
        Gives its port, known only after the start.
    """

    def __init__(self, mirrors: Mirrors, host: str, port: Callable[[], int]) -> None:
        self.mirrors = mirrors
        self._host = host
        self._port = port

    @property
    def in_network(self) -> bool:
        """Whether other machines can reach the server."""
        return not IPv4Address(self._host).is_loopback

    def start(self) -> str:
        """Share; gives the link, a new one each time."""
        host = own_address() if self._host == EVERYWHERE else self._host
        return f"http://{host}:{self._port()}{SCREEN_PATH}{self.mirrors.open()}"

    def stop(self) -> None:
        """The link dies."""
        self.mirrors.close()


def own_address() -> str:
    """This machine's address on the network that it is connected to; 127.0.0.1 where it is on none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return LOOPBACK
        return str(probe.getsockname()[0])
