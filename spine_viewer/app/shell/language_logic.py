"""The language of the whole screen."""

from __future__ import annotations

from dataclasses import dataclass

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.text import SAY, interface


@dataclass
class LanguageState:
    """The language that is spoken."""

    language: str = "en"


class LanguageLogic:
    """Gives the page all words of the chosen language at once; every word on it follows.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, LanguageState)
        self._server = server
        self._store = store
        store.subscribe(self._follow)
        self._speak(store.now.language)

    def choose(self, language: str) -> None:
        """Speak another language of ``anatomy.languages.LANGUAGES``."""
        self._store.update(language=language)

    def _follow(self, before: Choices, after: Choices) -> None:
        if before.language != after.language:
            self._speak(after.language)

    def _speak(self, language: str) -> None:
        say = interface(language)
        self._server.state[SAY] = say
        self._server.state.trame__title = say["page"]["title"]
        self.typed.data.language = language
