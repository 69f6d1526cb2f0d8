"""What an exercise of Practice may decide while it is on the screen: what is shown, what a click and a key mean.

Each exercise has a logic, which is an :class:`Exercise`, and a panel; ``exercises.py`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from trame_server import Server

from spine_viewer.app.choices import Choices, Store

if TYPE_CHECKING:
    from spine_viewer.app.stage import Stage
    from spine_viewer.app.view.view_logic import Hit3D
    from spine_viewer.imaging import CArm
    from spine_viewer.imaging.overlay import Mark
    from spine_viewer.scene.model import Array, FluoroscopyRequest, Scene

# Which pictures stand beside the panel: both with the C-arm's controls, or one of them alone and large; "carm" is the
# X-ray with the C-arm's controls.
Pictures = Literal["both", "scene", "xray", "carm"]


@dataclass(frozen=True)
class Screen:
    """What an exercise can use of the viewer.

    Attributes
    ----------
    server : trame_server.Server
    store : Store
    stage : callable
        Gives the :class:`Stage`, None until the spine is loaded.
    redraw : callable
        Draw both pictures anew: the exercise shows something else.
    redraw_view : callable
        Draw the 3D view alone anew.
    shoot : callable
        Take one X-ray where the C-arm stands.
    darken : callable
        With True, show no X-ray before the next one is taken; with False, show again what there is.
    move : callable
        Move the C-arm (fields of the choices), unless something is in the way; whether it did.
    look_from : callable
        Bring the 3D view to a named view, whatever a hand has turned; no step of the history.
    report : callable
        The exercise says something else about itself: ``hides_names``, ``pictures`` or what is told now.
    ask : callable
        Opens a figure's source: :meth:`NumbersLogic.ask`.
    heavy : concurrent.futures.Executor
        One thread for long work.
    """

    server: Server
    store: Store
    stage: Callable[[], Stage | None]
    redraw: Callable[[], None]
    redraw_view: Callable[[], None]
    shoot: Callable[[], None]
    darken: Callable[[bool], None]
    move: Callable[..., bool]
    look_from: Callable[[str], None]
    report: Callable[[], None]
    ask: Callable[..., None]
    heavy: Executor


class Exercise:
    """Nothing of its own: an exercise overrides what it needs.

    Attributes
    ----------
    version : int
        Counts what it shows; a scene is composed anew only when this changes. :meth:`shows_another` counts it up.
    """

    version: int = 0

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    @property
    def hides_names(self) -> bool:
        """Whether names of structures would tell an answer now: no labels, no search, no description of pictures."""
        return False

    @property
    def pictures(self) -> Pictures:
        """Which pictures stand beside the panel."""
        return "both"

    @property
    def holds_aim(self) -> bool:
        """Whether the exercise says what the C-arm is aimed at: no named views, and no gauges but its own."""
        return False

    @property
    def holds_patient(self) -> bool:
        """Whether a task is under way that needs the spine on the stage."""
        return False

    @property
    def points(self) -> bool:
        """Whether a place of the X-ray can be pointed at now."""
        return False

    # What is shown -----------------------------------------------------------------------------------------------

    def posed(self, choices: Choices) -> Choices:
        """The choices as the pictures show them; doing it twice changes nothing more."""
        return choices

    def carm(self) -> CArm | None:
        """Where the exercise has the C-arm itself; None leaves that to the choices."""
        return None

    def refusal(self, choices: Choices) -> str | None:
        """Why the C-arm cannot stand where the choices have it, empty where it can; None leaves that to the room."""
        return None

    def marks(self, carm: CArm) -> tuple[Mark, ...] | None:
        """What is drawn on the X-ray of a C-arm in place of the landmarks of its view; None leaves those."""
        return None

    def dressed(self, scene: Scene) -> Scene:
        """The scene with what the exercise adds to it, such as a needle."""
        return scene

    def in_beam(self, request: FluoroscopyRequest) -> FluoroscopyRequest:
        """What the C-arm is asked to see with what the exercise adds to it."""
        return request

    @property
    def language(self) -> str:
        """What the exercise speaks now."""
        return self.screen.store.now.language

    def changed(self, look_from: str | None = None) -> None:
        """Another part of the exercise is on the screen, seen ``look_from`` a named view."""
        if look_from is not None:
            self.screen.look_from(look_from)
        self.screen.report()
        self.shows_another()

    def shows_another(self) -> None:
        """What is shown has changed: draw it."""
        self.version += 1
        self.screen.redraw()

    # What happens ------------------------------------------------------------------------------------------------

    def opened(self, stage: Stage) -> None:
        """The spine is there, or another one."""

    def entered(self) -> None:
        """The exercise comes to the screen."""

    def left(self) -> None:
        """The exercise goes from the screen."""

    def tapped(self, hit: Hit3D | None) -> bool:
        """A click on the 3D view, or beside everything; whether it was for the exercise."""
        return False

    def sighted(self, origin: Array, direction: Array) -> bool:
        """A click on the 3D view as a line of sight from ``origin`` (3,); whether it was for the exercise."""
        return False

    def pointed(self, x: float, y: float) -> bool:
        """A click on the X-ray, (0, 0) upper left to (1, 1) lower right; whether it was for the exercise."""
        return False

    def asked(self) -> bool:
        """One picture was asked for at the C-arm; whether the exercise takes it itself."""
        return False

    def named(self, structure_id: str) -> bool:
        """A click on a name in the 3D view; whether it was for the exercise."""
        return False

    def key(self, key: str) -> bool:
        """A key of the page; whether it was for the exercise."""
        return False

    def told(self, language: str) -> tuple[str, str, float]:
        """For the shared screen: what is asked, what is said about it, and how far along it is, 0 to 1."""
        return "", "", 0.0


Panel = Callable[[Any], object]  # makes the widgets of an exercise's logic
