"""Widgets of the debrief: score with its weights, checklist, what to do better, the replay, and the files."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.practice.needle_logic import NeedleLogic
from spine_viewer.app.practice.parts import bars, mark
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Focus, icon_button


def debrief_panel(logic: NeedleLogic) -> None:
    """Everything that is told after a task."""
    name = logic.typed.name
    result = name.result
    html.Strong(f"{{{{ {name.task} }}}}", classes="needle-task", id="needle-over", tabindex=-1)
    Focus("#needle-over")
    with html.Div(classes="needle-total"):
        html.Strong(f"{{{{ {result}.total }}}}", id="needle-total")
        html.Span(f"{{{{ {result}.summary }}}}")
    html.P(f"{{{{ {result}.capped }}}}", classes="problem", v_if=f"{result}.capped")
    _replay(logic)
    html.H2(shown("needle.better"), v_if=f"!{result}.well")
    html.H2(shown("needle.well"), v_else=True)
    with html.Ul(classes="needle-findings", id="needle-findings"):
        html.Li("{{ one }}", v_for=f"(one, n) in {result}.findings", key="n")
    html.H2(shown("needle.parts"))
    with html.Div(id="needle-parts"):
        bars(f"{result}.parts", "`${one.points} / ${one.most}`")
    html.H2(shown("needle.checklist"))
    with (
        html.Ul(classes="needle-checklist", id="needle-checklist"),
        html.Li(v_for=f"one in {result}.checklist", key="one.key", data_ok=("one.ok",)),
    ):
        mark("one.ok", ("needle.kept_rule", "needle.missed_rule"))
        html.Span("{{ one.name }}")
    html.P(f"{{{{ {result}.took }}}}", classes="quiet")
    html.P(f"{{{{ {result}.proposals }}}}", classes="quiet")
    html.P(shown("needle.kept"), classes="quiet", v_if=name.kept)
    with html.Div(classes="needle-files"):
        for kind in ("json", "csv"):
            html.Button(shown(f"needle.{kind}"), type="button", classes="outline-button",
                        click=f"svSave('needle_{kind}')", id=f"needle-{kind}")  # fmt: skip
    html.Button(shown("needle.again"), type="button", classes="solid-button wide-button", click=logic.again,
                id="needle-again")  # fmt: skip
    html.Button(shown("needle.other"), type="button", classes="text-link", click=logic.give_up, id="needle-other")


def _replay(logic: NeedleLogic) -> None:
    """The slider with a mark at each picture, single actions and pictures, and which line is whose."""
    name = logic.typed.name
    with html.Section(classes="needle-box needle-replay", aria_label=(live("needle.replay"),)):
        with html.Div(classes="needle-row"):
            html.H2(shown("needle.replay"))
            html.Span(shown("needle.own"), classes="key-own")
            html.Span(shown("needle.expert"), classes="key-expert")
        with html.Div(classes="scrub"):
            with html.Div(classes="marks", aria_hidden="true"):
                html.I(v_for=f"(one, n) in {name.pictures}", key="n", style=("`left: ${one}%`",))
            html.Input(
                id="needle-replay", type="range", min=0, max=(name.steps,), step=1, v_model_number=(name.at,),
                aria_label=(live("needle.replay_place"),), aria_valuetext=(name.replayed,),
            )  # fmt: skip
        with html.Div(classes="needle-row"):
            icon_button("previous", live("needle.before"), (logic.replay_by, "[-1]"), classes="icon-button small")
            icon_button("next", live("needle.after"), (logic.replay_by, "[1]"), classes="icon-button small")
            html.Button(shown("needle.shot_before"), type="button", classes="outline-button",
                        click=(logic.next_picture, "[-1]"), id="needle-shot-before")  # fmt: skip
            html.Button(shown("needle.shot_after"), type="button", classes="outline-button",
                        click=(logic.next_picture, "[1]"), id="needle-shot-after")  # fmt: skip
        with html.P(classes="needle-replayed", role="status"):
            html.Span(shown("needle.replay_at", at=name.at, steps=name.steps), classes="quiet")
            html.Strong(f"{{{{ {name.replayed} }}}}")
            html.Span(f"{{{{ {name.said}.map((one) => one.text).join(' ') }}}}")
