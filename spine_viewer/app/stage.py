"""What the choices mean on the loaded spine: the C-arm, the moment of the film, the scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from spine_viewer.app.choices import WITH_FILM, Choices
from spine_viewer.app.last import Last
from spine_viewer.app.practice.exercise import Exercise
from spine_viewer.app.procedure.films import Film
from spine_viewer.app.view.aim import aimed_level, meant_view
from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.motion import stand_beside
from spine_viewer.imaging.machine.room import Room
from spine_viewer.imaging.overlay import Mark, landmark_overlay
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.imaging.views import Gauge, gauge
from spine_viewer.imaging.views import view as named_view
from spine_viewer.scene.compose import compose, exposure, film_field, planned_carm
from spine_viewer.scene.model import FluoroscopyRequest, Scene
from spine_viewer.scene.request import SceneRequest

LOOKS_CLOSER = ("explore", "practice")  # modes in which one structure may fill the picture

if TYPE_CHECKING:
    from spine_viewer.procedures.fluid_reading import FluidReading
    from spine_viewer.procedures.heat import Heat
    from spine_viewer.procedures.heat_reading import HeatReading


class Stage:
    """Turns choices into what is shown; the 3D view and the fluoroscopy both ask here, so they cannot disagree.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    films : Films
        Or anything that gives films.
    heats : Heats
        Or anything that gives heat; a stage for stills needs no work on it.
    exercise : callable
        Gives the exercise that is on the screen, None where there is none; it may change what is shown.
    """

    def __init__(
        self, spine: Any, films: Any, heats: Any, exercise: Callable[[Choices], Exercise | None] = lambda _: None
    ) -> None:
        self.spine = spine
        self._exercise = exercise
        self._films = films
        self._heats = heats
        self._views: dict[tuple[str, str, str], CArm] = {}
        # Several panels ask for the same at each change.
        self._bare: Last[Scene] = Last()  # without what an exercise adds, which stays while only that changes
        self._scene: Last[Scene] = Last()
        self._exposure: Last[FluoroscopyRequest | None] = Last()
        self._moment: Last[Any] = Last()
        self._carm: Last[CArm] = Last()
        self._gauges: Last[tuple[Gauge, ...]] = Last()

    def film(self, choices: Choices) -> Film | None:
        """The film of the chosen procedure; None where none is shown, or while it is being planned."""
        film: Film | None = self._films.get(choices) if choices.mode in WITH_FILM else None
        return film

    def moment(self, choices: Choices) -> Any:
        """What is true at the chosen time of the film, or None where there is no film."""
        film = self.film(choices)
        if film is None or choices.mode != "procedure":
            return None
        line, at = film.timeline, (choices.time_s, choices.injection)
        return self._moment.of((film, *at), lambda: line.at(*at))

    def fluid_reading(self, choices: Choices) -> FluidReading | None:
        """What the fluid of this step has reached; None in a step that injects nothing at a target."""
        film, moment = self.film(choices), self.moment(choices)
        if film is None or moment is None or film.spreads is None:
            return None
        from spine_viewer.procedures.fluid_reading import read_fluid

        return read_fluid(self.spine, film.spreads, moment)

    def carm(self, choices: Choices) -> CArm:
        """Where the C-arm stands: by hand, in a view that was asked for, or where film or exercise have it."""
        exercise = self._exercise(choices)
        own = None if exercise is None else exercise.carm()
        if own is not None:
            return own
        choices = self.posed(choices)
        return self._carm.of((choices, self.film(choices)), lambda: self._set_carm(choices))

    def _set_carm(self, choices: Choices) -> CArm:
        arm = self._base_carm(choices).turned(choices.oblique_deg, choices.tilt_deg)
        field_mm = figure(c_arm_facts().geometry.fields_mm, self.field_name(choices))
        return replace(
            choices.setting.applied(arm, stand_beside(choices.side)), field_mm=field_mm, collimation=choices.collimation
        )

    def field_name(self, choices: Choices) -> str:
        """The field that is set: the chosen one, else that of the film, which magnifies small bones."""
        if choices.field_name is not None:
            return choices.field_name
        follows = choices.level is None and choices.carm_view is None
        return film_field(self.moment(choices) if follows else None, choices.joint)

    def refusal(self, choices: Choices) -> str:
        """Why the C-arm cannot stand where the choices have it; empty where it can."""
        exercise = self._exercise(choices)
        own = None if exercise is None else exercise.refusal(choices)
        if own is not None:
            return own
        try:
            return self._room.refusal(self.carm(choices), stand_beside(choices.side), choices.language)
        except InputError as error:
            return str(error)

    def locked(self, choices: Choices) -> bool:
        """Whether an exercise says what the C-arm is aimed at."""
        exercise = self._exercise(choices)
        return exercise is not None and exercise.holds_aim

    def scene(self, choices: Choices) -> Scene:
        """Everything that is in the picture."""
        choices = self.posed(choices)
        film, exercise = self.film(choices), self._exercise(choices)
        key = (choices, film, self._heats.version, exercise)

        def composed() -> Scene:
            plan = None if film is None else film.plan
            return compose(self.spine, self.request(choices), plan, *self._told_by(film, choices))

        bare = self._bare.of((key, None if exercise is None else exercise.carm()), composed)
        if exercise is None:
            return bare
        return self._scene.of((key, bare, exercise.version), lambda: exercise.dressed(bare))

    def _told_by(self, film: Film | None, choices: Choices) -> tuple[Any, ...]:
        """Timeline, recovery, heat and spreads of a film, as a scene takes them."""
        if film is None:
            return None, None, None, None
        return film.timeline, film.recovery, self.heat(choices), film.spreads

    def posed(self, choices: Choices) -> Choices:
        """The choices as the pictures show them: in Practice the exercise has changed them."""
        exercise = self._exercise(choices)
        return choices if exercise is None else exercise.posed(choices)

    def request(self, choices: Choices) -> SceneRequest:
        """What the choices ask a picture for."""
        choices, asked = self.posed(choices), choices
        film = self.film(choices)
        procedure = film is not None
        joint, side = joint_of(choices)
        exploring = choices.mode == "explore" and choices.view != "room"
        return SceneRequest(
            region=choices.region,
            view=self._view(choices, film),
            layers=choices.layers | {"c_arm", "skin"} if choices.view == "room" else choices.layers,
            hidden=choices.hidden,
            ghosted=choices.ghosted,
            isolated=choices.isolated,
            explode=choices.explode if exploring else 0.0,
            cut=choices.cut if exploring else None,
            marks=choices.marks if exploring else (),
            notes=choices.notes if exploring else (),
            focus=(choices.focus,) if choices.focus is not None and choices.mode in LOOKS_CLOSER else (),
            selection=choices.selection,
            audience=choices.audience,
            language=choices.language,
            told_in=None if film is None else film.told_in(choices),
            procedure=choices.procedure if procedure else None,
            joint=joint,
            side=side,
            variant=choices.variant if procedure else None,
            time_s=choices.time_s if procedure and choices.mode == "procedure" else None,
            after_days=choices.after_days if procedure and choices.mode == "after" else None,
            carm=self.carm(asked),
            injection=choices.injection,
        )

    def heat(self, choices: Choices) -> Heat | None:
        """How the burns of the film grow in the chosen tissue, beside bone as far as that is known."""
        film = self.film(choices)
        heat: Heat | None = None if film is None else self._heats.heat(film, choices.perfusion)
        return heat

    def heat_reading(self, choices: Choices) -> HeatReading | None:
        """Figures of the burn in hand; None where nothing is heated yet."""
        film, moment, heat = self.film(choices), self.moment(choices), self.heat(choices)
        if film is None or moment is None or heat is None:
            return None
        from spine_viewer.procedures.heat_reading import read_heat

        return read_heat(self.spine, film.plan, heat, moment, choices.heat_at_mm)

    def heat_work(self, choices: Choices) -> tuple[float, bool]:
        """Let the burns of this moment be worked out beside bone; the part that is done, and whether any failed."""
        film, moment = self.film(choices), self.moment(choices)
        if film is None or moment is None:
            self._heats.want(None, choices.perfusion, ())
            return 0.0, False
        from spine_viewer.procedures.heat_order import burns_at

        burns = burns_at(film.plan, moment)
        self._heats.want(film, choices.perfusion, burns)
        parts = [self._heats.part(film, choices.perfusion, burn) for burn in burns]
        failed = self._heats.failed(film, choices.perfusion, burns)
        return (sum(parts) / len(parts) if parts else 0.0), failed

    def exposure(self, choices: Choices) -> FluoroscopyRequest:
        """What the C-arm is asked to see: the same C-arm and needles as in the 3D scene, which is not made for it."""
        choices = self.posed(choices)
        film, exercise = self.film(choices), self._exercise(choices)
        own = None if exercise is None else exercise.carm()
        request = self._exposure.of(
            (choices, film, self._heats.version, own),
            lambda: exposure(self.spine, self.request(choices), *self._told_by(film, choices)),
        )
        if request is None:
            raise RuntimeError("a scene with a C-arm asks for an X-ray")
        return request if exercise is None else exercise.in_beam(request)

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

    def level(self, choices: Choices) -> str:
        """The level that the C-arm is aimed at."""
        return aimed_level(self.posed(choices), self.film(choices), self.moment(choices))

    def carm_view(self, choices: Choices) -> str:
        """The view that is meant, also while the C-arm is turned out of it by hand."""
        return meant_view(self.posed(choices), self.level(choices), self.moment(choices))

    def gauges(self, choices: Choices) -> tuple[Gauge, ...]:
        """How well the C-arm is set for the view that is meant; nothing for the planned view along a needle.

        A view that was turned on by hand is still meant. The needle's own view is the needle's, not the bone's.
        """
        name = self.carm_view(choices)
        if name == "trajectory" and choices.level is None and self.film(choices) is not None:
            return ()
        key = (self.carm(choices), name, self.level(choices), self.posed(choices).side)
        return self._gauges.of(key, lambda: gauge(self.spine, *key))

    def marks(self, choices: Choices, carm: CArm) -> tuple[Mark, ...]:
        """The landmarks that the view is read by, where the choices show them on the X-ray of a C-arm."""
        exercise = self._exercise(choices)
        own = None if exercise is None else exercise.marks(carm)
        if own is not None:
            return tuple(replace(mark, places=choices.look.placed(mark.places, carm.size)) for mark in own)
        name, level = self.carm_view(choices), self.level(choices)
        found = landmark_overlay(self.spine, carm, name, level, choices.side, choices.language)
        return tuple(replace(mark, places=choices.look.placed(mark.places, carm.size)) for mark in found)

    def _base_carm(self, choices: Choices) -> CArm:
        """The C-arm before it is turned by hand."""
        moment = self.moment(choices)
        planned = None
        if choices.level is None:
            planned = self._planned_view(choices) if choices.carm_view is not None else moment and moment.view
        if planned is not None:
            return planned_carm(self._room, planned, choices.side)
        return self._named(self.carm_view(choices), self.level(choices), choices.side)

    def _named(self, name: str, level: str, side: str) -> CArm:
        """A named view of this spine, kept once it was found."""
        key = (name, level, side)
        if key not in self._views:
            self._views[key] = self._room.reached(named_view(self.spine, name, level, side), stand_beside(side))
        return self._views[key]

    @cached_property
    def _room(self) -> Room:
        return Room.of(self.spine.skin.mesh.points)

    def _planned_view(self, choices: Choices) -> Any:
        """The asked view as the plan has it for the nerve that is being treated, where there is a plan."""
        film, moment = self.film(choices), self.moment(choices)
        if film is None:
            return None
        nerve = film.plan.nerves[(moment.step.nerve or 0) if moment is not None else 0]
        return nerve.views.get(choices.carm_view)


def joint_of(choices: Choices) -> tuple[str | None, str | None]:
    """The joint that the picture is about, and its side: in Explore the one whose nerves are lit or that is near."""
    if choices.mode not in WITH_FILM and choices.asked_joint is not None:
        kind, *_, side = choices.asked_joint.split(":")
        return choices.asked_joint.split(":")[1] if kind == "facet" else kind, side
    if choices.mode in WITH_FILM or choices.view == "close-up" or needle_practice(choices):
        return choices.joint, choices.side
    return None, None


def needle_practice(choices: Choices) -> bool:
    """Whether a needle is practised, which is about a joint and its nerves."""
    return choices.mode == "practice" and choices.exercise == "needle"
