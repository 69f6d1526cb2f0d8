"""Widgets of the descriptions."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.present.describe_logic import DescribeLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon_button


class DescribePanel:
    """The entry in the top bar; the words, seen or only heard."""

    def __init__(self, logic: DescribeLogic) -> None:
        self._logic = logic

    def button(self) -> None:
        """The entry of the top bar."""
        name = self._logic.typed.name
        icon_button("describe", live("describe.button"), self._logic.toggle, id="describe", aria_pressed=(name.open,))

    def words(self) -> None:
        """Both texts; the pictures refer to them in any case."""
        name = self._logic.typed.name
        with html.Section(classes=(f"{name.open} ? 'described' : 'unseen'",), aria_label=(live("describe.title"),)):
            icon_button(
                "close", live("describe.close"), self._logic.toggle, classes="icon-button small", v_if=name.open
            )
            for key, text in (("view", name.view), ("xray", name.xray)):
                html.H2(shown(f"describe.{key}"))
                html.P(f"{{{{ {text} }}}}", id=f"told-{key}")
