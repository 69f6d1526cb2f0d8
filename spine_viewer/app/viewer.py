"""The viewer: every feature wired to the server and to each other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from trame_server import Server

from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import Choices, Key, Store, film_key
from spine_viewer.app.explore.card_logic import CardLogic
from spine_viewer.app.explore.catalogue import Catalogue
from spine_viewer.app.explore.cut_logic import CutLogic
from spine_viewer.app.explore.explode_logic import ExplodeLogic
from spine_viewer.app.explore.layers_logic import LayersLogic
from spine_viewer.app.explore.measure_logic import MeasureLogic
from spine_viewer.app.explore.needs_logic import NeedsLogic
from spine_viewer.app.explore.notes_logic import NotesLogic
from spine_viewer.app.explore.region_logic import RegionLogic
from spine_viewer.app.explore.search_logic import SearchLogic
from spine_viewer.app.explore.showing import let_go
from spine_viewer.app.explore.tree_logic import TreeLogic
from spine_viewer.app.explore.visibility_logic import VisibilityLogic
from spine_viewer.app.explore.wear_logic import WearLogic
from spine_viewer.app.practice.exercise import Screen
from spine_viewer.app.practice.exercises import make_exercises
from spine_viewer.app.practice.practice_logic import PracticeLogic
from spine_viewer.app.present.consult_logic import ConsultLogic
from spine_viewer.app.present.describe_logic import DescribeLogic
from spine_viewer.app.present.now_logic import NowLogic
from spine_viewer.app.present.numbers_logic import NumbersLogic
from spine_viewer.app.present.share_logic import ShareLogic
from spine_viewer.app.procedure.comparison_logic import ComparisonLogic
from spine_viewer.app.procedure.films import Film, Films, film_maker
from spine_viewer.app.procedure.fluid_logic import FluidLogic
from spine_viewer.app.procedure.heat_logic import HeatLogic
from spine_viewer.app.procedure.heats import Heats, heat_maker
from spine_viewer.app.procedure.joint_logic import JointLogic
from spine_viewer.app.procedure.recovery_logic import RecoveryLogic
from spine_viewer.app.procedure.transport_logic import TransportLogic
from spine_viewer.app.serving.downloads import Downloads
from spine_viewer.app.serving.loading import load_coarse, load_fine, open_xray
from spine_viewer.app.serving.precedence import Precedence
from spine_viewer.app.serving.scheduler import FlowControl, PacedScheduler
from spine_viewer.app.serving.sharing import Sharing
from spine_viewer.app.serving.stream import PictureStream
from spine_viewer.app.shell.keyboard_logic import KeyboardLogic
from spine_viewer.app.shell.language_logic import LanguageLogic
from spine_viewer.app.shell.layout import Logics, build_layout
from spine_viewer.app.shell.rail_logic import RailLogic
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.stage import Stage
from spine_viewer.app.state.state_logic import StateLogic
from spine_viewer.app.take_home.take_home_logic import TakeHomeLogic
from spine_viewer.app.view.fluoroscopy.logic import FluoroscopyLogic
from spine_viewer.app.view.fluoroscopy.pictures import MOVING_PX
from spine_viewer.app.view.machine_logic import MachineLogic
from spine_viewer.app.view.view_logic import Hit3D, ViewLogic
from spine_viewer.imaging.settings import c_arm_facts
from spine_viewer.scene.search import Hit, SearchIndex

logger = logging.getLogger(__name__)


class Viewer:
    """Builds the app on a server, which may run already.

    Parameters
    ----------
    server : trame_server.Server
    stream : PictureStream
        Part of the server.
    sharing : Sharing
        The link to the shared screen.
    downloads : Downloads
        Where files are handed out.
    start : Choices
        What is chosen at the start.
    heavy : concurrent.futures.Executor
        One thread for long work, so that the other core is left for drawing.
    """

    def __init__(
        self,
        server: Server,
        stream: PictureStream,
        sharing: Sharing,
        downloads: Downloads,
        start: Choices,
        heavy: Executor,
    ) -> None:
        self._heavy = heavy
        self._light = ThreadPoolExecutor(2, thread_name_prefix="light")
        self._server = server
        self.store = Store(start)
        self._stage: Stage | None = None
        self._films: Films | None = None
        self._heats: Heats | None = None
        self._built = start.variation
        self._changing: asyncio.Task[None] | None = None
        self._catalogue = Catalogue()
        self._index: SearchIndex | None = None
        self.logics = self._make_logics(stream, sharing, downloads)
        self._register()
        with server.state:
            build_layout(server, self.logics)
        self.store.subscribe(self._follow_variation)
        self.store.subscribe(self._flush)

    def _make_logics(self, stream: PictureStream, sharing: Sharing, downloads: Downloads) -> Logics:
        server, store, catalogue = self._server, self.store, self._catalogue
        language = LanguageLogic(server, store)
        tree = TreeLogic(server, store, catalogue)
        view_flow, xray_flow = FlowControl(), FlowControl()
        sources: dict[str, Any] = {}
        # The X-ray hears of a change first, is computed beside the event loop and leaves before that draws the 3D view.
        xray = FluoroscopyLogic(server, store, lambda m: sources["fluoroscopy"](m), xray_flow, self._light)
        view = ViewLogic(server, store, lambda m: sources["view"](m), view_flow, self._light)
        sources["view"], sources["fluoroscopy"] = stream.attach("view", view), stream.attach("fluoroscopy", xray)
        xray.moved = view.follow_carm
        view.tapped = self._tapped
        order = Precedence(lambda: server.network_completion)
        draw_xray, draw_view = order.leading(xray.draw), order.following(view.draw)
        view.scheduler = PacedScheduler(draw_view, view_flow, frames_per_s=40.0, rest_s=0.3)  # after that of the X-ray
        xray.scheduler = PacedScheduler(draw_xray, xray_flow, frames_per_s=lambda: store.now.pulses_per_s)
        card = CardLogic(server, store, self._spine, self._subject)
        transport, recovery = TransportLogic(server, store, self._film), RecoveryLogic(server, store, self._film)
        practice, numbers = PracticeLogic(server, store), NumbersLogic(server, store, self._film)
        now = NowLogic(server, store, transport, recovery, card, practice.on_screen)
        share = ShareLogic(server, store, sharing, now)
        describe = DescribeLogic(server, store, lambda: self._stage, lambda: practice.hides_names)
        view.rested, xray.rested = describe.view_rests, describe.xray_rests
        describe.told.append(share.describe)
        heat = HeatLogic(server, store, lambda: self._stage)

        def pictured() -> tuple[tuple[int, int], bool]:
            return view.snapshot_size(), heat.typed.data.solver == "beside_bone"

        screen = Screen(
            server=server,
            store=store,
            stage=lambda: self._stage,
            redraw=self._redraw,
            redraw_view=view.request,
            shoot=xray.shoot,
            darken=xray.darken,
            move=xray.move,
            look_from=view.look_from,
            report=self._report,
            ask=numbers.ask,
            heavy=self._heavy,
        )
        practice.add(make_exercises(screen))
        view.sighted, xray.pointed, xray.asked = practice.sighted, practice.pointed, practice.asked
        return Logics(
            language=language,
            topbar=TopbarLogic(server, store),
            search=SearchLogic(server, store, catalogue, self._find),
            rail=RailLogic(server, store),
            region=RegionLogic(server, store),
            wear=WearLogic(server, store),
            layers=LayersLogic(server, store),
            tree=tree,
            visibility=VisibilityLogic(server, store, lambda: catalogue),
            needs=NeedsLogic(server, store, self._spine),
            explode=ExplodeLogic(server, store),
            cut=CutLogic(server, store, self._spine),
            measure=MeasureLogic(server, store),
            notes=NotesLogic(server, store, catalogue.full_name),
            card=card,
            joint=JointLogic(server, store, lambda: self._films),
            heat=heat,
            fluid=FluidLogic(server, store, lambda: self._stage),
            comparison=ComparisonLogic(server, store, self._film, self._heavy),
            transport=transport,
            recovery=recovery,
            view=view,
            fluoroscopy=xray,
            machine=MachineLogic(server, store, xray.move, self._field_name),
            state=StateLogic(server, store, lambda: self._stage, view.keep_camera),
            take_home=TakeHomeLogic(
                server, store, downloads, self._film, pictured, view.keep_camera, catalogue.full_name
            ),
            now=now,
            share=share,
            describe=describe,
            numbers=numbers,
            consult=ConsultLogic(server, store, self._step, self._toggle_film),
            practice=practice,
        )

    def _redraw(self) -> None:
        """The exercise shows something else; a picture that is not seen is drawn when it comes back."""
        exercise = self.logics.practice.on_screen(self.store.now)
        pictures = "both" if exercise is None else exercise.pictures
        if pictures != "scene":
            self.logics.fluoroscopy.refresh()
        if pictures != "xray":
            self.logics.view.request()

    def _report(self) -> None:
        """The exercise says something else about itself."""
        self.logics.practice.refresh()
        self.logics.now.refresh()

    def _spine(self) -> Any:
        """The spine on the stage; None until it is loaded."""
        return None if self._stage is None else self._stage.spine

    def _field_name(self, choices: Choices) -> str:
        """Name of the C-arm's field that choices mean."""
        return c_arm_facts().film_fields.usual if self._stage is None else self._stage.field_name(choices)

    def _tapped(self, hit: Hit3D | None) -> None:
        """A click on the 3D view: for the exercise, a point of a measure, or a choice."""
        if self.logics.practice.tapped(hit):
            return
        if self.logics.measure.on:
            if hit is not None:
                self.logics.measure.add(*hit)
            return
        self.logics.notes.touched(hit)
        self.store.update(selection=None if hit is None else hit[0])

    def _find(self, query: str, shown: Callable[[str], bool]) -> list[Hit]:
        """What the search field finds; the index is made when it is first used."""
        if self._stage is None:
            return []
        if self._index is None:
            self._index = SearchIndex(self._stage.spine)
        return self._index.find(query, shown)

    def _register(self) -> None:
        """Names that the page calls."""
        logics, trigger = self.logics, self._server.controller.trigger
        keys = KeyboardLogic(
            {
                " ": self._toggle_film,
                "ArrowLeft": lambda: self._step(-1),
                "ArrowRight": lambda: self._step(1),
                "Home": lambda: logics.transport.go_to(0),
                "End": lambda: self._step(10_000),
                "1": lambda: logics.rail.go_number(1),
                "2": lambda: logics.rail.go_number(2),
                "3": lambda: logics.rail.go_number(3),
                "4": lambda: logics.rail.go_number(4),
                "?": logics.topbar.toggle_help,
                "Escape": self._escape,
                "d": logics.describe.toggle,
                "t": logics.take_home.toggle,
                "f": self._consult,
                "n": logics.numbers.toggle,
                "i": logics.fluoroscopy.invert,
                "m": self._measure,
                "l": lambda: logics.layers.toggle("labels"),
                "undo": self.store.undo,
                "redo": self.store.redo,
            },
            first=logics.practice.key,
        )
        trigger("spine_viewer_key")(keys.press)
        trigger("leave_consult")(logics.consult.leave)
        trigger("choose_structure")(logics.search.choose)
        trigger("snapshot_view")(logics.view.snapshot)
        trigger("snapshot_xray")(logics.fluoroscopy.snapshot)
        trigger("snapshot_xray_dicom")(logics.fluoroscopy.snapshot_dicom)
        trigger("state_save")(logics.state.save)
        trigger("state_copied")(logics.state.copied)
        trigger("state_open_file")(logics.state.open_file)
        trigger("state_open_link")(logics.state.open_link)

    # Keys that mean different things in different modes ----------------------------------------------------------

    def _toggle_film(self) -> None:
        if self.store.now.mode == "procedure":
            self.logics.transport.toggle()

    def _step(self, by: int) -> None:
        if self.store.now.mode == "procedure":
            self.logics.transport.step(by)
        elif self.store.now.mode == "after":
            self.logics.recovery.step(by)

    def _consult(self) -> None:
        if self.store.now.mode != "practice":
            self.logics.consult.toggle()

    def _measure(self) -> None:
        if self.store.now.mode == "explore":
            self.logics.measure.toggle()

    def _escape(self) -> None:
        if self.logics.topbar.typed.data.help_open:
            self.logics.topbar.toggle_help(False)
        elif self.logics.state.typed.data.open:
            self.logics.state.toggle(False)
        elif self.logics.take_home.typed.data.open:
            self.logics.take_home.toggle(False)
        elif self.logics.notes.typed.data.writing:
            self.logics.notes.write(False)
        elif self.logics.measure.on:
            self.logics.measure.toggle(False)
        elif self.logics.consult.on:
            self.logics.consult.leave()
        else:
            self.store.update(**let_go(self.store.now))

    # Loading -----------------------------------------------------------------------------------------------------

    async def load(self, coarse: Awaitable[Any]) -> None:
        """The first picture as soon as the coarse meshes are read, then the X-ray, then the fine meshes.

        Parameters
        ----------
        coarse : awaitable
            Gives the spine with its coarse meshes.
        """
        spine = await coarse
        self._catalogue.load(spine)
        self._show(spine)
        await asyncio.sleep(0)
        with self._server.state:
            self.logics.tree.fill()
            self.logics.notes.refresh()
            self.logics.state.ready()
        await self._complete(spine)
        self._follow_variation(self.store.now, self.store.now)

    def _show(self, spine: Any) -> None:
        """Put a spine with its coarse meshes on the stage."""
        self._stop_heating()
        self._films = Films(film_maker(spine), self._heavy, self._film_ready)
        self._heats = Heats(heat_maker(spine), self._heavy, self._heat_changed)
        self._stage = Stage(spine, self._films, self._heats, self.logics.practice.on_screen)
        with self._server.state:
            self.logics.view.open(self._stage)
            self.logics.joint.report()
            self.logics.heat.refresh()
            self.logics.fluid.refresh()
            self.logics.card.refresh()
            self.logics.needs.refresh()
            self.logics.cut.refresh()
            self.logics.practice.opened(self._stage)

    async def _complete(self, spine: Any) -> None:
        """The X-ray of the spine on the stage, then its fine meshes, in both."""
        loop, logics, stage = asyncio.get_running_loop(), self.logics, self._stage
        if stage is None:
            return
        request = stage.exposure(self.store.now)
        xray = await loop.run_in_executor(self._heavy, open_xray, spine, request, MOVING_PX)
        with self._server.state:
            logics.fluoroscopy.open(stage, xray)
            logics.view.after_xray = True
        await loop.run_in_executor(self._heavy, load_fine, spine, self.store.now.region)
        if self._outdated:
            return
        logics.view.refine()
        await loop.run_in_executor(self._heavy, xray.refine)
        with self._server.state:
            logics.fluoroscopy.refresh()

    # Another anatomy ---------------------------------------------------------------------------------------------

    @property
    def _outdated(self) -> bool:
        """Whether another anatomy is wanted than the one on the stage."""
        return self.store.now.variation != self._built

    def _follow_variation(self, _before: Choices, _after: Choices) -> None:
        if self._outdated:
            self._stop_heating()
        if self._outdated and self._stage is not None and self._changing is None:
            self._changing = asyncio.get_running_loop().create_task(self._change())

    async def _change(self) -> None:
        """Build the anatomy that is wanted; whoever moves a slider on meanwhile gets the last one."""
        loop = asyncio.get_running_loop()
        with self._server.state:
            self.logics.wear.busy(True)
        try:
            while self._outdated:
                wanted = self.store.now.variation
                spine = await loop.run_in_executor(self._heavy, load_coarse, self.store.now.region, wanted)
                self._built = wanted
                self._show(spine)
                if not self._outdated:
                    await self._complete(spine)
        except Exception:
            logger.exception("the anatomy could not be changed")
            self._built = self.store.now.variation
        finally:
            self._changing = None
            with self._server.state:
                self.logics.wear.busy(False)

    def _subject(self, choices: Choices) -> str | None:
        """The nerve that is being treated, or the joint."""
        return None if self._stage is None else self._stage.subject(choices)

    def _film(self) -> Film | None:
        return None if self._stage is None else self._stage.film(self.store.now)

    def _film_ready(self, key: Key) -> None:
        now = self.store.now
        if key != film_key(now):
            return
        with self._server.state:
            self.logics.joint.report()
            self.logics.take_home.refresh()
            self.logics.heat.refresh()
            self.logics.fluid.refresh()
            self.logics.comparison.refresh()
            self.logics.transport.refresh()
            self.logics.recovery.refresh()
            self.logics.card.refresh()
            self.logics.view.request()
            self.logics.fluoroscopy.refresh()

    def _heat_changed(self, more: bool) -> None:
        """The heat beside bone is worked out further; ``more`` of it can be shown."""
        with self._server.state:
            self.logics.heat.refresh()
        if more:
            self.logics.view.request()
            self.logics.fluoroscopy.refresh()

    def _stop_heating(self) -> None:
        """Give up the work on the heat of the spine that is on the stage."""
        if self._heats is not None:
            self._heats.want(None, "", ())

    def _flush(self, _before: Choices, _after: Choices) -> None:
        self._server.state.flush()


def first_choices(
    region: str,
    procedure: str | None,
    joint: str | None,
    side: str | None,
    language: str,
    audience: str,
    variation: Variation | None = None,
    state: Choices | None = None,
) -> Choices:
    """What is chosen at the start: a view that was kept, or with a procedure the viewer opens on it."""
    if state is not None:
        return state
    start = Choices(region=region, language=language, audience=audience, variation=variation or Variation())
    if procedure is not None:
        start = replace(start, mode="procedure", view="guided", procedure=procedure)
    if joint is not None:
        start = replace(start, joint=joint)
    if side is not None:
        start = replace(start, side=side)
    return start
