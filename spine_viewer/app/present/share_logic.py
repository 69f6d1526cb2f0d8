"""Sharing the screen: the link, its QR code, how many watch."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.present.now_logic import NowLogic, NowState
from spine_viewer.app.present.qr import qr_path
from spine_viewer.app.serving.sharing import Sharing
from spine_viewer.app.text import words


@dataclass
class ShareState:
    """Whether the dialogue is open, whether the screen is shared, and where to find it."""

    open: bool = False
    on: bool = False
    link: str = ""
    qr: str = ""
    qr_side: int = 1
    in_network: bool = False
    watching: int = 0
    watching_text: str = ""


class ShareLogic:
    """Switches sharing on and off, and passes on what is told.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    sharing : Sharing
    now : NowLogic
    """

    def __init__(self, server: Server, store: Store, sharing: Sharing, now: NowLogic) -> None:
        self.typed = TypedState(server.state, ShareState)
        self._server = server
        self._store = store
        self._sharing = sharing
        self.typed.data.in_network = sharing.in_network
        sharing.mirrors.changed = self._count
        store.subscribe(self._follow)
        now.told.append(self._tell)
        now.refresh()

    def toggle(self, open_: bool | None = None) -> None:
        """Open or close the dialogue."""
        self.typed.data.open = not self.typed.data.open if open_ is None else open_

    def start(self) -> None:
        """Make a link and let it be watched."""
        link = self._sharing.start()
        data = self.typed.data
        data.link, data.on = link, True
        data.qr, data.qr_side = qr_path(link)
        self._count()

    def stop(self) -> None:
        """The link dies, and whoever watches is told so."""
        self._sharing.stop()
        data = self.typed.data
        data.on, data.link, data.qr = False, "", ""

    def describe(self, view: str, xray: str) -> None:
        """Pass the pictures on in words."""
        self._sharing.mirrors.show("described", {"view": view, "fluoroscopy": xray})

    def _tell(self, now: NowState) -> None:
        page = self._sharing.mirrors.language = self._store.now.language
        self._sharing.mirrors.show("words", {**asdict(now), "page": page, "fixed": words("mirror", page)})

    def _follow(self, before: Choices, after: Choices) -> None:
        if before.language != after.language:
            self._count()

    def _count(self) -> None:
        count = self._sharing.mirrors.watching
        with self._server.state:
            self.typed.data.watching = count
            self.typed.data.watching_text = words("share", self._store.now.language)["watching"].format(count=count)
