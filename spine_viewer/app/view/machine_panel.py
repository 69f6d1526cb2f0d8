"""Widgets of the C-arm's further joints, its field and collimator, and of the picture's turns."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.text import live, shown
from spine_viewer.app.view.machine_logic import MachineLogic
from spine_viewer.app.widgets import slider, switch
from spine_viewer.imaging.settings import Fact, c_arm_facts

Row = tuple[str, Fact, float, bool]  # state, limits, step, whether the high end is at the left


class MachinePanel:
    """Three folds: movements, field and collimator, picture."""

    def __init__(self, logic: MachineLogic) -> None:
        self._logic = logic
        self._name = logic.typed.name

    def show(self, ready: str) -> None:
        """Put the folds in the panel; ``ready`` is the state that switches them on."""
        facts, name, logic = c_arm_facts(), self._name, self._logic
        machine, shut = facts.machine, facts.collimator
        movements: tuple[Row, ...] = (
            ("wig_wag_deg", facts.geometry.wig_wag_deg, 1, False),
            ("table_height_mm", machine["table_height_mm"], 5, False),
            ("pan_along_mm", machine["pan_along_mm"], 5, False),
            ("pan_across_mm", machine["pan_across_mm"], 5, True),
            ("source_to_detector_mm", facts.geometry.source_to_detector_mm, 5, False),
        )
        blades: tuple[Row, ...] = (
            ("iris", shut["iris"], 0.05, False),
            ("shutters", shut["shutters"], 0.05, False),
            ("shutter_turn_deg", shut["shutter_turn_deg"], 5, False),
        )
        with self._fold("movements"):
            self._rows(movements, ready)
            self._undo("back", logic.back, name.moved)
        with self._fold("fields"):
            fields = [(one, live(f"fields.{one}")) for one in facts.geometry.fields_mm]
            switch(
                live("machine.field"), fields, logic.choose_field, name.field_name, key="field", disabled=(f"!{ready}",)
            )
            self._rows(blades, ready)
            self._undo("open_up", logic.open_up, name.shut)
        with self._fold("picture"):
            with html.Div(classes="carm-tools"):
                self._toggle("mirror", logic.mirror, name.mirrored, "mirror")
                self._toggle("upside_down", logic.upside_down, name.upside_down, "upside-down")
            self._rows((("rotate_deg", Fact(low=-180, high=180, status="P", source=""), 5, False),), ready)

    @staticmethod
    def _fold(key: str) -> html.Element:
        fold = html.Details(classes="carm-fold")
        with fold:
            html.Summary(shown(f"machine.{key}"))
        return fold

    def _rows(self, rows: tuple[Row, ...], ready: str) -> None:
        for state, fact, step, reverse in rows:
            slider(
                f"carm-{state.replace('_', '-')}",
                live(f"machine.{state}"),
                getattr(self._name, state),
                f"{self._name.texts}.{state}",
                (float(fact.low or 0.0), float(fact.high or 0.0), step),
                label=live(f"machine.{state}_label"),
                reverse=reverse,
                disabled=(f"!{ready}",),
            )

    @staticmethod
    def _undo(key: str, act: object, there_is: str) -> None:
        html.Button(shown(f"machine.{key}"), type="button", classes="text-button", click=act, v_if=there_is)

    @staticmethod
    def _toggle(key: str, act: object, state: str, tool: str) -> None:
        words = shown(f"machine.{key}")
        html.Button(words, type="button", classes="text-button", click=act, aria_pressed=(state,), data_tool=tool)
