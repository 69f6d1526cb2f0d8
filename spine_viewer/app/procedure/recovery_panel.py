"""Widgets of the recovery clock."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.procedure.recovery_logic import RecoveryLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import FigureButton, Handler

CURVE = (
    '<svg viewBox="0 0 100 42" preserveAspectRatio="none" role="img" '
    ':aria-label="{label}">'
    '<line x1="0" x2="100" y1="8" y2="8" class="curve-base"/>'
    '<polyline class="curve-otherwise" :points="{otherwise}"/><polyline class="curve" :points="{curve}"/>'
    '<line class="curve-now" y1="0" y2="42" :x1="100 * {place}" :x2="100 * {place}"/></svg>'
)


class RecoveryPanel:
    """The clock at the bottom of the screen; :meth:`side` is its companion in the side panel."""

    def __init__(self, logic: RecoveryLogic, ask: Handler) -> None:
        self._logic = logic
        self._ask = ask

    def side(self) -> None:
        """What often happens then, how much pain, how the nerve does; all marked as illustration."""
        name = self._logic.typed.name
        with html.Div(classes="section plain", aria_live="polite"):
            with html.H2(id="when"):
                FigureButton(self._ask, name.when, "'phase'")
            html.P(f"<strong>{{{{ {name.name} }}}}</strong>", classes="phase", lang=(name.language,), data_told="")
            html.P(f"{{{{ {name.text} }}}}", id="phase-text", lang=(name.language,), data_told="")
            with html.Details(classes="source"):
                html.Summary(f"{shown('common.source_of')} <span class='status'>{{{{ {name.status} }}}}</span>")
                html.P(f"{{{{ {name.source} }}}}", lang="en")
        with html.Div(classes="section plain"):
            for key in ("pain", "pain_otherwise", "signal", "soreness"):
                value = getattr(name, key)
                with html.Div(classes="meter"):
                    html.Span(shown(f"recovery.{key}"))
                    with html.Span(classes="meter-value"):
                        FigureButton(self._ask, f"{value} + ' %'", f"'curve', '{key}'")
                    with html.Div(classes="meter-bar", aria_hidden="true"):
                        html.Div(style=(f"`width: ${{Math.min(100, {value})}}%`",))
            html.P(f"{{{{ {name.note} }}}}", classes="quiet")
        with html.Details(classes="section"):
            html.Summary(shown("recovery.advice"))
            html.P(f"{{{{ {name.advice} }}}}", classes="quiet")

    def bar(self) -> None:
        """The clock itself."""
        name = self._logic.typed.name
        with html.Footer(
            classes="transport recovery", v_if="RailState__mode === 'after'", aria_label=(live("recovery.label"),)
        ):
            with html.Div(classes="recovery-when"):
                html.Strong(f"{{{{ {name.when} }}}}")
                html.Span(f"{{{{ {name.name} }}}}", lang=(name.language,), data_told="")
            with html.Div(classes="recovery-line"):
                with html.Div(classes="curve-key"):
                    html.Span(shown("recovery.key_pain"))
                    html.Span(shown("recovery.key_otherwise"))
                html.Div(
                    CURVE.format(
                        label=live("recovery.chart"),
                        otherwise=name.curve_otherwise,
                        curve=name.curve,
                        place=name.place,
                    ),
                    classes="curve-box",
                )
                html.Input(
                    id="recovery",
                    type="range",
                    min=0,
                    max=1,
                    step=0.002,
                    v_model_number=(name.place,),
                    disabled=(f"!{name.ready}",),
                    aria_label=(live("recovery.time"),),
                    aria_valuetext=(f"`${{{name.when}}}: ${{{name.name}}}`",),
                )
                with html.Div(classes="phases", aria_hidden="true", lang=(name.language,)):
                    html.Span(
                        "{{ mark.name }}",
                        v_for=f"mark in {name.marks}",
                        key="mark.at",
                        style=("`width: ${mark.width}%`",),
                    )
