"""The scene of a kept view without the app, for a still picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from spine_viewer.anatomy.spine import Spine
from spine_viewer.app.choices import Choices, Key, film_key
from spine_viewer.app.procedure.films import Film, film_maker
from spine_viewer.app.stage import Stage
from spine_viewer.progress import Progress
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


class StillHeats:
    """Heat of a still: in even tissue, or beside bone for the burns of the moment that it shows.

    Parameters
    ----------
    beside_bone : Heat or None
        Of the one film that is shown; None for even tissue alone.
    """

    version = 0

    def __init__(self, beside_bone: Any = None) -> None:
        self._beside_bone = beside_bone

    def heat(self, film: Film, perfusion: str) -> Any:
        """The heat of a film that burns; None for one that does not."""
        return self._beside_bone or film.heats.get(perfusion)


def scene_of(choices: Choices, heat: str = "even", progress: Progress | None = None) -> tuple[Any, Scene]:
    """The spine and the scene of a kept view, seen from the camera that was kept.

    Parameters
    ----------
    choices : Choices
    heat : {"even", "bone"}
        Lesions in even tissue, or beside the bones of the spine, some seconds for each.
    progress : callable, optional
        Told the part, 0 to 1, of the work on lesions beside bone.

    Raises
    ------
    InputError
        Where its procedure cannot be planned on its spine.
    """
    spine = Spine.build(choices.variation, pose="prone")
    films = PlannedFilms(spine)
    beside_bone = _beside_bone(spine, films, choices, progress) if heat == "bone" else None
    scene = Stage(spine, films, StillHeats(beside_bone)).scene(choices)
    return spine, scene if choices.camera is None else replace(scene, camera=choices.camera.camera)


def _beside_bone(spine: Any, films: PlannedFilms, choices: Choices, progress: Progress | None) -> Any:
    """Heat of the burns of the moment; None where nothing burns."""
    from spine_viewer.procedures.heat import heat_of
    from spine_viewer.procedures.heat_order import burns_at

    if choices.mode != "procedure":
        return None
    film = films.get(choices)
    burns = burns_at(film.plan, film.timeline.at(choices.time_s)) if film.heats else ()
    return heat_of(spine, film.plan, burns, choices.perfusion, progress) if burns else None
