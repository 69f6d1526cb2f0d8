"""What the fluoroscopy panel's controls show."""

from __future__ import annotations

from dataclasses import dataclass, field

from spine_viewer.app.choices import FOLLOWING, Choices
from spine_viewer.app.stage import Stage
from spine_viewer.app.text import words
from spine_viewer.app.view.aim import levels_for, views_at
from spine_viewer.app.view.fluoroscopy.words import gauge_row, spoken_angle
from spine_viewer.imaging.views import TABLE


@dataclass
class FluoroscopyState:
    """What the controls show; ``follows`` while the film moves the C-arm.

    ``level`` is the one that is aimed at, ``levels`` those that can be (``{"value", "text"}``); ``views`` are those
    that apply to it, ``view`` the one that is set, empty once it was turned by hand, and ``meant`` the one that is
    gauged, in words. ``gauges``: ``{"name", "value", "limit", "ok"}`` per reading of how well it is set.
    ``landmarks``: whether they are traced, ``landmark_names`` what they are, for those who cannot see them.
    ``refusal``: why the C-arm did not move. ``live``: the X-ray follows every movement; ``dose_text``: what that cost.
    ``dark``: no picture was taken yet. ``locked``: an exercise says what is aimed at, and tells itself how well.
    """

    ready: bool = False
    oblique_deg: float = 0.0
    tilt_deg: float = 0.0
    oblique_text: str = ""
    tilt_text: str = ""
    inverted: bool = False
    live: bool = True
    pulses: str = "15"
    dose_text: str = ""
    dark: bool = False
    locked: bool = False
    refusal: str = ""
    level: str = ""
    levels: list[dict] = field(default_factory=list)
    side: str = "left"
    view: str = ""
    views: list[str] = field(default_factory=list)
    meant: str = ""
    follows: bool = True
    gauges: list[dict] = field(default_factory=list)
    landmarks: bool = False
    landmark_names: str = ""


def show_carm(data: FluoroscopyState, stage: Stage, choices: Choices) -> None:
    """Bring the controls in line with the choices: angles, level, view and how well it is set."""
    carm = stage.carm(choices)
    data.oblique_deg, data.tilt_deg = float(round(carm.oblique_deg)), float(round(carm.tilt_deg))
    say = words("fluoroscopy", choices.language)
    data.oblique_text = spoken_angle(carm.oblique_deg, say["to_left"], say["to_right"])
    data.tilt_text = spoken_angle(carm.tilt_deg, say["to_head"], say["to_feet"])
    data.inverted, data.live, data.pulses = choices.look.invert, choices.live, f"{choices.pulses_per_s:g}"
    by_hand = choices.oblique_deg is not None or choices.tilt_deg is not None
    data.follows = all(getattr(choices, name) == value for name, value in FOLLOWING.items())
    level, view = stage.level(choices), stage.carm_view(choices)
    data.levels = [{"value": one, "text": one} for one in levels_for(choices)]
    data.level, data.side, data.views = level, choices.side, list(views_at(level))
    data.view = "" if by_hand else view
    data.meant = say["meant"].format(view=TABLE[view].titled(choices.language), level=level)
    data.locked = stage.locked(choices)
    data.gauges = [] if data.locked else [gauge_row(one, choices.language) for one in stage.gauges(choices)]
    data.landmarks = choices.landmarks
