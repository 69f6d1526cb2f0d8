"""The menu of what to take home: what can be made now, what is in the making, what is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.refusals import in_words
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.serving.downloads import Downloads
from spine_viewer.app.state.document import as_text
from spine_viewer.app.take_home.orders import OF_A_PROCEDURE, WITH_A_FILM, Shown, ordered
from spine_viewer.app.take_home.workshop import Task, Workshop
from spine_viewer.app.text import reason, text
from spine_viewer.errors import InputError

MOST = 8  # in the list
MB = 1e6


@dataclass
class TakeHomeState:
    """What the dialogue shows.

    ``about``: procedure and joints that a handout is about, ``reason`` why there is none; ``..._option``: the chosen
    paper or format of a kind; ``part``: name of the structure that is picked out, ``only`` whether a model is to hold
    it alone; ``full``: no more fits in the list, ``barred``: an exercise is on, of which nothing is made.
    """

    open: bool = False
    about: str = ""
    reason: str = ""
    print_option: str = "a4_portrait"
    handout_option: str = "a4"
    movie_option: str = "mp4"
    model_option: str = "glb"
    part: str = ""
    only: bool = False
    full: bool = False
    barred: bool = False
    tasks: list[dict] = field(default_factory=list)
    message: str = ""
    problem: str = ""


class TakeHomeLogic:
    """Takes orders for what the viewer shows now, and hands the files out.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    downloads : Downloads
    film : callable
        Gives the film of what is chosen; None while there is none.
    shown : callable
        Gives size of the picture, and whether it shows heat beside bone.
    keep_camera : callable
        Brings the camera into the choices.
    full_name : callable
        Gives a structure's name, for an audience in a language.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        downloads: Downloads,
        film: Callable[[], Any],
        shown: Callable[[], tuple[tuple[int, int], bool]],
        keep_camera: Callable[[], None],
        full_name: Callable[[str, str, str], str],
    ) -> None:
        self.typed = TypedState(server.state, TakeHomeState)
        self._server = server
        self._store = store
        self._downloads = downloads
        self._film = film
        self._shown = shown
        self._keep_camera = keep_camera
        self._full_name = full_name
        self._workshop = Workshop(self._changed)
        self._tasks: dict[int, Task] = {}
        self._addresses: dict[int, str] = {}
        store.subscribe(self._follow)

    def toggle(self, open_: bool | None = None) -> None:
        """Open or close the dialogue."""
        data = self.typed.data
        data.open = not data.open if open_ is None else open_
        data.problem = ""
        if data.open:
            self.refresh()

    def make(self, kind: str, option: str, only: bool = False) -> None:
        """Order one thing of :data:`OPTIONS`, as the viewer shows it now; ``only``: a model of what is picked out."""
        data, now = self.typed.data, self._kept()
        if data.barred or (kind in OF_A_PROCEDURE and data.reason):
            data.problem = data.reason
            return
        size, beside_bone = self._shown()
        part = now.selection if kind == "model" and only and data.part else None
        try:
            order = ordered(kind, option, now, Shown(size, beside_bone, part, self._step(now)))
        except InputError as error:
            data.problem = in_words(str(error), now.language)
            return
        if len(self._tasks) >= MOST:
            data.problem = text("take_home.full", now.language)
            return
        data.problem = ""
        task = self._workshop.add(order, as_text(now))
        self._tasks[task.number] = task
        self._list()

    def cancel(self, number: int) -> None:
        """Give up what is in the making."""
        if number in self._tasks:
            self._workshop.cancel(self._tasks[number])

    def remove(self, number: int) -> None:
        """Take what is ready, or came to nothing, off the list, with its file."""
        task = self._tasks.get(number)
        if task is None or task.open:
            return
        del self._tasks[number]
        self._downloads.withdraw(self._addresses.pop(number, ""))
        self._workshop.clear(task)
        self._list()

    def refresh(self) -> None:
        """What can be made of what is shown now."""
        data, now = self.typed.data, self._store.now
        film = self._film() if now.mode in WITH_A_FILM else None
        data.about, data.reason = _about(now, film)
        data.barred = now.mode == "practice"
        picked = now.selection
        data.part = "" if picked is None else self._full_name(picked, now.audience, now.language)
        data.only = data.only and picked is not None

    def _kept(self) -> Choices:
        self._keep_camera()
        self.refresh()
        return self._store.now

    def _step(self, now: Choices) -> str | None:
        """The step of the film that is shown; None where there is no film."""
        film = self._film() if now.mode in WITH_A_FILM else None
        if film is None:
            return None
        steps = film.timeline
        return str(steps.steps[-1].key if now.mode == "after" else steps.at(now.time_s).step.key)

    def _follow(self, before: Choices, after: Choices) -> None:
        if self.typed.data.open:
            self.refresh()
        if before.language != after.language:
            self._list()

    def _changed(self, task: Task) -> None:
        """More is known of a task."""
        if task.number not in self._tasks:
            return
        with self._server.state:
            if task.stage == "done" and task.number not in self._addresses:
                self._addresses[task.number] = self._downloads.offer(task.file, task.order.file)
            if not task.open:
                language = self._store.now.language
                name, stage = text(f"take_home.{task.order.kind}", language), text(f"take_home.{task.stage}", language)
                self.typed.data.message = f"{name}: {stage}"
            self._list()

    def _list(self) -> None:
        self.typed.data.tasks = [self.told(task) for task in reversed(self._tasks.values())]
        self.typed.data.full = len(self._tasks) >= MOST

    def told(self, task: Task) -> dict[str, Any]:
        """A line of the list, as the page shows it."""
        done, language = task.stage == "done", self._store.now.language
        problem, spoken = reason(task.problem, language)
        return {
            "number": task.number,
            "kind": task.order.kind,
            "file": task.order.file,
            "stage": task.stage,
            "open": task.open,
            "part": -1.0 if task.part is None else round(task.part, 3),
            "percent": "" if task.part is None or done else f"{100 * task.part:.0f} %",
            "address": self._addresses.get(task.number, ""),
            "size": f"{task.file.stat().st_size / MB:.1f} MB" if done else "",
            "problem": problem,
            "why": "why" if spoken == language else "why_in_english",
            "spoken": spoken,
        }


def _about(now: Choices, film: Any) -> tuple[str, str]:
    """What a handout would be about, and why there can be none now; one of them is empty."""
    if now.mode not in WITH_A_FILM:
        return "", text("take_home.practice" if now.mode == "practice" else "take_home.pick", now.language)
    if film is None:
        return "", text("take_home.planning", now.language)
    if now.language not in film.languages or now.language not in film.recovery.course.languages:
        return "", text("take_home.no_texts", now.language)
    from spine_viewer.procedures.target_names import joints_label

    title = film.plan.technique.title[now.language].of(now.audience)
    return f"{title}, {joints_label(film.plan.sites, now.language)}", ""
