"""Widgets of what to take home."""

from __future__ import annotations

from typing import Any

from spine_viewer.app import html
from spine_viewer.app.take_home.orders import OF_A_PROCEDURE, OPTIONS
from spine_viewer.app.take_home.take_home_logic import TakeHomeLogic
from spine_viewer.app.text import SAY, live, shown
from spine_viewer.app.widgets import Dialog, Handler, icon_button

NAMED = f"{SAY}.take_home[task.kind]"
AT_ONCE = {"picture": "snapshot_view", "xray_dicom": "snapshot_xray_dicom"}  # kinds that the viewer itself makes
# Of a progress bar: null is a bar that only says that somebody is at work.
DONE = "task.stage === 'waiting' ? 0 : task.part >= 0 ? task.part : null"
ABOUT = "take-about"  # id of what tells which procedure it is
ROWS = ("picture", "print", "handout", "lesson", "movie", "dicom", "xray_dicom", "model")


class TakeHomePanel:
    """The entry in the top bar, and the dialogue that it opens."""

    def __init__(self, logic: TakeHomeLogic) -> None:
        self._logic = logic
        self._name = logic.typed.name

    def button(self) -> None:
        """The entry of the top bar."""
        icon_button("take", live("take_home.button"), (self._logic.toggle, "[]"), aria_haspopup="dialog")

    def dialog(self) -> None:
        """What can be made, and what is in the making."""
        name = self._name
        title = live("take_home.title")
        with Dialog(title, name.open, (self._logic.toggle, "[false]"), classes="dialog wide take"):
            html.P(shown("take_home.what"), classes="quiet")
            html.P(f"{{{{ {name.about} || {name.reason} }}}}", classes=ABOUT, id=ABOUT)
            with html.Ul(classes="take-list"):
                for kind in ROWS:
                    self._row(kind)
            html.P(f"{{{{ {name.problem} }}}}", classes="problem", role="alert", v_if=name.problem)
            self._tasks()
            html.P(f"{{{{ {name.message} }}}}", classes="unseen", role="status")

    def _row(self, kind: str) -> None:
        with html.Li(classes="take-row", data_take=kind):
            with html.Div(classes="take-words"):
                html.Strong(shown(f"take_home.{kind}"), id=f"take-{kind}")
                html.Span(shown(f"take_home.{kind}_what"), classes="quiet", id=f"take-{kind}-what")
                if kind == "model":
                    self._only()
            self._options(kind)
            described = (f"take-{kind}-what", *((ABOUT,) if kind in OF_A_PROCEDURE else ()))
            told: dict[str, Any] = {
                "aria_labelledby": " ".join((f"take-do-{kind}", f"take-{kind}")),
                "aria_describedby": " ".join(described),
            }
            click: Handler
            if kind in AT_ONCE:
                click, word = f"svSave('{AT_ONCE[kind]}')", "save"
            else:
                options = OPTIONS[kind]
                option = getattr(self._name, f"{kind}_option") if len(options) > 1 else f"'{options[0]}'"
                click, word = (self._logic.make, f"['{kind}', {option}, {self._name.only}]"), "make"
            barred = [self._name.full, self._name.barred] if word == "make" else []
            barred += [f"!!{self._name.reason}"] if kind in OF_A_PROCEDURE else []
            if barred:
                told["disabled"] = (" || ".join(barred),)
            html.Button(
                shown(f"take_home.{word}"),
                type="button",
                id=f"take-do-{kind}",
                classes="outline-button",
                click=click,
                **told,
            )

    def _only(self) -> None:
        """Whether a model holds only what is picked out."""
        name = self._name
        with html.Label(v_if=name.part, classes="take-only"):
            html.Input(type="checkbox", id="take-only", v_model=(name.only,))
            html.Span(shown("take_home.only", name=name.part))

    def _options(self, kind: str) -> None:
        options = OPTIONS.get(kind, ())
        if len(options) < 2:
            return
        words = "paper" if kind in ("print", "handout") else "format"
        with html.Select(
            id=f"take-option-{kind}",
            aria_label=(f"{live(f'take_home.{kind}')} + ': ' + {live(f'take_home.{words}')}",),
            v_model=(getattr(self._name, f"{kind}_option"),),
        ):
            for option in options:
                html.Option(shown(f"take_home.{option}"), value=option)

    def _tasks(self) -> None:
        name = self._name
        with html.Section(v_if=f"{name.tasks}.length", classes="take-tasks", aria_label=(live("take_home.tasks"),)):
            html.H2(shown("take_home.tasks"))
            with (
                html.Ul(),
                html.Li(
                    v_for=f"task in {name.tasks}", key="task.number", classes="take-task", data_stage=("task.stage",)
                ),
            ):
                with html.Div(classes="take-words"):
                    html.Strong(f"{{{{ {NAMED} }}}}")
                    html.Span("{{ task.file }} {{ task.size }}", classes="quiet")
                    with html.P(classes="problem", v_if="task.problem"):
                        html.Span(f"{{{{ {SAY}.take_home[task.why] }}}}")
                        html.Span(" {{ task.problem }}", lang=("task.spoken",))
                    html.P(
                        shown("take_home.silent"), classes="problem", v_if="task.stage === 'failed' && !task.problem"
                    )
                with html.Div(classes="take-state"):
                    html.Span(f"{{{{ {SAY}.take_home[task.stage] }}}} {{{{ task.percent }}}}")
                    html.Progress(
                        v_if="task.open",
                        max=1,
                        value=(DONE,),
                        aria_label=(f"{NAMED} + ', ' + task.file",),
                    )
                html.Button(
                    shown("take_home.cancel"),
                    type="button",
                    v_if="task.open",
                    classes="outline-button",
                    click=(self._logic.cancel, "[task.number]"),
                    aria_label=(f"{live('take_home.cancel')} + ': ' + {NAMED}",),
                )
                html.A(
                    shown("take_home.save"),
                    v_if="task.address",
                    classes="solid-button",
                    href=("task.address",),
                    download=("task.file",),
                    aria_label=(f"{live('take_home.save')} + ': ' + task.file",),
                )
                removed = f"{live('take_home.remove')} + ': ' + task.file"
                icon_button("close", removed, (self._logic.remove, "[task.number]"), v_if="!task.open")
