"""Notes that are pinned to structures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.text import text
from spine_viewer.errors import InputError
from spine_viewer.scene.model import Array
from spine_viewer.scene.notes import LONGEST, MOST, Note


@dataclass
class NotesState:
    """What is being written, and every note: ``{"at", "structure", "name", "text"}``."""

    writing: bool = False
    draft: str = ""
    problem: str = ""
    notes: list[dict] = field(default_factory=list)


class NotesLogic:
    """Pins notes and takes them off.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    name : callable
        Name of a structure in the words of an audience and a language.
    """

    def __init__(self, server: Server, store: Store, name: Callable[[str, str, str], str]) -> None:
        self.typed = TypedState(server.state, NotesState)
        self._store = store
        self._name = name
        self._hit: tuple[str, Array] | None = None
        store.subscribe(self._follow)

    def touched(self, hit: tuple[str, Array] | None) -> None:
        """A surface was clicked: a note on it is pinned there."""
        self._hit = hit

    def write(self, writing: bool = True) -> None:
        """Open the field for a note on what is picked out, or close it."""
        data = self.typed.data
        data.writing, data.draft, data.problem = writing, "", ""

    def pin(self) -> None:
        """Pin what was written to what is picked out."""
        now, data = self._store.now, self.typed.data
        if now.selection is None:
            return
        if len(now.notes) >= MOST:
            data.problem = text("notes.too_many", now.language, most=str(MOST))
            return
        point = None
        if self._hit is not None and self._hit[0] == now.selection:
            x, y, z = (float(v) for v in np.asarray(self._hit[1]))
            point = (x, y, z)
        try:
            note = Note(now.selection, data.draft.strip(), point)
        except InputError:
            data.problem = text("notes.length", now.language, most=str(LONGEST))
            return
        self._store.update(notes=(*now.notes, note))
        self.write(False)

    def remove(self, at: int) -> None:
        """Take a note off."""
        notes = self._store.now.notes
        self._store.update(notes=(*notes[:at], *notes[at + 1 :]))

    def refresh(self) -> None:
        """Write the notes in the names that are known now."""
        now = self._store.now
        self.typed.data.notes = [
            {
                "at": n,
                "structure": note.structure_id,
                "name": self._name(note.structure_id, now.audience, now.language),
                "text": note.text,
            }
            for n, note in enumerate(now.notes)
        ]

    def _follow(self, before: Choices, after: Choices) -> None:
        if before.selection != after.selection:
            self.write(False)
        if any(getattr(before, name) != getattr(after, name) for name in ("notes", "audience", "language")):
            self.refresh()
