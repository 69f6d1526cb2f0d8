"""The wire for pictures: each goes to the browser with its labels in one message, so that they cannot drift apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from trame_server import Server
from wslink import register
from wslink.websocket import LinkProtocol

TOPIC = "spine_viewer.picture"

Onlooker = Callable[[str, dict[str, Any]], None]


class PictureSource(Protocol):
    """What stands behind one picture on the page."""

    def resize(self, width: int, height: int, pixel_ratio: float) -> None:
        """The picture's place on the page changed, CSS pixels."""

    def gesture(self, kind: str, values: list[float]) -> None:
        """The user moved or touched the picture."""

    def arrived(self, number: int) -> None:
        """The browser shows picture ``number``."""


class PictureStream(LinkProtocol):
    """Sends pictures by name and hands gestures back to whoever draws them."""

    def __init__(self) -> None:
        super().__init__()
        self._sources: dict[str, PictureSource] = {}
        self._onlookers: list[Onlooker] = []

    def attach(self, name: str, source: PictureSource) -> Callable[[dict[str, Any]], None]:
        """Name a source; returns the function that sends its pictures."""
        self._sources[name] = source

        def send(message: dict[str, Any]) -> None:
            self.publish(TOPIC, {"name": name, **message})
            for onlooker in self._onlookers:
                onlooker(name, message)

        return send

    def watch(self, onlooker: Onlooker) -> None:
        """Call ``onlooker(name, message)`` with every picture message."""
        self._onlookers.append(onlooker)

    def join(self, server: Server) -> None:
        """Become part of a server that is not started yet."""
        server.add_protocol_to_configure(lambda root: root.registerLinkProtocol(self))

    @register("spine_viewer.resize")
    def on_resize(self, name: str, width: float, height: float, pixel_ratio: float) -> None:
        """From the browser: the picture's place on the page, CSS pixels."""
        self._sources[name].resize(max(16, round(width)), max(16, round(height)), min(max(pixel_ratio, 1.0), 3.0))

    @register("spine_viewer.gesture")
    def on_gesture(self, name: str, kind: str, values: list[float]) -> None:
        """From the browser: a drag, a pinch, a tap."""
        self._sources[name].gesture(kind, [float(v) for v in values])

    @register("spine_viewer.arrived")
    def on_arrived(self, name: str, number: int) -> None:
        """From the browser: a picture is on the screen."""
        self._sources[name].arrived(int(number))
