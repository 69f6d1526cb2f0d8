"""Widgets of the list of numbers."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.present.numbers_logic import NumbersLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Dialog, icon_button

COLUMNS = ("number", "value", "status_and_source")
LANGUAGE = "LanguageState__language"


def _lang(part: str) -> str:
    return f":lang=\"row.english.{part} ? 'en' : {LANGUAGE}\""


ROW = (
    f'<tr v-for="(row, line) in part.rows" :key="line"><th scope="row" {_lang("name")}>{{{{ row.name }}}}</th>'
    '<td class="numbers-value">{{ row.value }}</td>'
    f'<td><span class="status" v-if="row.status">{{{{ row.status }}}}</span> '
    f"<span {_lang('source')}>{{{{ row.source }}}}</span>"
    f'<span class="quiet numbers-more"><span {_lang("meaning")}>{{{{ row.meaning }}}}</span>'
    f'<span v-if="row.note">. <span {_lang("note")}>{{{{ row.note }}}}</span></span></span></td></tr>'
)


class NumbersPanel:
    """The entry in the top bar, and the list."""

    def __init__(self, logic: NumbersLogic) -> None:
        self._logic = logic

    def button(self) -> None:
        """The entry of the top bar."""
        icon_button("numbers", live("numbers.button"), (self._logic.toggle, "[]"), aria_haspopup="dialog")

    def dialog(self) -> None:
        """One fold per part, the first one open."""
        name = self._logic.typed.name
        heads = "".join(f'<th scope="col">{shown(f"numbers.{column}")}</th>' for column in COLUMNS)
        table = f"<table><thead><tr>{heads}</tr></thead><tbody>{ROW}</tbody></table>"
        with Dialog(live("numbers.title"), name.open, (self._logic.toggle, "[false]"), classes="dialog wide numbers"):
            html.P(shown("numbers.what"), classes="quiet")
            html.Button(
                shown("numbers.all"),
                type="button",
                classes="plain-button numbers-all",
                click=(self._logic.toggle, "[true]"),
                v_if=name.one,
            )
            with html.Details(
                v_for=f"(part, place) in {name.parts}", key="part.title", open=("place === 0",), classes="numbers-part"
            ):
                html.Summary("{{ part.title }} <small>{{ part.rows.length }}</small>")
                html.Div(table, v_if="part.rows.length", classes="numbers-table")
                html.P(shown("numbers.none"), v_else=True, classes="quiet")
