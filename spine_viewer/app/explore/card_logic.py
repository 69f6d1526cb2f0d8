"""The card of what is picked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.showing import let_go
from spine_viewer.app.explore.sources import load_sources
from spine_viewer.app.explore.words import glossary
from spine_viewer.app.text import text, words


@dataclass
class CardState:
    """Texts of the card; ``picked`` is False for what the picture is about by itself, ``drawn`` what is picked out."""

    shown: bool = False
    picked: bool = False
    drawn: str = ""
    title: str = ""
    subtitle: str = ""
    text: str = ""
    names: str = ""
    source: str = ""
    status: str = ""
    status_text: str = ""


class CardLogic:
    """Writes the card whenever the selection or the audience changes.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    spine : callable
        Gives the spine, None until it is loaded.
    subject : callable
        What the picture is about while nothing is picked out, or None.
    """

    def __init__(
        self, server: Server, store: Store, spine: Callable[[], Any], subject: Callable[[Choices], str | None]
    ) -> None:
        self.typed = TypedState(server.state, CardState)
        self._store = store
        self._spine = spine
        self._subject = subject
        store.subscribe(self._follow)

    def close(self) -> None:
        """Let the selection go."""
        self._store.update(**let_go(self._store.now))

    def refresh(self) -> None:
        """Write the card of what is picked out now."""
        self._follow(self._store.now, self._store.now)

    def _follow(self, _before: Choices, after: Choices) -> None:
        spine = self._spine()
        about = None if spine is None else after.selection or after.asked_joint or self._subject(after)
        if about is None:
            self.typed.data.shown = False
            return
        card = glossary(after.language).card(card_id(spine, about), after.audience)
        self.typed.set_dataclass(
            CardState(
                shown=True,
                picked=after.selection is not None,
                drawn=after.selection or "",
                title=card.title,
                subtitle=card.subtitle,
                text=card.text,
                names=standard_names(card, after.language) if after.audience == "professional" else "",
                source=load_sources()[card.source].citation,
                status=card.status,
                status_text=text(f"statuses.{card.status}", after.language),
            )
        )


def card_id(spine: Any, structure_id: str) -> str:
    """Whose card is shown: of a joint's cartilage it is the joint's."""
    joint = structure_id.removeprefix("cartilage:")
    return joint if joint in spine.joints else structure_id


def standard_names(card: Any, language: str = "en") -> str:
    """Latin name and identifiers in one line, or why there is no identifier."""
    remarks = words("remarks", language)
    ids = ", ".join(f"{system} {number}" for system, number in card.ids.items())
    return " · ".join(part for part in (card.latin, ids or remarks.get(card.no_id, card.no_id)) if part)
