"""A view as a link or a file, and back from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.stage import Stage
from spine_viewer.app.state.check import check_structures
from spine_viewer.app.state.document import as_text, from_text
from spine_viewer.app.state.link import fragment, from_link
from spine_viewer.app.text import reason, text
from spine_viewer.errors import InputError


@dataclass
class ViewKeepingState:
    """What the dialogue shows; ``link`` is the fragment of the view as it was when the dialogue was opened.

    ``spoken``: the language of the ``problem``.
    """

    open: bool = False
    link: str = ""
    copied: bool = False
    pasted: str = ""
    problem: str = ""
    spoken: str = "en"
    message: str = ""


class StateLogic:
    """Writes the view down and restores it.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    stage : callable
        Gives the :class:`Stage`, None until the spine is loaded; what is opened before waits for it.
    keep_camera : callable
        Brings the camera into the choices.
    """

    def __init__(
        self, server: Server, store: Store, stage: Callable[[], Stage | None], keep_camera: Callable[[], None]
    ) -> None:
        self.typed = TypedState(server.state, ViewKeepingState)
        self._store = store
        self._stage = stage
        self._keep_camera = keep_camera
        self._waiting: Choices | None = None

    def toggle(self, open_: bool | None = None) -> None:
        """Open or close the dialogue."""
        data = self.typed.data
        data.open = not data.open if open_ is None else open_
        data.problem, data.message, data.pasted, data.copied = "", "", "", False
        if data.open:
            self._keep_camera()
            data.link = fragment(self._store.now)

    def copied(self) -> None:
        """The link is on the clipboard."""
        self.typed.data.copied = True

    def save(self) -> dict[str, Any]:
        """The view as a file."""
        self._keep_camera()
        now = self._store.now
        name = f"spine-{now.region}-{now.view}.json"
        return {"name": name, "mime": "application/json", "content": as_text(now).encode("utf-8")}

    def open_file(self, content: str, name: str) -> None:
        """Restore a file's view."""
        self._open(lambda: from_text(content, name))

    def open_link(self, link: str) -> None:
        """Restore a link's view."""
        self._open(lambda: from_link(link))

    def ready(self) -> None:
        """The spine is there: show what was opened meanwhile."""
        if self._waiting is not None:
            kept, self._waiting = self._waiting, None
            self._open(lambda: kept)

    def _open(self, read: Callable[[], Choices]) -> None:
        """Restore a view, or say in one line why not."""
        data, stage = self.typed.data, self._stage()
        try:
            kept = read()
            if stage is None:
                self._waiting = kept
                return
            check_structures(kept, stage.spine)
            refusal = stage.refusal(kept)
            if refusal:
                raise InputError(f"the C-arm cannot stand there: {refusal}")
        except InputError as error:
            data.problem, data.spoken = reason(str(error), self._store.now.language)
            data.open = True
            data.link = data.link or fragment(self._store.now)
            return
        self._store.restore(kept)
        data.open, data.problem, data.pasted = False, "", ""
        data.message = text("state.opened", kept.language)
