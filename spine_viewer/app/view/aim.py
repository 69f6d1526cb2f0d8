"""What the C-arm is aimed at: the level and the view that were asked for, else those of the film or of the region."""

from __future__ import annotations

from typing import Any

from spine_viewer.anatomy.ids import SACROILIAC, bone_of, neighbours
from spine_viewer.anatomy.regions import region_showing, region_with
from spine_viewer.app.choices import WITH_FILM, Choices
from spine_viewer.imaging.views import TABLE, VIEW_LEVELS
from spine_viewer.procedures.views import view_level

FIRST = {"cervical": "C5", "thoracic": "T6"}  # elsewhere the lower bone of the chosen joint


def aimed_level(choices: Choices, film: Any = None, moment: Any = None) -> str:
    """The level in hand: that of the user, of the nerve that is being treated, of the joint, or of the region.

    Parameters
    ----------
    choices : Choices
    film : Film or None
        The film of the procedure, where there is one.
    moment : procedures moment or None
        What is true at the chosen time of the film.
    """
    if choices.level is not None:
        return choices.level
    if film is not None and moment is not None:
        return view_level(film.plan.nerves[moment.step.nerve or 0].bone)
    if choices.mode not in WITH_FILM and choices.region not in ("whole", region_with(choices.joint)):
        return FIRST[choices.region]
    return "S1" if choices.joint == SACROILIAC else neighbours(choices.joint)[1]


def meant_view(choices: Choices, level: str, moment: Any = None) -> str:
    """The view that is meant at a level, also while the C-arm is turned out of it by hand; AP where it has no such."""
    name = choices.carm_view or (str(moment.view.name) if moment is not None else "ap")
    return name if level in TABLE[name].levels else "ap"


def views_at(level: str) -> tuple[str, ...]:
    """Names of the views that apply to a level."""
    return tuple(name for name, entry in TABLE.items() if level in entry.levels)


def levels_for(choices: Choices) -> tuple[str, ...]:
    """Levels that can be aimed at: those of the region of the joint where a procedure is shown, else all."""
    if choices.mode not in WITH_FILM:
        return VIEW_LEVELS
    own = region_with(choices.joint)
    return tuple(level for level in VIEW_LEVELS if region_showing(bone_of(level), None, own) == own)
