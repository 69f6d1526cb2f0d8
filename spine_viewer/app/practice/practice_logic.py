"""Practice: which exercise is on the screen, and what the rest of the viewer has to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.practice.own_spine import OwnSpine

if TYPE_CHECKING:
    from spine_viewer.app.practice.exercise import Exercise
    from spine_viewer.app.stage import Stage
    from spine_viewer.app.view.view_logic import Hit3D
    from spine_viewer.scene.model import Array


@dataclass
class PracticeState:
    """The exercise; whether names would tell the answer; which pictures stand beside the panel; whether
    the X-ray can be pointed at.

    Outside of Practice nothing is hidden.
    """

    exercise: str = "quiz"
    hides_names: bool = False
    pictures: str = "both"
    points: bool = False


class PracticeLogic:
    """Switches between the exercises and passes clicks and keys on to the one on the screen.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, PracticeState)
        self.exercises: dict[str, Exercise] = {}
        self._store = store
        self._on: Exercise | None = None
        self._own = OwnSpine(store)
        store.subscribe(self._follow)

    def add(self, exercises: dict[str, Exercise]) -> None:
        """The exercises that there are, by name."""
        self.exercises = exercises
        self._follow(self._store.now, self._store.now)

    def on_screen(self, choices: Choices) -> Exercise | None:
        """The exercise that choices show; None outside of Practice."""
        return self.exercises.get(choices.exercise) if choices.mode == "practice" else None

    @property
    def hides_names(self) -> bool:
        """Whether names of structures would tell an answer now."""
        exercise = self.on_screen(self._store.now)
        return exercise is not None and exercise.hides_names

    def choose(self, name: str) -> None:
        """Another exercise, of ``choices.EXERCISES``."""
        self._store.update(exercise=name, view="posterior")

    def opened(self, stage: Stage) -> None:
        """The spine is there, or another one."""
        for exercise in self.exercises.values():
            exercise.opened(stage)

    def tapped(self, hit: Hit3D | None) -> bool:
        """A click on the 3D view; whether it was for the exercise."""
        exercise = self.on_screen(self._store.now)
        return exercise is not None and exercise.tapped(hit)

    def sighted(self, origin: Array, direction: Array) -> bool:
        """A click on the 3D view as a line of sight; whether it was for the exercise."""
        exercise = self.on_screen(self._store.now)
        return exercise is not None and exercise.sighted(origin, direction)

    def pointed(self, x: float, y: float) -> bool:
        """A click on the X-ray; whether it was for the exercise."""
        exercise = self.on_screen(self._store.now)
        return exercise is not None and exercise.pointed(x, y)

    def asked(self) -> bool:
        """One picture was asked for; whether the exercise takes it."""
        exercise = self.on_screen(self._store.now)
        return exercise is not None and exercise.asked()

    def named(self, structure_id: str) -> bool:
        """A click on a name in the 3D view; whether it was for the exercise."""
        exercise = self.on_screen(self._store.now)
        return exercise is not None and exercise.named(structure_id)

    def key(self, key: str) -> bool:
        """A key of the page; whether it was for the exercise."""
        exercise = self.on_screen(self._store.now)
        return exercise is not None and exercise.key(key)

    def refresh(self) -> None:
        """Tell the page what the exercise shows."""
        now, data = self._store.now, self.typed.data
        exercise = self.on_screen(now)
        data.exercise, data.hides_names = now.exercise, self.hides_names
        data.pictures = "both" if exercise is None else exercise.pictures
        data.points = exercise is not None and exercise.points

    def _follow(self, before: Choices, after: Choices) -> None:
        exercise = self.on_screen(after)
        if exercise is not self._on:
            gone, self._on = self._on, exercise
            if gone is not None:
                gone.left()
            self._own.follow(before, after, any(one.holds_patient for one in self.exercises.values()))
            if exercise is not None:
                exercise.entered()
        self.refresh()
