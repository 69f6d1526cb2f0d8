"""What the choices mean on the loaded spine: the C-arm, the moment of the film, the scene."""

from __future__ import annotations

from typing import Any

from spine_viewer.anatomy.ids import neighbours
from spine_viewer.app.choices import Choices
from spine_viewer.app.procedure.films import Film, Films
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import TABLE, Gauge, gauge
from spine_viewer.imaging.views import view as named_view
from spine_viewer.scene.compose import compose
from spine_viewer.scene.model import FluoroscopyRequest, Scene
from spine_viewer.scene.request import SceneRequest

GAUGED = ("ap", "oblique", "lateral")


class Stage:
    """Turns choices into what is shown; the 3D view and the fluoroscopy both ask here, so they cannot disagree.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    films : Films
    """

    def __init__(self, spine: Any, films: Films) -> None:
        self.spine = spine
        self._films = films
        self._last: tuple[Choices, Film | None, Scene] | None = None

    def film(self, choices: Choices) -> Film | None:
        """The film of the chosen procedure; None in Explore, or while it is being planned."""
        return None if choices.mode == "explore" else self._films.get(choices)

    def moment(self, choices: Choices) -> Any:
        """What is true at the chosen time of the film, or None where there is no film."""
        film = self.film(choices)
        return film.timeline.at(choices.time_s) if film is not None and choices.mode == "procedure" else None

    def carm(self, choices: Choices) -> CArm:
        """Where the C-arm stands: by hand, in a view that was asked for, or where the film has it."""
        return self._base_carm(choices).turned(choices.oblique_deg, choices.tilt_deg)

    def scene(self, choices: Choices) -> Scene:
        """Everything that is in the picture."""
        film = self.film(choices)
        if self._last is not None and self._last[0] == choices and self._last[1] is film:
            return self._last[2]
        procedure = film is not None
        request = SceneRequest(
            region=choices.region,
            view=self._view(choices, film),
            layers=choices.layers | {"c_arm"} if choices.view == "room" else choices.layers,
            selection=choices.selection,
            audience=choices.audience,
            language=choices.language,
            procedure=choices.procedure if procedure else None,
            joint=choices.joint if choices.mode != "explore" else None,
            side=choices.side if choices.mode != "explore" else None,
            time_s=choices.time_s if procedure and choices.mode == "procedure" else None,
            after_days=choices.after_days if procedure and choices.mode == "after" else None,
            carm=self.carm(choices),
        )
        parts = (film.plan, film.timeline, film.recovery) if film is not None else (None, None, None)
        scene = compose(self.spine, request, *parts)
        self._last = (choices, film, scene)
        return scene

    def exposure(self, choices: Choices) -> FluoroscopyRequest:
        """What the C-arm is asked to see: the same C-arm and needles as in the 3D scene."""
        request = self.scene(choices).fluoroscopy
        if request is None:
            raise RuntimeError("a scene with a C-arm asks for an X-ray")
        return request

    def subject(self, choices: Choices) -> str | None:
        """What the picture is about by itself: the nerve that is being treated, else the joint; None in Explore."""
        film, moment = self.film(choices), self.moment(choices)
        if film is None:
            return None
        if moment is not None and moment.step.nerve is not None:
            return str(film.plan.nerves[moment.step.nerve].nerve)
        return str(film.plan.joint_id)

    @staticmethod
    def _view(choices: Choices, film: Film | None) -> str:
        """The chosen view; where the film should lead and is not there yet, the joint."""
        leads = film is not None and choices.mode == "procedure"
        return choices.view if choices.view != "guided" or leads else "close-up"

    def gauges(self, choices: Choices) -> tuple[str, tuple[Gauge, ...]]:
        """Name of the view that is meant, and how well the C-arm is set for it; nothing where no view is gauged.

        A view that was turned on by hand is still meant. The needle's own view is the needle's, not the bone's.
        """
        moment, film = self.moment(choices), self.film(choices)
        name = choices.carm_view or (str(moment.view.name) if moment is not None else "ap")
        level = neighbours(choices.joint)[1]
        if film is not None and moment is not None:
            bone = film.plan.nerves[moment.step.nerve or 0].bone
            level = "S1" if bone == "sacrum" else bone
        if name not in GAUGED or level not in TABLE[name].levels:
            return name, ()
        return name, gauge(self.spine, self.carm(choices), name, level, choices.side)

    def _base_carm(self, choices: Choices) -> CArm:
        """The C-arm before it is turned by hand."""
        lower = neighbours(choices.joint)[1]
        moment = self.moment(choices)
        if choices.carm_view is not None:
            planned = self._planned_view(choices)
            if planned is not None:
                return CArm(tuple(planned.isocentre), planned.oblique_deg, planned.tilt_deg)
            return named_view(self.spine, choices.carm_view, lower, choices.side)
        if moment is not None:
            view = moment.view
            return CArm(tuple(view.isocentre), view.oblique_deg, view.tilt_deg)
        return named_view(self.spine, "ap", lower, choices.side)

    def _planned_view(self, choices: Choices) -> Any:
        """The asked view as the plan has it for the nerve that is being treated, where there is a plan."""
        film, moment = self.film(choices), self.moment(choices)
        if film is None:
            return None
        nerve = film.plan.nerves[(moment.step.nerve or 0) if moment is not None else 0]
        return nerve.views.get(choices.carm_view)
