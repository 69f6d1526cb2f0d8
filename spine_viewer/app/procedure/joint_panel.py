"""Widgets of the joint chooser."""

from __future__ import annotations

from typing import Any

from spine_viewer.anatomy.ids import JOINT_LEVELS, SACROILIAC
from spine_viewer.app import html
from spine_viewer.app.procedure.joint_logic import JointLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import FigureButton, Handler, icon, switch
from spine_viewer.scene.names import spoken

SHOWN = (
    "medial-branch-block",
    "medial-branch-rf",
    "third-occipital-block",
    "third-occipital-rf",
    "lateral-branch-block",
    "lateral-branch-rf",
    "facet-injection",
)
WAYS = ("cooled", "monopolar", "palisade")
REGIONS = ("cervical", "thoracic", "lumbar")


class JointPanel:
    """The techniques, the joints of a region as they lie on the back, and the plan's needles with their checks."""

    def __init__(self, logic: JointLogic, ask: Handler) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2(shown("joint.procedure"))
            label, offered = live("joint.procedure"), [(one, live(f"procedures.{one}")) for one in SHOWN]
            switch(label, offered, logic.choose_procedure, name.procedure, wide=True, grid=True, key="procedure")
            with html.Div(v_show=f"{name.variants}.length", classes="heating-ways"):
                html.P(shown("joint.way"), classes="quiet")
                ways = [(one, live(f"ways.{one}")) for one in WAYS]
                switch(
                    live("joint.way"),
                    ways,
                    logic.choose_variant,
                    name.variant,
                    wide=True,
                    key="variant",
                    among=name.variants,
                )
        self._joints(logic)
        self._plan(logic, ask)

    @staticmethod
    def _joints(logic: JointLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2(shown("joint.joint"))
            regions = [(one, live(f"region.{one}")) for one in REGIONS]
            switch(
                live("joint.region"),
                regions,
                logic.choose_region,
                name.region,
                wide=True,
                key="joint_region",
                among=name.regions,
            )
            with html.Div(classes="joints", role="group", aria_label=(live("joint.joint_and_side"),)):
                html.Span(shown("joint.left"), classes="joints-side")
                html.Span("")
                html.Span(shown("joint.right"), classes="joints-side")
                for level in JOINT_LEVELS:
                    offered = f"{name.joints}.includes('{level}')"
                    called = live("joint.sacroiliac") if level == SACROILIAC else f"'{spoken(level)}'"
                    for side in ("left", None, "right"):
                        if side is None:
                            html.Span(f"{{{{ {called} }}}}", classes="joints-level", v_show=offered)
                            continue
                        here = f"({name.joint} === '{level}' || {name.also}.includes('{level}'))"
                        chosen = f"{here} && ({name.side} === '{side}' || {name.both})"
                        html.Button(
                            icon("target"),
                            type="button",
                            click=(logic.choose_joint, f"['{level}', '{side}']"),
                            aria_label=(live(f"joint.on_{side}", joint=called),),
                            title=(live(f"joint.on_{side}", joint=called),),
                            aria_pressed=(chosen,),
                            data_joint=f"{level}:{side}",
                            v_show=offered,
                        )

            with html.Div(classes="switch wide session-choice"):
                for word, state, toggle in (
                    ("several", name.several, logic.toggle_several),
                    ("both", name.both, logic.toggle_both),
                ):
                    html.Button(
                        shown(f"joint.{word}"),
                        type="button",
                        click=toggle,
                        aria_pressed=(state,),
                        title=(live(f"joint.{word}_about"),),
                        data_session=word,
                    )

    @staticmethod
    def _plan(logic: JointLogic, ask: Handler) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain", aria_live="polite"):
            html.H2(shown("joint.plan"))
            html.P(shown("joint.planning"), v_if=f"{name.planning}", classes="quiet")
            with html.P(v_if=f"{name.problem}", classes="problem"):
                html.Span(shown("joint.refused"), v_if=f"{name.spoken} === LanguageState__language")
                html.Span(shown("joint.refused_in_english"), v_else=True)
                html.Span(f" {{{{ {name.problem} }}}}", lang=(name.spoken,))
            told: dict[str, Any] = {"lang": (name.language,), "data_told": ""}
            html.P(f"{{{{ {name.summary} }}}}", v_if=f"{name.summary}", classes="summary", **told)
            with html.Div(v_for=f"nerve in {name.nerves}", key="nerve.id", classes="plan-nerve"):
                with html.Div(classes="plan-name"):
                    html.Span(icon("check"), v_if="nerve.passed", classes="ok", title=(live("joint.passed"),))
                    html.Span(icon("warn"), v_else=True, classes="bad", title=(live("joint.failed"),))
                    html.Strong("{{ nerve.name }}")
                with html.Dl(v_if="TopbarState__audience === 'professional'"):  # noqa: SIM117
                    with html.Div(v_for="figure in nerve.figures", key="figure.name"):
                        html.Dt("{{ figure.name }}")
                        with html.Dd():
                            FigureButton(ask, "figure.value", "'check', nerve.id + '|' + figure.id")
            with html.Div(v_if=f"{name.session}.length", classes="session-sums"):
                html.P("{{ line }}", v_for=f"line in {name.session}", key="line")
            html.P(f"{{{{ {name.limits} }}}}", v_if=f"{name.limits}", classes="quiet limits", **told)
