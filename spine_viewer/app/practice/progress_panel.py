"""Widgets of the progress page: plots with their tables, what is due, export and deletion."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.practice.parts import bars
from spine_viewer.app.practice.progress_logic import ProgressLogic
from spine_viewer.app.practice.progress_plot import BOTTOM, HEIGHT, LEFT, RIGHT, TICKS, WIDTH, down
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon
from spine_viewer.learning.progress import KINDS


class ProgressPanel:
    """One part for quiz, C-arm and needle each, then export and deletion."""

    def __init__(self, logic: ProgressLogic) -> None:
        self._logic, self._name = logic, logic.typed.name
        with html.Div(classes="quiz progress"), html.Div():
            html.H2(shown("progress.title"), classes="exercise-title")
            html.P(shown("progress.about"), classes="quiet")
            html.P(shown("progress.none"), classes="quiz-due", v_if=f"!{self._name.any}", id="progress-none")
            with html.P(classes="quiz-due", v_if=f"{self._name.quiz}.count", data_due=(self._name.due,)):
                html.Span(icon("after"))
                html.Span(shown("progress.due", count=self._name.due))
            with html.P(
                classes="problem", role="status", v_for=f"one in {self._name.unreadable}", key="one.reason",
                data_unreadable=True,
            ):  # fmt: skip
                html.Span(shown("progress.unreadable"))
                html.Span("{{ ' ' + one.reason }}", lang=("one.language",))
            for kind in KINDS:
                self._part(kind)
            self._delete()
            with html.P(classes="problem", role="alert", v_if=self._name.problem):
                html.Span(f"{{{{ {self._name.problem} }}}}")

    def _part(self, kind: str) -> None:
        one = getattr(self._name, kind)
        with html.Div(v_if=f"{one}.count", classes="progress-part", data_progress=kind):
            html.H2(f"{{{{ {live(f'progress.{kind}')} }}}} ({{{{ {one}.count }}}})")
            self._plot(kind, one)
            if kind == "quiz":
                bars(self._name.groups, "`${one.percent} %`", "one.told")
            else:
                with html.Div(v_if=f"{one}.parts.length"):
                    html.H2(shown("progress.parts"))
                    bars(f"{one}.parts", "`${one.percent} %`")
            with html.Details():
                html.Summary(shown("progress.table"))
                table = live("progress.table")
                with html.Div(classes="progress-table", tabindex=0, role="group", aria_label=(table,)):
                    html.Element("table", self._rows(kind, one))
            html.Button(
                shown("progress.export"),
                type="button",
                classes="plain-button",
                click=f"svSave('progress_{kind}')",
                data_export=kind,
            )

    @staticmethod
    def _plot(kind: str, one: str) -> None:
        """Scores from the oldest to the newest; the same figures stand in the table below."""
        lines = "".join(
            f'<line x1="{LEFT:g}" x2="{RIGHT:g}" y1="{down(tick):g}" y2="{down(tick):g}"/>'
            f'<text x="{LEFT - 6:g}" y="{down(tick) + 4:g}">{tick}</text>'
            for tick in TICKS
        )
        axis = (
            f'<text class="progress-axis" x="{RIGHT:g}" y="{BOTTOM + 16:g}">{{{{ {live("progress.newest")} }}}}</text>'
        )
        marks = f'<circle v-for="(at, n) in {one}.dots" :key="n" :cx="at.x" :cy="at.y" r="4"/>'
        curve = f'<polyline :points="{one}.line"/>{marks}'
        label = live(f"progress.plot_{kind}")
        html.Div(
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" :aria-label="{label}">{lines}{axis}{curve}</svg>',
            classes="progress-plot",
        )

    @staticmethod
    def _rows(kind: str, one: str) -> str:
        """Head and rows of the table."""
        head = "".join(
            f'<th scope="col">{{{{ {live(f"progress.{name}")} }}}}</th>'
            for name in ("when", "what", "percent" if kind == "quiz" else "score")
        )
        row = "<td>{{ at.when }}</td><td>{{ at.about }}</td><td>{{ at.score }}</td>"
        return f'<thead><tr>{head}</tr></thead><tbody><tr v-for="(at, n) in {one}.rows" :key="n">{row}</tr></tbody>'

    def _delete(self) -> None:
        """Asked twice."""
        logic, name = self._logic, self._name
        html.P(shown("progress.private"), classes="quiet")
        html.P(
            shown("progress.gone", count=f"{name.gone}"), classes="quiz-due", role="status", v_if=f"{name.gone} >= 0"
        )
        with html.Div(v_if=f"{name.asked}", role="alert", classes="carm-hint"):
            html.Span(f"{{{{ {name.asked} === 1 ? {live('progress.sure')} : {live('progress.really')} }}}}")
        with html.Div(classes="progress-foot", v_if=f"{name.any} || {name.unreadable}.length || {name.asked}"):
            html.Button(
                shown("progress.keep"),
                type="button",
                classes="plain-button",
                click=logic.keep,
                v_if=f"{name.asked}",
                id="progress-keep",
            )
            html.Button(
                f"{{{{ [{live('progress.delete')}, {live('progress.delete_yes')}, {live('progress.delete_now')}]"
                f"[{name.asked}] }}}}",
                type="button",
                classes="plain-button danger",
                click=logic.delete,
                id="progress-delete",
            )
