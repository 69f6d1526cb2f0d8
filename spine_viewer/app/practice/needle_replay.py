"""Needle practice looked back on: the score, the replay action by action, and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spine_viewer.app.practice.needle_files import as_csv, as_json
from spine_viewer.app.practice.needle_steering import NeedleSteering
from spine_viewer.app.text import refused
from spine_viewer.errors import InputError
from spine_viewer.learning.practice import actions as act

if TYPE_CHECKING:
    from spine_viewer.app.practice.exercise import Screen
    from spine_viewer.learning.practice import State
    from spine_viewer.learning.practice.bench import Bench


class NeedleReplay(NeedleSteering):
    """What comes after the needle is out."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._by_hand = False  # somebody moves the C-arm while looking back
        trigger = screen.server.controller.trigger
        trigger("needle_json")(lambda: as_json(self._bench))
        trigger("needle_csv")(lambda: as_csv(self._bench))

    def finish(self) -> None:
        """The needle is out: score, keep the attempt, look back."""
        bench = self.bench
        if bench is None or not self.playing:
            return
        from spine_viewer.learning.practice import keep_record

        bench.do(act.Finish())
        self.result, data = bench.debrief(), self.typed.data
        data.problem, data.kept = "", False
        try:
            keep_record(bench.record())
            data.kept = True
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
        states = bench.states()
        data.steps = len(states) - 1
        data.pictures = [round(100.0 * n / max(data.steps, 1), 2) for n in bench.pictures()]
        self.replay(data.steps)

    def replay(self, step: float) -> None:
        """To the state after so many actions, in 3D and on the X-ray as the C-arm stood then."""
        if self.result is None:
            return
        data = self.typed.data
        data.at = min(max(int(step), 0), data.steps)
        self._by_hand = False
        self._show()
        self.shows_another()
        self.screen.shoot()

    def replay_by(self, by: int) -> None:
        """So many actions on, or back."""
        self.replay(self.typed.data.at + by)

    def next_picture(self, by: int) -> None:
        """To the next picture that was taken, or the one before."""
        if self.bench is None or self.result is None:
            return
        here, shots = self.typed.data.at, self.bench.pictures()
        ahead = [n for n in shots if n > here] if by > 0 else [n for n in reversed(shots) if n < here]
        self.replay(ahead[0] if ahead else (self.typed.data.steps if by > 0 else 0))

    @property
    def _bench(self) -> Bench:
        if self.bench is None:
            raise RuntimeError("no task was started")
        return self.bench

    def _state(self, bench: Bench) -> State:
        """The state in hand, or the one that is replayed."""
        states: Any = bench.history.states
        return bench.state if self.result is None else states[self.typed.data.at]
