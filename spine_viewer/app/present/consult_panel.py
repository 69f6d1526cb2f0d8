"""Widgets of the consult screen; the pictures are those of every other screen, and the style sheet moves them."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.present.consult_logic import ConsultLogic
from spine_viewer.app.present.now_logic import NowLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import FullScreen, icon, icon_button

LONG = 150  # letters, from which on they are a little smaller


class ConsultPanel:
    """The entry in the top bar; what stands above the pictures and below them."""

    def __init__(self, logic: ConsultLogic, now: NowLogic) -> None:
        self._logic = logic
        self._now = now

    def button(self) -> None:
        """The entry of the top bar; an exercise has no consult screen."""
        shown = "RailState__mode !== 'practice'"
        icon_button("present", live("consult.enter"), self._logic.toggle, id="consult-enter", v_if=shown)

    def screen(self) -> None:
        """Heading and bar, while the screen is on."""
        on = self._logic.typed.name.on
        FullScreen(on, enter="consult-next", back="consult-enter")
        self._head(on)
        self._bar(on)

    def _head(self, on: str) -> None:
        logic, now = self._logic, self._now.typed.name
        with html.Header(classes="consult-head", v_if=on):
            html.H1(f"{{{{ {now.name} }}}}", lang=(now.language,))
            html.Span(f"{{{{ {now.heading} }}}}", classes="consult-heading")
            with html.Button(
                type="button", classes="plain-button consult-leave", click=logic.leave, id="consult-leave"
            ):
                html.Span(icon("close"))
                html.Span(shown("consult.leave"))

    def _bar(self, on: str) -> None:
        logic, now = self._logic, self._now.typed.name
        playing, steps = "TransportState__playing", f"{now.mode} !== 'explore'"
        with html.Footer(classes="consult-bar", v_if=on, aria_label=(live("consult.bar"),)):
            with html.Div(classes="consult-place", aria_hidden="true", v_if=steps):
                html.Div(style=(f"`width: ${{100 * {now.place}}}%`",))
            self._step(-1, "previous", shown("consult.back"), now.first, steps)
            html.P(
                f"{{{{ {now.text} || {live('consult.hint')} }}}}",
                classes="consult-text",
                aria_live="polite",
                id="consult-text",
                lang=(now.language,),
                data_told="",
                tabindex=0,  # a long one scrolls
            )
            with html.Button(
                type="button",
                classes="consult-play",
                click=logic.play,
                disabled=(f"!{now.ready}",),
                v_if=f"{now.mode} === 'procedure'",
                aria_label=(f"{playing} ? {live('consult.pause')} : {live('consult.play')}",),
            ):
                html.Span(icon("pause"), v_if=playing)
                html.Span(icon("play"), v_else=True)
            self._step(1, "next", shown("consult.next"), now.last, steps)

    def _step(self, by: int, picture: str, text: str, end: str, shown: str) -> None:
        with html.Button(
            type="button",
            classes="consult-step",
            id=f"consult-{picture}",
            click=(self._logic.step, f"[{by}]"),
            disabled=(f"!{self._now.typed.name.ready} || {end}",),
            v_if=shown,
        ):
            html.Span(icon(picture))
            html.Span(text)
