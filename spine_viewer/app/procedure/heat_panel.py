"""Widgets of the heat panel."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.procedure.heat_logic import HeatLogic
from spine_viewer.app.procedure.heat_plot import BOTTOM, HEIGHT, LEFT, RIGHT, TICKS_C, TOP, WIDTH, down
from spine_viewer.app.widgets import FigureButton, Handler
from spine_viewer.scene.compose import shipped_palette

SETTINGS = ("body", "bench")
SHELLS = (("heat_45", "45 °C"), ("heat_50", "50 °C"), ("heat_60", "60 °C"))


class HeatPanel:
    """What is heated, the chart, the nerve that is held, the tissue that it is worked out in, the colours."""

    def __init__(self, logic: HeatLogic, ask: Handler) -> None:
        name = logic.typed.name
        with html.Section(classes="section plain heat", v_if=name.shown, aria_labelledby="heat-title"):
            html.H2(f"{{{{ {name.words}.heading }}}}", id="heat-title")
            html.P(f"{{{{ {name.words}.before }}}}", v_if=f"!{name.begun}", classes="quiet")
            with html.Div(v_if=name.begun, classes="heat"):
                with html.Div(classes="heat-head"):
                    html.Strong(f"{{{{ {name.title} }}}}")
                    html.Span(f"{{{{ {name.clock} }}}}", classes="quiet")
                self._chart(logic, ask)
                self._place(logic)
                self._held(logic, ask)
            self._solver(logic)
            self._setting(logic)
            self._colours(logic, ask)
            html.P(f"{{{{ {name.words}.note }}}}", classes="quiet")

    @staticmethod
    def _chart(logic: HeatLogic, ask: Handler) -> None:
        name = logic.typed.name
        rows = "".join(
            f'<line x1="{LEFT}" x2="{RIGHT}" y1="{down(c)}" y2="{down(c)}" class="heat-grid"/>'
            f'<text x="{LEFT - 5}" y="{down(c) + 4}" text-anchor="end">{c}°</text>'
            for c in TICKS_C
        )
        svg = (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" :aria-label="{name.described}">{rows}'
            f'<template v-for="tick in {name.ticks}" :key="tick.at">'
            f'<text :x="tick.at" y="{BOTTOM + 15}" text-anchor="middle">{{{{ tick.text }}}}</text></template>'
            f'<text x="{WIDTH - 2}" y="{BOTTOM + 15}" text-anchor="end">s</text>'
            f'<line x1="{LEFT}" x2="{RIGHT}" y1="{BOTTOM}" y2="{BOTTOM}" class="heat-axis"/>'
            f'<line x1="{LEFT}" x2="{RIGHT}" :y1="{name.lethal_y}" :y2="{name.lethal_y}" class="heat-lethal"/>'
            f'<text x="{RIGHT}" :y="{name.lethal_y} + 12" text-anchor="end">{{{{ {name.words}.lethal }}}}</text>'
            f'<line y1="{TOP}" y2="{BOTTOM}" :x1="{name.now_x}" :x2="{name.now_x}" class="heat-now"/>'
            f'<polyline class="heat-tip" :points="{name.tip_curve}"/>'
            f'<polyline class="heat-place" :points="{name.place_curve}"/></svg>'
        )
        with html.Div(classes="heat-chart"):
            html.Span(f"{{{{ {name.words}.plot }}}}", classes="heat-caption")
            html.Div(svg, classes="heat-svg")
            with html.Div(classes="heat-key"):
                with html.Div(classes="key-tip"):
                    html.Span(f"{{{{ {name.words}.tip }}}}: ")
                    FigureButton(ask, name.tip_now, "'heat', 'tip'")
                with html.Div(classes="key-place"):
                    html.Span(f"{{{{ {name.place_name} }}}}: ")
                    FigureButton(ask, name.place_now, f"'heat', 'place', {name.place_name}, {name.place_now}")
                with html.Div(classes="key-lethal"):
                    FigureButton(ask, f"{name.words}.lethal", "'heat', 'lethal'")

    @staticmethod
    def _place(logic: HeatLogic) -> None:
        name = logic.typed.name
        with html.Label(classes="heat-select"):
            html.Span(f"{{{{ {name.words}.place }}}}")
            with html.Select(id="heat-place", v_model=(name.place,)):
                html.Option("{{ one.text }}", v_for=f"one in {name.places}", key="one.value", value=("one.value",))

    @staticmethod
    def _held(logic: HeatLogic, ask: Handler) -> None:
        name = logic.typed.name
        with html.Div(classes="meter heat-held"):
            html.Span(f"{{{{ {name.words}.covered }}}}", classes="heat-caption")
            with html.Span(id="heat-covered"):
                FigureButton(ask, name.covered, f"'heat', 'covered', {name.words}.covered, {name.covered}")
            with html.Div(classes="meter-bar", aria_hidden="true"):
                html.Div(style=(f"`width: ${{Math.min(100, {name.percent})}}%`",))

    @staticmethod
    def _solver(logic: HeatLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="heat-solver", data_solver=(f"{name.begun} ? {name.solver} : ''",)):
            html.P(f"{{{{ {name.words}[{name.solver}] }}}}", v_if=name.begun, role="status")
            html.P(f"{{{{ {name.words}.failed }}}}", v_if=name.failed, role="status")
            with html.Label(v_if=name.working, classes="heat-work"):
                html.Span(f"{{{{ {name.words}.working }}}}")
                html.Progress(f"{{{{ {name.part} }}}} %", max=100, value=(name.part,))

    @staticmethod
    def _setting(logic: HeatLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="switch wide", role="group", aria_label=(f"{name.words}.setting",)):
            for setting in SETTINGS:
                html.Button(
                    f"{{{{ {name.words}.{setting} }}}}",
                    type="button",
                    click=(logic.choose_setting, f"['{setting}']"),
                    aria_pressed=(f"{name.perfusion} === '{setting}'",),
                    data_perfusion=setting,
                )
        html.P(f"{{{{ {name.setting_note} }}}}", classes="quiet")

    @staticmethod
    def _colours(logic: HeatLogic, ask: Handler) -> None:
        name, kinds = logic.typed.name, shipped_palette().kinds
        with html.Div(classes="heat-colours"):
            with html.Span(classes="heat-caption"):
                FigureButton(ask, f"{name.words}.shells", "'heat', 'isotherms'")
            for kind, text in SHELLS:
                html.Span(text, style=f"--swatch: {kinds[kind].colour}", classes="swatch ring")
            html.Span(f"{{{{ {name.words}.dead }}}}", style=f"--swatch: {kinds['lesion'].colour}", classes="swatch")
