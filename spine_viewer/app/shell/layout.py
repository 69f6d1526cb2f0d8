"""The whole screen: which panel stands where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from trame_client.ui.html import DivLayout
from trame_server import Server

from spine_viewer.app import html
from spine_viewer.app.explore.card_logic import CardLogic
from spine_viewer.app.explore.card_panel import CardPanel
from spine_viewer.app.explore.cut_logic import CutLogic
from spine_viewer.app.explore.explode_logic import ExplodeLogic
from spine_viewer.app.explore.inside_panel import InsidePanel
from spine_viewer.app.explore.layers_logic import LayersLogic
from spine_viewer.app.explore.measure_logic import MeasureLogic
from spine_viewer.app.explore.measure_panel import MeasurePanel
from spine_viewer.app.explore.needs_logic import NeedsLogic
from spine_viewer.app.explore.notes_logic import NotesLogic
from spine_viewer.app.explore.notes_panel import NotesPanel
from spine_viewer.app.explore.region_logic import RegionLogic
from spine_viewer.app.explore.region_panel import RegionPanel
from spine_viewer.app.explore.search_logic import SearchLogic
from spine_viewer.app.explore.tree_logic import TreeLogic
from spine_viewer.app.explore.tree_panel import TreePanel
from spine_viewer.app.explore.visibility_logic import VisibilityLogic
from spine_viewer.app.explore.wear_logic import WearLogic
from spine_viewer.app.explore.wear_panel import WearPanel
from spine_viewer.app.practice.exercises import overlays
from spine_viewer.app.practice.practice_logic import PracticeLogic
from spine_viewer.app.practice.practice_panel import PracticePanel
from spine_viewer.app.present.consult_logic import ConsultLogic
from spine_viewer.app.present.consult_panel import ConsultPanel
from spine_viewer.app.present.describe_logic import DescribeLogic
from spine_viewer.app.present.describe_panel import DescribePanel
from spine_viewer.app.present.now_logic import NowLogic
from spine_viewer.app.present.numbers_logic import NumbersLogic
from spine_viewer.app.present.numbers_panel import NumbersPanel
from spine_viewer.app.present.share_logic import ShareLogic
from spine_viewer.app.present.share_panel import SharePanel
from spine_viewer.app.procedure.comparison_logic import ComparisonLogic
from spine_viewer.app.procedure.comparison_panel import ComparisonPanel
from spine_viewer.app.procedure.fluid_logic import FluidLogic
from spine_viewer.app.procedure.fluid_panel import FluidPanel
from spine_viewer.app.procedure.heat_logic import HeatLogic
from spine_viewer.app.procedure.heat_panel import HeatPanel
from spine_viewer.app.procedure.joint_logic import JointLogic
from spine_viewer.app.procedure.joint_panel import JointPanel
from spine_viewer.app.procedure.recovery_logic import RecoveryLogic
from spine_viewer.app.procedure.recovery_panel import RecoveryPanel
from spine_viewer.app.procedure.transport_logic import TransportLogic
from spine_viewer.app.procedure.transport_panel import TransportPanel
from spine_viewer.app.shell.help_panel import HelpPanel
from spine_viewer.app.shell.language_logic import LanguageLogic
from spine_viewer.app.shell.rail_logic import RailLogic
from spine_viewer.app.shell.rail_panel import RailPanel
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.shell.topbar_panel import TopbarPanel
from spine_viewer.app.state.state_logic import StateLogic
from spine_viewer.app.state.state_panel import StatePanel
from spine_viewer.app.take_home.take_home_logic import TakeHomeLogic
from spine_viewer.app.take_home.take_home_panel import TakeHomePanel
from spine_viewer.app.text import live
from spine_viewer.app.view.fluoroscopy.logic import FluoroscopyLogic
from spine_viewer.app.view.fluoroscopy.panel import FluoroscopyPanel
from spine_viewer.app.view.machine_logic import MachineLogic
from spine_viewer.app.view.machine_panel import MachinePanel
from spine_viewer.app.view.view_logic import ViewLogic
from spine_viewer.app.view.view_panel import ViewPanel
from spine_viewer.app.widgets import Keys


@dataclass(frozen=True)
class Logics:
    """One logic per feature."""

    language: LanguageLogic
    topbar: TopbarLogic
    search: SearchLogic
    rail: RailLogic
    region: RegionLogic
    wear: WearLogic
    layers: LayersLogic
    tree: TreeLogic
    visibility: VisibilityLogic
    needs: NeedsLogic
    explode: ExplodeLogic
    cut: CutLogic
    measure: MeasureLogic
    notes: NotesLogic
    card: CardLogic
    joint: JointLogic
    heat: HeatLogic
    fluid: FluidLogic
    comparison: ComparisonLogic
    transport: TransportLogic
    recovery: RecoveryLogic
    view: ViewLogic
    fluoroscopy: FluoroscopyLogic
    machine: MachineLogic
    state: StateLogic
    take_home: TakeHomeLogic
    now: NowLogic
    share: ShareLogic
    consult: ConsultLogic
    practice: PracticeLogic
    describe: DescribeLogic
    numbers: NumbersLogic


def build_layout(server: Server, logics: Logics) -> None:
    """Put every panel in its place."""
    mode, drawer = logics.rail.typed.name.mode, logics.rail.typed.name.drawer
    on, ask, practice = logics.consult.typed.name.on, logics.numbers.ask, logics.practice.typed.name
    about = {"data_drawer": (drawer,), "data_consult": (on,), "data_pictures": (practice.pictures,)}
    with DivLayout(server), html.Div(classes="app", data_mode=(mode,), **about):
        Keys()
        share, consult = SharePanel(logics.share), ConsultPanel(logics.consult, logics.now)
        describe, numbers = DescribePanel(logics.describe), NumbersPanel(logics.numbers)
        take_home = TakeHomePanel(logics.take_home)
        tools = (consult.button, describe.button, numbers.button, take_home.button)
        shut = practice.hides_names
        TopbarPanel(logics.topbar, logics.language, logics.search, shut, logics.state.toggle, share.button, *tools)
        RailPanel(logics.rail)
        recovery = RecoveryPanel(logics.recovery, ask)
        PracticePanel(logics.practice, mode)
        beside = f"{drawer} && {mode} !== 'practice'"
        with html.Aside(classes="drawer", id="drawer", v_show=beside, aria_label=(live("rail.options"),)):
            with html.Div(v_if=f"{mode} === 'procedure'"):
                HeatPanel(logics.heat, ask)
                FluidPanel(logics.fluid, ask)
                ComparisonPanel(logics.comparison, logics.heat.typed.name.shown)
                JointPanel(logics.joint, ask)
            with html.Div(v_if=f"{mode} === 'after'"):
                recovery.side()
            with html.Div(v_if=f"{mode} === 'explore'"):
                RegionPanel(logics.region)
                InsidePanel(logics.explode, logics.cut)
            TreePanel(logics.tree, logics.layers, logics.visibility, mode)
            with html.Div(v_if=f"{mode} === 'explore'"):
                MeasurePanel(logics.measure)
                NotesPanel(logics.notes, logics.visibility.look_at)
                WearPanel(logics.wear)

        def pick_name(structure_id: str) -> None:
            """A name on the picture was clicked."""
            if not logics.practice.named(structure_id):
                logics.tree.choose(structure_id)

        ViewPanel(logics.view, pick_name)
        describe.words()
        # An X-ray alone takes the place of the 3D view.
        alone = f"['xray', 'carm'].includes({practice.pictures}) ? 'main' : undefined"
        with html.Div(classes="side", role=(alone,)):
            over = partial(overlays, logics.practice.exercises)
            FluoroscopyPanel(logics.fluoroscopy, MachinePanel(logics.machine), over)
            CardPanel(logics.card, logics.needs, logics.visibility, logics.notes, mode)
        TransportPanel(logics.transport, ask)
        recovery.bar()
        HelpPanel(logics.topbar)
        StatePanel(logics.state)
        take_home.dialog()
        share.dialog()
        numbers.dialog()
        consult.screen()
