"""The scene of a kept view without the app, for a still picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from spine_viewer.anatomy.spine import Spine
from spine_viewer.app.choices import Choices, Key, film_key
from spine_viewer.app.procedure.films import Film, film_maker
from spine_viewer.app.stage import Stage
from spine_viewer.scene.model import Scene


class PlannedFilms:
    """Films that are planned at once, where the app plans them in the background."""

    def __init__(self, spine: Any) -> None:
        self._make = film_maker(spine)
        self._films: dict[Key, Film] = {}

    def get(self, choices: Choices) -> Film:
        """The film of what is chosen."""
        key = film_key(choices)
        if key not in self._films:
            self._films[key] = self._make(*key)
        return self._films[key]


class EvenHeats:
    """Heat in even tissue alone."""

    version = 0

    def heat(self, film: Film, perfusion: str) -> Any:
        """The heat of a film that burns; None for one that does not."""
        return film.heats.get(perfusion)


def scene_of(choices: Choices) -> tuple[Any, Scene]:
    """The spine and the scene of a kept view, seen from the camera that was kept.

    Raises
    ------
    InputError
        Where its procedure cannot be planned on its spine.
    """
    spine = Spine.build(choices.variation, pose="prone")
    scene = Stage(spine, PlannedFilms(spine), EvenHeats()).scene(choices)
    return spine, scene if choices.camera is None else replace(scene, camera=choices.camera.camera)
