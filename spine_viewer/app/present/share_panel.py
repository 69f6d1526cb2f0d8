"""Widgets of sharing the screen."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.present.share_logic import ShareLogic
from spine_viewer.app.present.words import fixed
from spine_viewer.app.widgets import Dialog, icon

QR = (
    '<svg class="qr" role="img" aria-label="{label}" :viewBox="`0 0 ${{{side}}} ${{{side}}}`" '
    'shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path :d="{path}" fill="#000"/></svg>'
)


class SharePanel:
    """The entry in the top bar, and the dialogue that it opens."""

    def __init__(self, logic: ShareLogic) -> None:
        self._logic = logic

    def dialog(self) -> None:
        """The link, its QR code, and the switch."""
        logic = self._logic
        name, say = logic.typed.name, fixed("share")
        with Dialog(say("title"), name.open, (logic.toggle, "[false]"), classes="dialog share"):
            html.P(say("what"))
            with html.Div(v_if=name.on, classes="share-on"):
                html.Div(QR.format(label=say("qr"), side=name.qr_side, path=name.qr), classes="share-qr")
                with html.Div(classes="share-link"):
                    with html.Label():
                        html.Span(say("link"))
                        html.Input(
                            id="share-link", readonly=True, value=(name.link,), v_on_focus="$event.target.select()"
                        )
                    with html.Div(classes="share-tools"):
                        html.Button(
                            say("copy"), type="button", classes="plain-button", click=f"svPut({name.link}, $event)",
                            data_done=say("copied"),
                        )  # fmt: skip
                        html.Button(say("stop"), type="button", classes="plain-button", click=logic.stop)
                    html.P(f"{{{{ {name.watching_text} }}}}", classes="quiet", role="status")
            html.P(say("off"), v_if=f"!{name.on}", classes="quiet")
            html.P(say("network"), v_if=name.in_network, classes="problem")
            html.P(say("machine"), v_else=True, classes="quiet")
            html.P(say("new"), v_if=name.on, classes="quiet")
            with html.Div(classes="dialog-foot", v_if=f"!{name.on}"):
                html.Button(say("start"), type="button", classes="main-button", click=logic.start, autofocus=True)

    def button(self) -> None:
        """The entry of the top bar; it says how many watch while the screen is shared."""
        name, say = self._logic.typed.name, fixed("share")
        with html.Button(
            type="button",
            classes="bar-button",
            click=(self._logic.toggle, "[]"),
            aria_haspopup="dialog",
            aria_label=(f"{name.on} ? `{say('button')}, ${{{name.watching_text}}}` : '{say('button')}'",),
            title=say("button"),
            data_on=(name.on,),
        ):
            html.Span(icon("screen"))
            html.Span(f"{{{{ {name.on} ? {name.watching_text} : '{say('button')}' }}}}")
