"""Heat beside bone, worked out in the background and kept."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spine_viewer.app.procedure.films import Film

if TYPE_CHECKING:
    from spine_viewer.procedures.heat import BurnKey, Heat

logger = logging.getLogger(__name__)

KEPT = 12  # growths; each takes some 13 MB
SHOWN_STEP = 0.02  # of the work, between two reports


class NotWanted(Exception):
    """Ends the work on a burn that nobody asks for any more."""


@dataclass(frozen=True, eq=False)
class Job:
    """One burn of one film in one kind of tissue."""

    film: Film
    perfusion: str
    burn: BurnKey


class Heats:
    """Heat of the burns of films: in even tissue at once, beside bone one burn after the other, the wanted one first.

    Parameters
    ----------
    make : callable
        ``make(plan, burn, perfusion, progress)`` gives a growth; runs in ``executor``.
    executor : concurrent.futures.Executor
    changed : callable
        Called on the event loop with True when more can be shown, with False when only the work has gone on.
    """

    def __init__(self, make: Callable[..., Any], executor: Executor, changed: Callable[[bool], None]) -> None:
        self._make = make
        self._executor = executor
        self._changed = changed
        self._kept: OrderedDict[tuple[Film, str, BurnKey], Any] = OrderedDict()
        self._failed: set[tuple[Film, str, BurnKey]] = set()
        self._wanted: tuple[Job, ...] = ()
        self._job: Job | None = None
        self._part = 0.0
        self._task: asyncio.Task[None] | None = None
        self.version = 0

    def heat(self, film: Film, perfusion: str) -> Heat | None:
        """What is known of a film's heat; None where it burns nothing."""
        even = film.heats.get(perfusion)
        if even is None:
            return None
        known = {key[2]: growth for key, growth in self._kept.items() if key[:2] == (film, perfusion)}
        return even.beside(known)

    def part(self, film: Film, perfusion: str, burn: BurnKey) -> float:
        """How much of the work on a burn is done, 0 to 1."""
        if self._is_whole((film, perfusion, burn)):
            return 1.0
        job = self._job
        here = job is not None and (job.film, job.perfusion, job.burn) == (film, perfusion, burn)
        return self._part if here else 0.0

    def failed(self, film: Film, perfusion: str, burns: tuple[BurnKey, ...]) -> bool:
        """Whether the work on any of these burns came to nothing; the log says why."""
        return any((film, perfusion, burn) in self._failed for burn in burns)

    def want(self, film: Film | None, perfusion: str, burns: tuple[BurnKey, ...]) -> None:
        """Work these burns out, in this order; whatever else is under way is given up."""
        none = film is None or perfusion not in film.heats
        self._wanted = () if none or film is None else tuple(Job(film, perfusion, burn) for burn in burns)
        if self._wanted and self._task is None and self._next() is not None:
            self._task = asyncio.get_running_loop().create_task(self._work())

    def _next(self) -> Job | None:
        open_ = ((j, (j.film, j.perfusion, j.burn)) for j in self._wanted)
        return next((j for j, key in open_ if key not in self._failed and not self._is_whole(key)), None)

    def _is_whole(self, key: tuple[Film, str, BurnKey]) -> bool:
        growth = self._kept.get(key)
        return growth is not None and growth.known_s >= key[0].plan.lesion.seconds - 1e-6

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while (job := self._next()) is not None:
                self._job, self._part = job, 0.0
                try:
                    made = await loop.run_in_executor(self._executor, self._made, job, loop)
                except NotWanted:
                    continue
                except Exception:
                    logger.exception("the heat beside bone could not be worked out")
                    self._failed.add((job.film, job.perfusion, job.burn))
                    continue
                self._keep(job, made)
        finally:
            self._task = self._job = None
        self._changed(False)

    def _made(self, job: Job, loop: asyncio.AbstractEventLoop) -> Any:
        """Runs in the background."""

        def tell(part: float, growth: Any) -> None:
            if not any(_same(job, other) for other in self._wanted):
                raise NotWanted
            if growth is not None:
                loop.call_soon_threadsafe(self._keep, job, growth)
            if part - self._part >= SHOWN_STEP:
                self._part = part
                loop.call_soon_threadsafe(self._changed, False)

        return self._make(job.film.plan, job.burn, job.perfusion, tell)

    def _keep(self, job: Job, growth: Any) -> None:
        key = (job.film, job.perfusion, job.burn)
        if key in self._kept and self._kept[key].known_s > growth.known_s:
            return
        self._kept[key] = growth
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.version += 1
        self._changed(True)


def _same(one: Job, other: Job) -> bool:
    return (one.film, one.perfusion, one.burn) == (other.film, other.perfusion, other.burn)


def heat_maker(spine: Any) -> Callable[..., Any]:
    """A function that works one burn out beside the bones of a spine."""

    def make(plan: Any, burn: BurnKey, perfusion: str, progress: Callable[[float, Any], None]) -> Any:
        from spine_viewer.procedures.heat import heat_beside_bone

        progress(0.0, None)
        return heat_beside_bone(spine, plan, burn, perfusion, progress)

    return make
