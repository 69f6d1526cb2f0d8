"""Things to take home are made one after the other, each by a process of its own: the viewer stays alive beside it.

Graphics libraries do not like two threads, and a film takes minutes. A process can be ended at any moment, leaves
nothing behind but its own folder, and runs the same command that somebody would type.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spine_viewer.anatomy.folders import PACKAGE
from spine_viewer.app.take_home.orders import OUT, STATE, Order
from spine_viewer.progress import AS_LINES, part_of

logger = logging.getLogger(__name__)

Stage = Literal["waiting", "working", "done", "failed", "cancelled"]

COMMAND = (sys.executable, "-m", "spine_viewer.cli")
THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "LP_NUM_THREADS")
LONGEST_LINE = 1 << 20
SPOKEN = "spine-viewer: "


@dataclass
class Task:
    """An order on its way: ``part`` of the work that is done (0 to 1, None where that is not told), ``problem``
    what the command said of it; nothing where it ended without a word."""

    number: int
    order: Order
    folder: Path
    stage: Stage = "waiting"
    part: float | None = None
    problem: str = ""

    @property
    def file(self) -> Path:
        """The file that is made."""
        return self.folder / f"out{Path(self.order.file).suffix}"

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return self.stage in ("waiting", "working")


class Workshop:
    """Makes orders, one at a time.

    Parameters
    ----------
    changed : callable
        Called on the event loop with a task whenever more is known of it.
    command : sequence of str
        What comes before the arguments of an order.
    """

    def __init__(self, changed: Callable[[Task], None], command: Iterable[str] = COMMAND) -> None:
        self._changed = changed
        self._command = tuple(command)
        self._root: Path | None = None
        self._count = 0
        self._waiting: list[Task] = []
        self._process: asyncio.subprocess.Process | None = None
        self._worker: asyncio.Task[None] | None = None
        self._now: Task | None = None

    def add(self, order: Order, state: str) -> Task:
        """Take an order on; ``state`` is the view that it is made from, as a file keeps it."""
        if self._root is None:
            self._root = Path(tempfile.mkdtemp(prefix="spine-take-home-"))
            atexit.register(self.close)
        self._count += 1
        folder = self._root / str(self._count)
        folder.mkdir()
        (folder / "state.json").write_text(state, encoding="utf-8")
        task = Task(self._count, order, folder)
        self._waiting.append(task)
        if self._worker is None:
            self._worker = asyncio.get_running_loop().create_task(self._work())
        return task

    def cancel(self, task: Task) -> None:
        """Give a task up, and end its process."""
        if not task.open:
            return
        task.stage = "cancelled"
        if task is self._now:
            self._end()
        else:
            self._waiting.remove(task)
            self.clear(task)
        self._changed(task)

    def clear(self, task: Task) -> None:
        """Remove the files of a task."""
        shutil.rmtree(task.folder, ignore_errors=True)

    def close(self) -> None:
        """End what is under way and remove every file."""
        self._waiting.clear()
        self._end()
        if self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)

    async def _work(self) -> None:
        try:
            while self._waiting:
                self._now = task = self._waiting.pop(0)
                task.stage = "working"
                self._changed(task)
                try:
                    await self._make(task)
                except Exception as error:
                    logger.exception("%s could not be made", task.order.file)
                    task.stage, task.problem = "failed", f"{type(error).__name__}: {error}"
                if not task.file.is_file() or task.problem:
                    self.clear(task)
                self._changed(task)
        finally:
            self._now = self._worker = None

    async def _make(self, task: Task) -> None:
        places = {OUT: str(task.file), STATE: str(task.folder / "state.json")}
        arguments = [places.get(one, one) for one in task.order.arguments]
        self._process = process = await asyncio.create_subprocess_exec(
            *_behind_the_viewer(),
            *self._command,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            cwd=task.folder,
            env=_environment(),
            start_new_session=True,
        )
        assert process.stderr is not None
        last = ""
        async for raw in process.stderr:
            line = raw.decode("utf-8", "replace").strip()
            part = part_of(line)
            if part is None:
                last = line or last
            elif task.stage == "working" and (task.part is None or part - task.part >= 0.005 or part == 1.0):
                task.part = part
                self._changed(task)
        status = await process.wait()
        self._process = None
        if task.stage == "cancelled":
            self.clear(task)
            return
        if status == 0 and task.file.is_file() and task.file.stat().st_size > 0:
            task.stage, task.part = "done", 1.0
            return
        task.stage = "failed"
        logger.warning("%s: the process ended with status %s: %s", task.order.file, status, last)
        task.problem = last.removeprefix(SPOKEN) if status > 0 else ""

    def _end(self) -> None:
        """End the process that works, with all that it has started."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _behind_the_viewer() -> tuple[str, ...]:
    """What lets the viewer go first where both want a core."""
    return ("nice", "-n", "10") if shutil.which("nice") else ()


def _environment() -> dict[str, str]:
    """Progress as lines, this package, and a core less than there are."""
    paths = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    threads = str(max(1, (os.cpu_count() or 2) - 1))
    return {**os.environ, AS_LINES: "lines", "PYTHONPATH": os.pathsep.join(paths)} | dict.fromkeys(THREADS, threads)
