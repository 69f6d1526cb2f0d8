"""How the fluids of a task spread: worked out beside the page, place by place, and kept while the task lasts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.injectate import Spread
    from spine_viewer.learning.practice import Practice, State
    from spine_viewer.learning.practice.state import Point

logger = logging.getLogger(__name__)


class NeedleFluids:
    """The spreads of one patient.

    Parameters
    ----------
    practice : Practice
    heavy : concurrent.futures.Executor
        Where they are worked out.
    ready : callable
        Called on the event loop once one more is known, or with the reason why one cannot be.
    """

    def __init__(self, practice: Practice, heavy: Executor, ready: Callable[[str], None]) -> None:
        self.practice = practice
        self.known: dict[Point, Spread] = {}
        self.work: set[asyncio.Task[None]] = set()
        self._begun: set[Point] = set()
        self._heavy, self._ready = heavy, ready

    def want(self, state: State) -> None:
        """Work out every place of a state that was not asked for yet, and those where an injection may come."""
        from spine_viewer.learning.practice.fluids import deposits

        tips = {one.tip: True for one in deposits(state)}
        for tip, injected in ({use.tip: False for use in state.uses if use.kind == "placed"} | tips).items():
            if tip not in self._begun:
                self._begun.add(tip)
                task = asyncio.get_running_loop().create_task(self._make(tip, injected))
                self.work.add(task)
                task.add_done_callback(self.work.discard)

    async def _make(self, tip: Point, injected: bool) -> None:
        from spine_viewer.learning.practice.fluids import spread_from

        problem = ""
        try:
            loop = asyncio.get_running_loop()
            self.known[tip] = await loop.run_in_executor(self._heavy, spread_from, self.practice, tip)
        except InputError as error:
            problem = str(error)
        except Exception as error:
            logger.exception("the fluid could not be worked out")
            problem = str(error)
        if problem and not injected:
            self._begun.discard(tip)  # it is told where something is injected there
        else:
            self._ready(problem)
