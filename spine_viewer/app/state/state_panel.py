"""Widgets that keep a view and open it again."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.state.state_logic import StateLogic
from spine_viewer.app.text import text
from spine_viewer.app.widgets import icon_button


class StatePanel:
    """A dialogue: link, file, and what to open."""

    def __init__(self, logic: StateLogic) -> None:
        name = logic.typed.name
        with (
            html.Div(classes="veil", v_if=f"{name.open}", v_on_click_self=(logic.toggle, "[false]")),
            html.Div(classes="help keep", role="dialog", aria_modal="true", aria_label=text("state.title")),
        ):
            with html.Div(classes="card-head"):
                html.H1(text("state.title"))
                icon_button("close", text("state.close"), (logic.toggle, "[false]"), autofocus=True)
            html.P(text("state.about"), classes="quiet")
            html.P(f"{{{{ {name.problem} }}}}", classes="problem", role="alert", v_if=f"{name.problem}")
            self._link(logic)
            self._file()
            self._paste(logic)

    @staticmethod
    def _link(logic: StateLogic) -> None:
        name = logic.typed.name
        html.H2(text("state.link"))
        with html.Div(classes="keep-row"):
            html.Input(
                id="state-link",
                readonly=True,
                value=(f"svLink({name.link})",),
                aria_label=text("state.link_label"),
                v_on_focus="$event.target.select()",
            )
            html.Button(
                f"{{{{ {name.copied} ? '{text('state.copied')}' : '{text('state.copy')}' }}}}",
                type="button",
                id="state-copy",
                classes="solid-button",
                click="svCopy('#state-link', 'state_copied')",
            )
        html.P(text("state.link_note"), classes="quiet")

    @staticmethod
    def _file() -> None:
        html.H2(text("state.file"))
        with html.Div(classes="keep-row"):
            html.Button(
                text("state.save"),
                type="button",
                id="state-save",
                classes="solid-button",
                click="svSave('state_save')",
            )
            with html.Label(classes="outline-button"):
                html.Span(text("state.open"))
                html.Input(
                    id="state-open",
                    type="file",
                    accept=".json,application/json",
                    classes="unseen",
                    v_on_change="svOpen($event, 'state_open_file')",
                )

    @staticmethod
    def _paste(logic: StateLogic) -> None:
        name = logic.typed.name
        html.H2(text("state.paste"))
        with html.Div(classes="keep-row"):
            html.Input(
                id="state-paste",
                v_model=(name.pasted,),
                autocomplete="off",
                placeholder=text("state.paste_placeholder"),
                aria_label=text("state.paste_label"),
                v_on_keydown_enter=f"trigger('state_open_link', [{name.pasted}])",
            )
            html.Button(
                text("state.paste_open"),
                type="button",
                id="state-paste-open",
                classes="outline-button",
                click=(logic.open_link, f"[{name.pasted}]"),
                disabled=(f"!{name.pasted}.trim()",),
            )
