"""Widgets of the transport bar."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.procedure.transport_logic import TransportLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Handler, icon, icon_button


class TransportPanel:
    """Back, play or pause, on; the scrub bar with its steps; the caption."""

    def __init__(self, logic: TransportLogic, ask: Handler) -> None:
        name = logic.typed.name
        with html.Footer(
            classes="transport", v_if="RailState__mode === 'procedure'", aria_label=(live("transport.label"),)
        ):
            with html.Div(classes="transport-keys"):
                icon_button("previous", live("transport.previous"), (logic.step, "[-1]"), disabled=(f"!{name.ready}",))
                with html.Button(
                    type="button",
                    classes="play",
                    click=logic.toggle,
                    disabled=(f"!{name.ready}",),
                    aria_label=(f"{name.playing} ? {live('transport.pause')} : {live('transport.play')}",),
                    title=(f"{name.playing} ? {live('transport.pause_key')} : {live('transport.play_key')}",),
                ):
                    html.Span(icon("pause"), v_if=f"{name.playing}")
                    html.Span(icon("play"), v_else=True)
                icon_button("next", live("transport.next"), (logic.step, "[1]"), disabled=(f"!{name.ready}",))
            with html.Div(classes="transport-line"):
                with html.Div(classes="transport-step"):
                    html.Strong(shown("transport.step", step=name.step, steps=name.steps))
                    html.Span(f"{{{{ {name.name} }}}}", lang=(name.language,), data_told="")
                    html.Span(f"{{{{ {name.clock} }}}}", classes="clock")
                    icon_button(
                        "numbers",
                        live("numbers.of_step"),
                        (ask, "['step']"),
                        classes="icon-button small",
                        disabled=(f"!{name.ready}",),
                        aria_haspopup="dialog",
                        id="step-numbers",
                    )
                with html.Div(classes="scrub"):
                    with html.Div(classes="marks", aria_hidden="true"):
                        html.I(v_for=f"mark in {name.marks}", key="mark.at", style=("`left: ${mark.at}%`",))
                    html.Input(
                        id="scrub",
                        type="range",
                        min=0,
                        max=(name.duration_s,),
                        step=0.05,
                        v_model_number=(name.time_s,),
                        disabled=(f"!{name.ready}",),
                        aria_label=(live("transport.place"),),
                        aria_valuetext=(
                            live("transport.place_text", step=name.step, steps=name.steps, name=name.name),
                        ),
                    )
            html.P(
                f"{{{{ {name.ready} ? {name.caption} : {live('transport.waiting')} }}}}",
                classes="caption",
                lang=(f"{name.ready} ? {name.language} : LanguageState__language",),
                data_told="",
                id="caption",
                tabindex=0,  # a long one scrolls
            )
