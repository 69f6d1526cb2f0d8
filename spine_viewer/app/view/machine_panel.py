"""Widgets of the C-arm's further joints, its field and collimator, and of the picture's turns."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.view.machine_logic import MachineLogic
from spine_viewer.app.widgets import slider, switch
from spine_viewer.imaging.settings import Fact, c_arm_facts

Row = tuple[str, str, Fact, float, bool]  # state, title, limits, step, whether the high end is at the left


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
            ("wig_wag_deg", "Wig-wag", facts.geometry.wig_wag_deg, 1, False),
            ("table_height_mm", "Table", machine["table_height_mm"], 5, False),
            ("pan_along_mm", "Head, feet", machine["pan_along_mm"], 5, False),
            ("pan_across_mm", "Left, right", machine["pan_across_mm"], 5, True),
            ("source_to_detector_mm", "To detector", facts.geometry.source_to_detector_mm, 5, False),
        )
        blades: tuple[Row, ...] = (
            ("iris", "Iris", shut["iris"], 0.05, False),
            ("shutters", "Shutters", shut["shutters"], 0.05, False),
            ("shutter_turn_deg", "Turned", shut["shutter_turn_deg"], 5, False),
        )
        with self._fold("More movements"):
            self._rows(movements, ready)
            self._undo("Back to the view", logic.back, name.moved)
        with self._fold("Field and collimator"):
            fields = tuple((one, one) for one in facts.geometry.fields_mm)
            switch("Field", fields, logic.choose_field, name.field_name, key="field", disabled=(f"!{ready}",))
            self._rows(blades, ready)
            self._undo("Open the collimator", logic.open_up, name.shut)
        with self._fold("Turn the picture"):
            with html.Div(classes="carm-tools"):
                self._toggle("Mirror", logic.mirror, name.mirrored, "mirror")
                self._toggle("Upside down", logic.upside_down, name.upside_down, "upside-down")
            self._rows((("rotate_deg", "Rotate", Fact(low=-180, high=180, status="P", source=""), 5, False),), ready)

    @staticmethod
    def _fold(title: str) -> html.Element:
        fold = html.Details(classes="carm-fold")
        with fold:
            html.Summary(title)
        return fold

    def _rows(self, rows: tuple[Row, ...], ready: str) -> None:
        for state, title, fact, step, reverse in rows:
            slider(
                f"carm-{state.replace('_', '-')}",
                title,
                getattr(self._name, state),
                f"{self._name.texts}.{state}",
                (float(fact.low or 0.0), float(fact.high or 0.0), step),
                label=f"C-arm {title.lower()}",
                reverse=reverse,
                disabled=(f"!{ready}",),
            )

    @staticmethod
    def _undo(title: str, act: object, there_is: str) -> None:
        html.Button(title, type="button", classes="text-button", click=act, v_if=there_is)

    @staticmethod
    def _toggle(title: str, act: object, state: str, key: str) -> None:
        html.Button(title, type="button", classes="text-button", click=act, aria_pressed=(state,), data_tool=key)
