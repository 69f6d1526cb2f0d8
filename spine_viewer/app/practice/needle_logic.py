"""Needle practice as an exercise: what is shown of a task, and what clicks and keys mean to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import MOVES_THE_CARM, Choices
from spine_viewer.app.practice import needle_scene
from spine_viewer.app.practice.exercise import Pictures, Screen
from spine_viewer.app.practice.needle_keys import replay_keys, steering_keys
from spine_viewer.app.practice.needle_lines import aim_lines, both_ways
from spine_viewer.app.practice.needle_page import show_task
from spine_viewer.app.practice.needle_task import NeedleTask
from spine_viewer.app.text import text

if TYPE_CHECKING:
    from spine_viewer.imaging import CArm
    from spine_viewer.learning.practice.fluids import Spreads
    from spine_viewer.scene.model import Array, FluoroscopyRequest, Scene


class NeedleLogic(NeedleTask):
    """Everything between a step of the needle and what is seen of it.

    Parameters
    ----------
    screen : Screen
    """

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._reported: tuple[str, bool, bool] = ("both", False, False)
        names = self.typed.name
        changes: dict[Any, Callable[[Any], None]] = {
            names.procedure: self.choose_procedure,
            names.joint: lambda joint: self._choose(joint=joint),
            names.way: self.choose_way,
            names.at: self.replay,
        }
        self.typed.bind_changes(changes)
        screen.store.subscribe(self._follow)
        self._follow(screen.store.now, screen.store.now)

    # What happens ------------------------------------------------------------------------------------------------

    def entered(self) -> None:
        """The exercise comes to the screen; the last image of a task is gone."""
        self._pictured = None
        if self.playing:
            self.screen.darken(True)
        self._show()

    def left(self) -> None:
        """The X-ray is again what the rest of the viewer shows."""
        if self.playing:
            self.screen.darken(False)

    def tapped(self, hit: Any) -> bool:
        """A click beside the skin is for nobody."""
        return self.playing

    def sighted(self, origin: Array, direction: Array) -> bool:
        """A click on the 3D view: the needle goes in there."""
        if not self.playing or self.bench is None or self.bench.state.needle is not None:
            return False
        from spine_viewer.learning.practice.aiming import aim_along

        practice = self.bench.practice
        self._aim(lambda aim: aim_along(practice, origin, direction, keep=aim))
        return True

    def pointed(self, x: float, y: float) -> bool:
        """A click on the X-ray: the needle goes in end-on, over that place."""
        bench, arm = self.bench, self._pictured
        if not self.playing or bench is None or arm is None or bench.state.needle is not None:
            return False
        from spine_viewer.learning.practice.aiming import aim_on_picture

        rows, columns = arm.size
        place = self.screen.store.now.look.unplaced(np.array([[x * columns, y * rows]]), arm.size)[0]
        self._aim(lambda _: aim_on_picture(bench.practice, arm, place))
        return True

    def asked(self) -> bool:
        """One picture was asked for at the C-arm."""
        if not self.playing:
            return False
        self.expose()
        return True

    def key(self, key: str) -> bool:
        """Keys of the needle, or of the replay."""
        if self.bench is None:
            return False
        does = steering_keys(self) if self.playing else replay_keys(self)
        if key not in does:
            return False
        does[key]()
        return True

    # What is shown -----------------------------------------------------------------------------------------------

    @property
    def pictures(self) -> Pictures:
        """The X-ray alone in an exam, until the debrief."""
        return "carm" if self.playing and self.screen.store.now.exam else "both"

    @property
    def points(self) -> bool:
        """Whether a place of the X-ray can be pointed at."""
        return self.playing and self._pictured is not None and not self._has_needle()

    @property
    def holds_patient(self) -> bool:
        """While a task is prepared or under way."""
        return self.playing or bool(self.typed.data.phase == "planning")

    @property
    def hides_names(self) -> bool:
        """In an exam nothing is named."""
        return self.playing and self.screen.store.now.exam

    def carm(self) -> CArm | None:
        """While looking back: where it stood."""
        if self.result is None or self._by_hand or self.bench is None:
            return None
        return self._state(self.bench).arm

    def posed(self, choices: Choices) -> Choices:
        """As a task has them."""
        return choices if self.bench is None else needle_scene.posed(self.bench, choices, self.playing)

    def shows_another(self) -> None:
        """The 3D view is drawn; an X-ray is taken only where somebody asks for it."""
        self.version += 1
        self.screen.redraw_view()

    def dressed(self, scene: Scene) -> Scene:
        """The scene with needle, aim, fluid and heat; afterwards with both ways."""
        if self.bench is None:
            return scene
        near = self.screen.store.now.view == "close-up"
        return needle_scene.dressed(self.bench, self._state(self.bench), self._spreads, scene, self.playing, near)

    def in_beam(self, request: FluoroscopyRequest) -> FluoroscopyRequest:
        """The needle that is in, and contrast."""
        if self.bench is None:
            return request
        return needle_scene.in_beam(self.bench, self._state(self.bench), self._spreads, request)

    def told(self, language: str) -> tuple[str, str, float]:
        """For the shared screen."""
        data = self.typed.data
        said = " ".join(row["text"] for row in data.said)
        return data.task or text("needle.title", language), said, 0.0

    # Inside ------------------------------------------------------------------------------------------------------

    @property
    def _spreads(self) -> Spreads:
        return {} if self.fluids is None else self.fluids.known

    def _show(self) -> None:
        """Bring the page in line with the task."""
        bench, data, now = self.bench, self.typed.data, self.screen.store.now
        if bench is None:
            return
        show_task(data, bench, self._state(bench), now, self.result)
        data.pictured = self._pictured is not None
        data.lines = (
            aim_lines(bench, self._pictured, now.look)
            if self.result is None
            else both_ways(bench, self._carm_now(), now.look)
        )
        if self.fluids is not None:
            self.fluids.want(self._state(bench))
        about = (self.pictures, self.hides_names, self.points)
        if about != self._reported:
            self._reported = about
            self.screen.report()

    def _follow(self, before: Choices, after: Choices) -> None:
        data = self.typed.data
        if self.bench is not None and any(getattr(before, n) != getattr(after, n) for n in MOVES_THE_CARM):
            self._by_hand = True
        if (before.look, before.language, before.exam, self._by_hand) != (
            after.look, after.language, after.exam, False,
        ):  # fmt: skip
            self._show()
        data.exam = after.exam
        if before.variation != after.variation:
            random = after.variation.seed if after.variation == Variation.random(after.variation.seed) else None
            data.person = "default" if random is None else "random"
            data.seed = data.seed if random is None else random
        self._offer(after)
