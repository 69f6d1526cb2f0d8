"""The fluid panel: how far contrast and anaesthetic have spread, what they reach, and two things to try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.scene.names import name_of

if TYPE_CHECKING:
    from spine_viewer.app.stage import Stage
    from spine_viewer.procedures.fluid_reading import FluidReading

SEEN = ("mode", "procedure", "joint", "side", "time_s", "injection", "audience", "language")
STEP_ML = 0.05


@dataclass
class FluidState:
    """What the panel shows.

    ``shown`` in a step that injects at a target; ``kind`` is ``contrast`` or ``anaesthetic``; ``words`` are the fixed
    texts; ``lines`` are ``{"text", "care"}``; ``ml`` is the volume on the slider, from ``least_ml`` to ``most_ml``.
    """

    shown: bool = False
    kind: str = ""
    words: dict = field(default_factory=dict)
    lines: list[dict] = field(default_factory=list)
    in_vessel: bool = False
    ml: float = 0.5
    least_ml: float = 0.1
    most_ml: float = 1.0
    planned: bool = True


class FluidLogic:
    """Tells of the fluid of the step, and lets its volume and its way be tried.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    stage : callable
        Gives the :class:`Stage`, None until the spine is loaded.
    """

    def __init__(self, server: Server, store: Store, stage: Callable[[], Stage | None]) -> None:
        self.typed = TypedState(server.state, FluidState)
        self._store = store
        self._stage = stage
        self.typed.bind_changes({self.typed.name.ml: self._slid})
        store.subscribe(self._follow)

    def toggle_vessel(self) -> None:
        """Let the contrast run into a vein, or along the nerve again."""
        wish = self._store.now.injection
        self._store.update(injection=replace(wish, in_vessel=not wish.in_vessel))

    def as_planned(self) -> None:
        """The volume of the technique again."""
        self._store.update(injection=replace(self._store.now.injection, anaesthetic_ml=None))

    def _slid(self, ml: float) -> None:
        if abs(float(ml) - self._volume(self._store.now)) > 1e-6:
            self._store.update(injection=replace(self._store.now.injection, anaesthetic_ml=round(float(ml), 3)))

    def _volume(self, choices: Choices) -> float:
        """Volume of anaesthetic that is shown, mL."""
        stage = self._stage()
        film = None if stage is None else stage.film(choices)
        if choices.injection.anaesthetic_ml is not None or film is None:
            return choices.injection.anaesthetic_ml or 0.0
        return float(film.plan.technique.limit("anaesthetic_ml") or 0.0)

    def _follow(self, before: Choices, after: Choices) -> None:
        if any(getattr(before, name) != getattr(after, name) for name in SEEN):
            self._show(after)

    def refresh(self) -> None:
        """Show what is known now."""
        self._show(self._store.now)

    def _show(self, choices: Choices) -> None:
        data, stage = self.typed.data, self._stage()
        reading = None if stage is None else stage.fluid_reading(choices)
        data.shown = reading is not None
        if reading is None:
            return
        from spine_viewer.injectate.facts import injectate_facts
        from spine_viewer.procedures.fluid_reading import said

        words, facts = (choices.audience, choices.language), injectate_facts()
        percent = f"{facts.vessel.seen_percent.value:g}"
        data.words = {name: said(name, *words) for name in ("heading", "slider", "planned", "uptake")}
        data.words = data.words | {"note": said("note", *words, percent=percent)}
        data.least_ml, data.most_ml = facts.slider_ml.value
        data.kind = "contrast" if reading.contrast_ml >= reading.ml else "anaesthetic"
        data.in_vessel, data.planned = choices.injection.in_vessel, choices.injection.anaesthetic_ml is None
        data.ml = self._volume(choices)
        data.lines = lines_of(reading, choices)


def lines_of(now: FluidReading, choices: Choices) -> list[dict]:
    """What the panel says of the fluid: ``{"text", "care"}``."""
    from spine_viewer.procedures.fluid_reading import said

    words = (choices.audience, choices.language)
    kind = "contrast" if now.contrast_ml >= now.ml else "anaesthetic" if now.contrast_ml > 0.0 else "anaesthetic_alone"
    lines = [{"text": said(kind, *words, ml=f"{now.ml:.2f}"), "care": False}]
    if now.in_vessel:
        return [*lines, {"text": said("vessel", *words), "care": True}]
    if now.nerve.partition(":")[0] in ("facet", "sacroiliac"):
        lines.append({"text": said("joint", *words), "care": False})
        if now.leaks:
            lines.append({"text": said("leak", *words, capsule=f"{now.capsule_ml:g}"), "care": True})
    else:
        nerve = name_of(now.nerve, *words)
        held = said("held", *words, held=f"{now.held_mm:.0f}", nerve=nerve)
        lines.append({"text": held if now.held_mm > 0.0 else said("none", *words, nerve=nerve), "care": False})
    told = now.towards_foramen or now.others
    others = ", ".join(name_of(one.nerve, *words) for one in told)
    if told:
        name = "foramen" if now.towards_foramen else "others"
        lines.append({"text": said(name, *words, others=others), "care": True})
    elif now.held_mm > 0.0:
        lines.append({"text": said("alone", *words), "care": False})
    if now.shown_ml < now.ml:
        lines.append({"text": said("most", *words, ml=f"{now.shown_ml:.1f}"), "care": False})
    return lines
