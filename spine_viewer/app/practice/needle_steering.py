"""Needle practice under way: aiming, steering, pictures, tests and treatments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spine_viewer.app.practice.exercise import Screen
from spine_viewer.app.practice.needle_setup import NeedleSetup
from spine_viewer.app.text import refused
from spine_viewer.errors import InputError
from spine_viewer.learning.practice import actions as act

if TYPE_CHECKING:
    from spine_viewer.imaging import CArm
    from spine_viewer.learning.practice.aiming import Aim
    from spine_viewer.learning.practice.bench import Bench

STEPS_MM = (1.0, 2.0, 5.0, 10.0)
TURNS_DEG = (1.0, 5.0)
ROLL_DEG = 30.0


class NeedleSteering(NeedleSetup):
    """What is done with the needle.

    Attributes
    ----------
    bench : Bench or None
        The task; None where none was started.
    result : Debrief or None
        What is said of it, once it is finished.
    """

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.bench: Bench | None = None
        self.result: Any = None
        self._pictured: CArm | None = None  # where the C-arm stood at the picture that is held

    @property
    def playing(self) -> bool:
        """Whether a task is under way."""
        return self.bench is not None and self.result is None

    # Aiming -----------------------------------------------------------------------------------------------------------

    def move(self, left: int, head: int) -> None:
        """The place on the skin, by a step towards the patient's left and head."""
        from spine_viewer.learning.practice.aiming import moved

        bench, step = self.bench, self.typed.data.step_mm
        if bench is not None and bench.state.needle is None:
            self._aim(lambda aim: moved(bench.practice, aim, left * step, head * step))

    def turn(self, left: int, head: int) -> None:
        """The hub by a few degrees towards the patient's left and head."""
        from spine_viewer.learning.practice.aiming import turned

        by = TURNS_DEG[0] if self.typed.data.step_mm <= STEPS_MM[1] else TURNS_DEG[1]
        if self.bench is not None and (self.bench.state.needle is None or self.bench.can_redirect):
            self._aim(lambda aim: turned(aim, left * by, head * by))

    def end_on(self) -> None:
        """Along the beam of the C-arm as it stands."""
        from spine_viewer.learning.practice.aiming import end_on

        arm = self._carm_now()
        if arm is not None:
            self._aim(lambda aim: end_on(aim, arm))

    def enter(self) -> None:
        """Through the skin, or another way from the same hole."""
        if self.bench is not None:
            self._do(lambda bench: bench.enter(live=self.typed.data.live), live=self._live_with_needle())

    # Steering ---------------------------------------------------------------------------------------------------------

    def pace(self, by: int) -> None:
        """A longer or shorter step."""
        here = STEPS_MM.index(self.typed.data.step_mm)
        self.typed.data.step_mm = STEPS_MM[min(max(here + by, 0), len(STEPS_MM) - 1)]

    def choose_step(self, mm: float) -> None:
        """How far one movement goes."""
        self.typed.data.step_mm = float(mm)

    def toggle_spin(self) -> None:
        """Spun it runs straight; unspun the bent tip steers."""
        self.typed.data.spin = not self.typed.data.spin

    def choose_spin(self, way: str) -> None:
        """``spin`` or ``bend``."""
        self.typed.data.spin = way == "spin"

    def toggle_live(self) -> None:
        """Whether the beam is on while the needle moves."""
        self.typed.data.live = not self.typed.data.live

    def advance(self) -> None:
        """Forwards by a step."""
        data = self.typed.data
        if self._has_needle():
            action = act.Advance(mm=data.step_mm, spin=data.spin, live=data.live)
            self._do(lambda bench: bench.do(action), live=data.live)

    def withdraw(self) -> None:
        """Back by a step."""
        data = self.typed.data
        if self._has_needle():
            self._do(lambda bench: bench.do(act.Withdraw(mm=data.step_mm, live=data.live)), live=data.live)

    def withdraw_to_skin(self) -> None:
        """Back to where it can be turned."""
        from spine_viewer.learning.practice.figures import scoring

        data, bench = self.typed.data, self.bench
        if bench is None or bench.state.needle is None:
            return
        by = bench.state.needle.depth_mm - scoring().modelled("redirect_most_mm") + 1.0
        if by > 0.0:
            self._do(lambda bench: bench.do(act.Withdraw(mm=by, live=data.live)), live=data.live)

    def rotate(self, sign: int) -> None:
        """The bent side clockwise or back, seen from the hub."""
        live = self.typed.data.live
        if self._has_needle():
            self._do(lambda bench: bench.do(act.RotateTip(deg=sign * ROLL_DEG, live=live)), live=live)

    # Seeing and treating ----------------------------------------------------------------------------------------------

    def expose(self) -> None:
        """One shot where the C-arm stands."""
        self._do(lambda bench: bench.do(act.Expose()), live=True)

    def placed(self) -> None:
        """The needle is in its place for the chosen nerve."""
        nerve, _, name = self.typed.data.goal.partition("|")
        self._do(lambda bench: bench.do(act.Placed(nerve=nerve, placement=name)))

    def stimulate(self, kind: str) -> None:
        """``sensory`` or ``motor``, up to the chosen volts."""
        volts = getattr(self.typed.data, f"volts_{kind}")
        self._do(lambda bench: bench.do(act.read_action({"do": "stimulate", "kind": kind, "volts": volts})))

    def inject(self, fluid: str) -> None:
        """``contrast`` or ``anaesthetic``; watched where the beam is on."""
        data = self.typed.data
        content = {"do": "inject", "fluid": fluid, "ml": getattr(data, f"{fluid}_ml"), "live": data.live}
        self._do(lambda bench: bench.do(act.read_action(content)), live=data.live)

    def heat(self) -> None:
        """A lesion for the technique's time."""
        self._do(lambda bench: bench.do(act.Lesion()))

    def undo(self) -> None:
        """One action back; not in an exam."""
        self._step_back(lambda bench: bench.undo(), self.typed.data.can_undo)

    def redo(self) -> None:
        """One action forwards again."""
        self._step_back(lambda bench: bench.redo(), self.typed.data.can_redo)

    # Inside -----------------------------------------------------------------------------------------------------------

    def _has_needle(self) -> bool:
        return self.playing and self.bench is not None and self.bench.state.needle is not None

    def _live_with_needle(self) -> bool:
        return self.typed.data.live and self._has_needle()

    def _carm_now(self) -> CArm | None:
        stage = self.screen.stage()
        return None if stage is None else stage.carm(self.screen.store.now)

    def _aim(self, change: Callable[[Aim], Aim]) -> None:
        bench, data = self.bench, self.typed.data
        if bench is None or not self.playing:
            return
        try:
            bench.aim_at(change)
            data.problem = ""
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
        self._show()
        self.shows_another()

    def _do(self, action: Callable[[Bench], object], live: bool = False) -> None:
        """One action; with the beam on the C-arm is put where it stands, and the picture is taken."""
        bench, data, arm = self.bench, self.typed.data, self._carm_now()
        if bench is None or not self.playing or arm is None:
            return
        try:
            if live:
                bench.set_arm(arm)
            action(bench)
            data.problem = ""
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
            live = False
        if live:
            self._pictured = arm
            self.screen.shoot()
        self._show()
        self.shows_another()

    def _watched_injection(self) -> bool:
        """Whether the last thing done was an injection under the beam, and the C-arm has not moved since."""
        bench = self.bench
        if bench is None or not bench.history.at:
            return False
        last = bench.history.actions[bench.history.at - 1]
        return isinstance(last, act.Inject) and last.live and self._pictured == self._carm_now()

    def _step_back(self, step: Callable[[Bench], object], possible: bool) -> None:
        if self.bench is not None and self.playing and possible:
            step(self.bench)
            self._show()
            self.shows_another()

    def _show(self) -> None:
        """Bring the page in line with the task."""
