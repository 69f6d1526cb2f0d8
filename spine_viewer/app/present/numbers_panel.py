"""Widgets of the list of numbers."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.present.numbers_logic import NumbersLogic
from spine_viewer.app.text import words
from spine_viewer.app.widgets import Dialog, icon_button

COLUMNS = ("number", "value", "status_and_source")
ROW = (
    '<tr v-for="(row, line) in part.rows" :key="line"><th scope="row">{{ row.name }}</th>'
    '<td class="numbers-value">{{ row.value }}</td>'
    '<td><span class="status" v-if="row.status">{{ row.status }}</span> {{ row.source }}'
    '<span class="quiet numbers-more">{{ row.note ? `${row.meaning}. ${row.note}` : row.meaning }}</span></td></tr>'
)


class NumbersPanel:
    """The entry in the top bar, and the list."""

    def __init__(self, logic: NumbersLogic) -> None:
        self._logic = logic

    def button(self) -> None:
        """The entry of the top bar."""
        icon_button("numbers", words("numbers")["button"], (self._logic.toggle, "[]"), aria_haspopup="dialog")

    def dialog(self) -> None:
        """One fold per part, the first one open."""
        name, say = self._logic.typed.name, words("numbers").__getitem__
        heads = "".join(f'<th scope="col">{say(column)}</th>' for column in COLUMNS)
        table = f"<table><thead><tr>{heads}</tr></thead><tbody>{ROW}</tbody></table>"
        with Dialog(say("title"), name.open, (self._logic.toggle, "[false]"), classes="dialog wide numbers"):
            html.P(say("what"), classes="quiet")
            with html.Details(
                v_for=f"(part, place) in {name.parts}", key="part.title", open=("place === 0",), classes="numbers-part"
            ):
                html.Summary("{{ part.title }} <small>{{ part.rows.length }}</small>")
                html.Div(table, v_if="part.rows.length", classes="numbers-table")
                html.P(say("none"), v_else=True, classes="quiet")
