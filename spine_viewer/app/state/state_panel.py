"""Widgets that keep a view and open it again."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.state.state_logic import StateLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Dialog


class StatePanel:
    """A dialogue: link, file, and what to open."""

    def __init__(self, logic: StateLogic) -> None:
        name = logic.typed.name
        with Dialog(live("state.title"), name.open, (logic.toggle, "[false]"), classes="dialog keep"):
            html.P(shown("state.about"), classes="quiet")
            with html.P(classes="problem", role="alert", v_if=f"{name.problem}"):
                html.Span(shown("state.refused"), v_if=f"{name.spoken} === LanguageState__language")
                html.Span(shown("state.refused_in_english"), v_else=True)
                html.Span(f" {{{{ {name.problem} }}}}", lang=(name.spoken,))
            self._link(logic)
            self._file()
            self._paste(logic)

    @staticmethod
    def _link(logic: StateLogic) -> None:
        name = logic.typed.name
        html.H2(shown("state.link"))
        with html.Div(classes="keep-row"):
            html.Input(
                id="state-link",
                readonly=True,
                value=(f"svLink({name.link})",),
                aria_label=(live("state.link_label"),),
                v_on_focus="$event.target.select()",
            )
            html.Button(
                f"{{{{ {name.copied} ? {live('state.copied')} : {live('state.copy')} }}}}",
                type="button",
                id="state-copy",
                classes="solid-button",
                click="svCopy('#state-link', 'state_copied')",
            )
        html.P(shown("state.link_note"), classes="quiet")

    @staticmethod
    def _file() -> None:
        html.H2(shown("state.file"))
        with html.Div(classes="keep-row"):
            html.Button(
                shown("state.save"),
                type="button",
                id="state-save",
                classes="solid-button",
                click="svSave('state_save')",
            )
            with html.Label(classes="outline-button"):
                html.Span(shown("state.open"))
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
        html.H2(shown("state.paste"))
        with html.Div(classes="keep-row"):
            html.Input(
                id="state-paste",
                v_model=(name.pasted,),
                autocomplete="off",
                placeholder=(live("state.paste_placeholder"),),
                aria_label=(live("state.paste_label"),),
                v_on_keydown_enter=f"trigger('state_open_link', [{name.pasted}])",
            )
            html.Button(
                shown("state.paste_open"),
                type="button",
                id="state-paste-open",
                classes="outline-button",
                click=(logic.open_link, f"[{name.pasted}]"),
                disabled=(f"!{name.pasted}.trim()",),
            )
