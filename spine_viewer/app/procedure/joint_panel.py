"""Widgets of the joint chooser."""

from __future__ import annotations

from spine_viewer.anatomy.ids import JOINT_LEVELS
from spine_viewer.app import html
from spine_viewer.app.procedure.joint_logic import JointLogic
from spine_viewer.app.widgets import icon, switch
from spine_viewer.procedures.technique import PROCEDURES
from spine_viewer.scene.names import spoken

NAMES = {
    "medial-branch-block": "Nerve block",
    "medial-branch-rf": "Heat treatment (RF)",
    "third-occipital-block": "Third occipital block",
    "third-occipital-rf": "Third occipital heat (RF)",
    "lateral-branch-block": "Sacral lateral branch block",
    "lateral-branch-rf": "Sacral lateral branch heat (RF)",
    "facet-injection": "Facet joint injection",
}
REGIONS = (("cervical", "Neck"), ("thoracic", "Chest"), ("lumbar", "Lower back"))


class JointPanel:
    """The techniques, the joints of a region as they lie on the back, and the plan's needles with their checks."""

    def __init__(self, logic: JointLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2("Procedure")
            offered = [(id_, words) for id_, words in NAMES.items() if id_ in PROCEDURES]
            switch("Procedure", offered, logic.choose_procedure, name.procedure, wide=True, grid=True, key="procedure")
        self._joints(logic)
        self._plan(logic)

    @staticmethod
    def _joints(logic: JointLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2("Joint")
            switch("Region", REGIONS, logic.choose_region, name.region, wide=True, key="region", among=name.regions)
            with html.Div(classes="joints", role="group", aria_label="Joint and side, seen from behind"):
                html.Span("Left", classes="joints-side")
                html.Span("")
                html.Span("Right", classes="joints-side")
                for level in JOINT_LEVELS:
                    offered = f"{name.joints}.includes('{level}')"
                    for side in ("left", None, "right"):
                        if side is None:
                            html.Span(spoken(level), classes="joints-level", v_show=offered)
                            continue
                        chosen = f"{name.joint} === '{level}' && {name.side} === '{side}'"
                        html.Button(
                            icon("target"),
                            type="button",
                            click=(logic.choose_joint, f"['{level}', '{side}']"),
                            aria_label=f"{spoken(level)} {side}",
                            title=f"{spoken(level)} {side}",
                            aria_pressed=(chosen,),
                            data_joint=f"{level}:{side}",
                            v_show=offered,
                        )

    @staticmethod
    def _plan(logic: JointLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain", aria_live="polite"):
            html.H2("Plan")
            html.P("Working out the needle paths…", v_if=f"{name.planning}", classes="quiet")
            html.P(f"{{{{ {name.problem} }}}}", v_if=f"{name.problem}", classes="problem")
            html.P(f"{{{{ {name.summary} }}}}", v_if=f"{name.summary}", classes="summary")
            with html.Div(v_for=f"nerve in {name.nerves}", key="nerve.id", classes="plan-nerve"):
                with html.Div(classes="plan-name"):
                    html.Span(icon("check"), v_if="nerve.passed", classes="ok", title="All checks passed")
                    html.Span(icon("warn"), v_else=True, classes="bad", title="A check failed")
                    html.Strong("{{ nerve.name }}")
                with html.Dl(v_if="TopbarState__audience === 'professional'"):  # noqa: SIM117
                    with html.Div(v_for="figure in nerve.figures", key="figure.name"):
                        html.Dt("{{ figure.name }}")
                        html.Dd("{{ figure.value }}")
            html.P(f"{{{{ {name.limits} }}}}", v_if=f"{name.limits}", classes="quiet limits")
