"""The heat panel: how hot it gets, how much of the nerve is held, and which solver is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.procedure.heat_plot import across, down, polyline, time_ticks
from spine_viewer.scene.names import name_of

if TYPE_CHECKING:
    from spine_viewer.app.stage import Stage
    from spine_viewer.procedures.heat_reading import HeatReading

AT_NERVE = "nerve"
SEEN = ("mode", "procedure", "joint", "side", "time_s", "perfusion", "heat_at_mm", "audience", "language")


@dataclass
class HeatState:
    """What the panel shows.

    ``shown`` in the step that heats, ``begun`` once the tip is warm; ``words`` are the fixed texts; ``places`` and
    ``ticks`` are ``{"value", "text"}`` and ``{"at", "text"}``; ``solver`` is the name of the words that say
    what is shown, ``part`` percent of the work beside bone.
    """

    shown: bool = False
    begun: bool = False
    words: dict = field(default_factory=dict)
    title: str = ""
    clock: str = ""
    perfusion: str = "body"
    setting_note: str = ""
    place: str = AT_NERVE
    places: list[dict] = field(default_factory=list)
    place_name: str = ""
    solver: str = ""
    working: bool = False
    failed: bool = False
    part: int = 0
    tip_curve: str = ""
    place_curve: str = ""
    lethal_y: float = 0.0
    now_x: float = 0.0
    ticks: list[dict] = field(default_factory=list)
    tip_now: str = ""
    place_now: str = ""
    described: str = ""
    covered: str = ""
    percent: int = 0


class HeatLogic:
    """Tells of the burn in hand and asks for it to be worked out beside bone.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    stage : callable
        Gives the :class:`Stage`, None until the spine is loaded.
    """

    def __init__(self, server: Server, store: Store, stage: Callable[[], Stage | None]) -> None:
        self.typed = TypedState(server.state, HeatState)
        self._store = store
        self._stage = stage
        self._said: tuple[str, str, str] | None = None
        self.typed.bind_changes({self.typed.name.place: self._place})
        store.subscribe(self._follow)

    def choose_setting(self, perfusion: str) -> None:
        """``body`` or ``bench``."""
        self._store.update(perfusion=perfusion)

    def refresh(self) -> None:
        """Show what is known now, and work on what is wanted."""
        self._show(self._store.now)

    def _place(self, place: str) -> None:
        self._store.update(heat_at_mm=None if place == AT_NERVE else float(place))

    def _follow(self, before: Choices, after: Choices) -> None:
        if any(getattr(before, name) != getattr(after, name) for name in SEEN):
            self._show(after)

    def _show(self, choices: Choices) -> None:
        data, stage = self.typed.data, self._stage()
        moment = None if stage is None else stage.moment(choices)
        if stage is None or moment is None:
            if stage is not None:
                stage.heat_work(choices)
            data.shown = False
            return
        part, data.failed = stage.heat_work(choices)
        data.shown = moment.step.action == "lesion"
        if not data.shown:
            return
        self._words(choices)
        data.perfusion = choices.perfusion
        data.place = AT_NERVE if choices.heat_at_mm is None else f"{choices.heat_at_mm:g}"
        data.place_name = next(one["text"] for one in data.places if one["value"] == data.place)
        reading = stage.heat_reading(choices)
        data.begun = reading is not None and reading.key[0] == moment.needles[moment.step.nerve].nerve
        data.working, data.part = part < 1.0 and not data.failed, round(100 * part)
        if reading is not None and data.begun:
            self._tell(choices, reading)

    def _words(self, choices: Choices) -> None:
        from spine_viewer.procedures.heat_words import heat_file, said

        data, words = self.typed.data, (choices.audience, choices.language)
        if self._said == (*words, choices.perfusion):
            return
        self._said = (*words, choices.perfusion)
        data.words = {name: said(name, *words) for name in FIXED}
        data.setting_note = said(f"{choices.perfusion}_note", *words)
        data.places = [{"value": AT_NERVE, "text": said("at_nerve", *words)}] + [
            {"value": f"{mm:g}", "text": said("at_mm", *words, mm=f"{mm:g}")} for mm in heat_file().places_mm.value
        ]

    def _tell(self, choices: Choices, now: HeatReading) -> None:
        from spine_viewer.procedures.heat_words import said

        data, words, total = self.typed.data, (choices.audience, choices.language), now.total_s
        nerve = name_of(now.key[0], *words)
        seconds, whole = f"{now.seconds:.0f}", f"{total:.0f}"
        data.title = said("title", *words, burn=str(now.key[1] + 1), burns=str(now.burns), nerve=nerve)
        data.clock = said("clock", *words, seconds=seconds, total=whole)
        data.solver = ("beside_bone" if now.all_beside_bone else "mixed") if now.beside_bone else "even_tissue"
        data.tip_curve = polyline(now.tip_times_s, now.tip_c, total)
        data.place_curve = polyline(now.times_s, now.place_c, total)
        data.lethal_y, data.now_x = down(now.lethal_c), across(now.seconds, total)
        data.ticks = [{"at": across(t, total), "text": str(t)} for t in time_ticks(total)]
        data.tip_now, data.place_now = f"{now.tip_now_c:.0f} °C", f"{now.place_now_c:.0f} °C"
        told: dict[str, Any] = {"seconds": seconds, "place": data.place_name, "lethal": f"{now.lethal_c:.0f}"}
        tip, tissue = f"{now.tip_now_c:.0f}", f"{now.place_now_c:.0f}"
        data.described = said("described", *words, tip=tip, tissue=tissue, **told)
        covered, course = f"{now.covered_mm:.0f}", f"{now.course_mm:.0f}"
        data.percent = round(now.covered_percent)
        data.covered = said("covered_value", *words, covered=covered, course=course, percent=str(data.percent))


FIXED = (
    "heading", "before", "beside_bone", "mixed", "even_tissue", "working", "failed", "setting", "body", "bench", "plot",
    "tip", "place", "lethal", "covered", "shells", "dead", "note",
)  # fmt: skip
