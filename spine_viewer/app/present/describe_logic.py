"""The two pictures in words: written anew whenever they rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.stage import Stage
from spine_viewer.app.text import text
from spine_viewer.imaging.views import TABLE, VIEW_LEVELS
from spine_viewer.imaging.views.marks import middle
from spine_viewer.scene.describe import describe_view, describe_xray
from spine_viewer.scene.model import Array, Camera, FluoroscopyRequest


@dataclass
class DescribeState:
    """Whether the words are shown to everybody, and the words."""

    open: bool = False
    view: str = ""
    xray: str = ""


class DescribeLogic:
    """Describes what is on the stage.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    stage : callable
        Gives the :class:`Stage`, None until the spine is loaded.
    silent : callable
        Whether a description would tell the answer to a question.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        stage: Callable[[], Stage | None],
        silent: Callable[[], bool] = lambda: False,
    ) -> None:
        self.typed = TypedState(server.state, DescribeState)
        self.told: list[Callable[[str, str], None]] = []  # called with both texts when one of them has changed
        self._server = server
        self._store = store
        self._stage = stage
        self._silent = silent
        self._centres: tuple[Stage, dict[str, Array]] | None = None
        self._camera: Camera | None = None
        self._shown: FluoroscopyRequest | None = None
        store.subscribe(self._follow)

    def toggle(self) -> None:
        """Show the words, or keep them for those who listen."""
        self.typed.data.open = not self.typed.data.open

    def view_rests(self, camera: Camera) -> None:
        """The 3D picture rests, seen from a camera."""
        self._camera = camera
        stage, now = self._stage(), self._store.now
        if self._silent():
            self._write(view=text("describe.silent", now.language))
        elif stage is not None:
            request = stage.request(now)
            self._write(view=describe_view(stage.scene(now), request, stage.spine, stage.moment(now), camera))

    def xray_rests(self, shown: FluoroscopyRequest) -> None:
        """The X-ray rests, and this is what it shows: now, or when it was taken if the last image is held."""
        self._shown = shown
        stage, now = self._stage(), self._store.now
        if self._silent():
            self._write(xray=text("describe.silent", now.language))
        elif stage is not None:
            scene = replace(stage.scene(now), fluoroscopy=shown)
            now = stage.posed(now)
            by_hand = now.oblique_deg is not None or now.tilt_deg is not None or shown.carm != stage.carm(now)
            view = "" if by_hand else TABLE[stage.carm_view(now)].titled(now.language)
            self._write(xray=describe_xray(scene, stage.request(now), stage.level(now), view, self._middles(stage)))

    def _follow(self, before: Choices, after: Choices) -> None:
        """Another language: the same pictures in its words."""
        if before.language == after.language:
            return
        if self._camera is not None:
            self.view_rests(self._camera)
        if self._shown is not None:
            self.xray_rests(self._shown)

    def _middles(self, stage: Stage) -> dict[str, Array]:
        """Middle of every level that an X-ray may show."""
        if self._centres is None or self._centres[0] is not stage:
            self._centres = (stage, {level: middle(stage.spine, level) for level in VIEW_LEVELS})
        return self._centres[1]

    def _write(self, **texts: str) -> None:
        data = self.typed.data
        if all(getattr(data, name) == said for name, said in texts.items()):
            return
        with self._server.state:
            for name, said in texts.items():
                setattr(data, name, said)
        for listener in self.told:
            listener(data.view, data.xray)
