"""Widgets of the anatomy quiz."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.practice.parts import mark, problem
from spine_viewer.app.practice.quiz_logic import QuizLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Focus, icon, icon_button, switch
from spine_viewer.learning.quiz import DIFFICULTIES, KINDS, REGIONS

COUNTS = ("5", "10", "20")
VERDICTS = {"right": "check", "part": "warn", "wrong": "close", "told": "note"}
MARKS = {"right": "check", "missed": "check", "wrong": "close"}


class QuizPanel:
    """What is wished for, a question, its answer, the score of the round."""

    def __init__(self, logic: QuizLogic) -> None:
        self._logic, self._name = logic, logic.typed.name
        phase = self._name.phase
        with html.Div(classes="quiz", data_phase=(phase,)):
            problem(self._name.problem)
            with html.Div(v_if=f"{phase} === 'start'", classes="quiz-start"):
                self._start()
            with html.Div(v_if=f"['question', 'answered'].includes({phase})", classes="quiz-ask"):
                self._question()
            with html.Div(v_if=f"{phase} === 'result'", classes="quiz-result"):
                self._result()

    def _start(self) -> None:
        logic, name = self._logic, self._name
        html.H2(shown("quiz.title"), classes="exercise-title")
        html.P(shown("quiz.about"), classes="quiet")
        html.H2(shown("quiz.region"))
        regions = [(one, live(f"regions.{one}")) for one in REGIONS]
        switch(live("quiz.region"), regions, logic.choose_region, name.region, wide=True, grid=True, key="quiz-region")
        html.H2(shown("quiz.difficulty"))
        levels = [(str(one), live(f"quiz.difficulty_{one}")) for one in DIFFICULTIES]
        switch(
            live("quiz.difficulty"), levels, logic.choose_difficulty, name.difficulty, wide=True, key="quiz-difficulty"
        )
        html.H2(shown("quiz.kinds"))
        with html.Div(classes="chips", role="group", aria_label=(live("quiz.kinds"),)):
            for kind in KINDS:
                html.Button(
                    shown(f"quiz.kind_{kind}"),
                    type="button",
                    click=(logic.toggle_kind, f"['{kind}']"),
                    aria_pressed=(f"{name.kinds}.includes('{kind}')",),
                    data_quiz_kind=kind,
                )
        html.H2(shown("quiz.count"))
        switch(
            live("quiz.count"),
            [(one, f"'{one}'") for one in COUNTS],
            logic.choose_count,
            name.count,
            wide=True,
            key="quiz-count",
        )
        with html.P(classes="quiz-due", role="status", v_if=name.ready):
            html.Span(icon("after"))
            html.Span(f"{{{{ {name.due} ? {live('quiz.due', count=name.due)} : {live('quiz.none_due')} }}}}")
            html.Button(
                shown("quiz.only_due"),
                type="button",
                classes="outline-button",
                click=logic.start_due,
                v_if=name.due,
                id="quiz-due",
            )
        with html.Div(classes="quiz-foot"):
            html.Button(
                f"{{{{ {name.ready} ? {live('quiz.start')} : {live('quiz.preparing')} }}}}",
                type="button",
                id="quiz-start",
                classes="main-button large",
                click=logic.start,
                disabled=(f"!{name.ready}",),
            )
        html.P(shown("quiz.private"), classes="quiet")

    def _question(self) -> None:
        logic, name = self._logic, self._name
        answered = f"{name.phase} === 'answered'"
        with html.Div(classes="quiz-head"):
            html.Strong(shown("quiz.number", number=name.number, count=name.asked))
            html.Span(f"{{{{ say.quiz['kind_' + {name.kind}] }}}}", classes="quiet")
            icon_button("close", live("quiz.stop"), logic.stop, classes="icon-button small", id="quiz-stop")
        with html.Div(classes="quiz-line", aria_hidden="true"):
            html.Div(style=(f"`width: ${{100 * ({name.number} - ({answered} ? 0 : 1)) / {name.asked}}}%`",))
        html.H2(f"{{{{ {name.prompt} }}}}", classes="quiz-prompt", id="quiz-prompt", tabindex=-1)
        Focus("#quiz-prompt", show=".quiz-head", key=(f"'asked' + {name.number}",), v_if=f"!({answered})")
        with html.P(classes="quiet quiz-hint", v_if=f"!({answered})"):
            html.Span(f"{{{{ say.quiz['hint_' + {name.form}] }}}}")
        self._options()
        self._walk(f"{name.form} === 'click' && !({answered})")
        with html.Div(classes="quiz-foot", v_if=f"!({answered})"):
            html.Button(
                shown("quiz.unknown"),
                type="button",
                classes="plain-button",
                click=logic.give_up,
                id="quiz-pass",
            )
            html.Button(
                shown("quiz.check"),
                type="button",
                classes="main-button",
                click=logic.check,
                disabled=(f"{name.form} !== 'order' && !{name.chosen}.length",),
                v_if=f"{name.form} !== 'one'",
                id="quiz-check",
            )
        with html.Div(v_if=answered, classes="quiz-answer"):
            self._answer()

    def _options(self) -> None:
        logic, name = self._logic, self._name
        asked = f"{name.phase} === 'question'"
        with (
            html.Ol(classes="quiz-options", v_if=f"{name.options}.length", data_form=(name.form,)),
            html.Li(
                v_for=f"(one, place) in {name.options}",
                key="one.key",
                classes="quiz-option",
                data_mark=("one.mark",),
                data_held=(f"one.key === {name.held}",),
                data_arrows=(f"{name.form} === 'order' || undefined",),
            ),
        ):
            with html.Button(
                type="button",
                click=(logic.press_option, "[one.key]"),
                disabled=(f"!({asked})",),
                aria_pressed=(f"{name.chosen}.includes(one.key) || one.key === {name.held}",),
                data_option=("one.key",),
            ):
                html.Span("{{ place + 1 }}", classes="quiz-digit", aria_hidden="true")
                html.Span("{{ one.text }}", classes="quiz-text")
                for mark, picture in MARKS.items():
                    with html.Span(v_if=f"one.mark === '{mark}'", classes="quiz-mark"):
                        html.Span(icon(picture))
                        html.Span(shown(f"quiz.mark_{mark}"), classes="unseen")
            with html.Span(classes="quiz-moves", v_if=f"{name.form} === 'order' && {asked}"):
                for picture, by in (("up", -1), ("down", 1)):
                    end = "place === 0" if by < 0 else f"place === {name.options}.length - 1"
                    icon_button(
                        picture,
                        live(f"quiz.{picture}", step="one.text"),
                        (logic.move, f"[one.key, {by}]"),
                        classes="icon-button small",
                        disabled=(end,),
                    )
            html.P("{{ one.note }}", classes="quiet quiz-note", v_if="one.note")

    def _walk(self, when: str) -> None:
        """Pointing without a mouse: one structure after another is lit."""
        with html.Div(classes="quiz-walk", v_if=when):
            icon_button("previous", live("quiz.walk_back"), (self._logic.walk, "[-1]"))
            html.Span(
                f"{{{{ {self._name.chosen}.length ? {live('quiz.pointed')} : {live('quiz.point')} }}}}", role="status"
            )
            icon_button("next", live("quiz.walk_on"), (self._logic.walk, "[1]"))

    def _answer(self) -> None:
        logic, name = self._logic, self._name
        with html.Div(classes="quiz-verdict", data_verdict=(name.verdict,), role="status"):
            for verdict, picture in VERDICTS.items():
                with html.Span(v_if=f"{name.verdict} === '{verdict}'", classes="quiz-verdict-line"):
                    html.Span(icon(picture))
                    html.Strong(shown(f"quiz.verdict_{verdict}", score=name.score))
        html.P(shown("quiz.pointed_at", name=name.pointed), v_if=name.pointed)
        html.P(f"{{{{ {name.explanation} }}}}", classes="quiz-why")
        with html.Details(classes="source"):
            with html.Summary():
                html.Span(shown("common.source_of"))
                html.Span("{{ one.status }}", v_for=f"one in {name.sources}", key="one.citation", classes="status")
            with html.Div(v_for=f"one in {name.sources}", key="one.citation"):
                html.P("{{ one.citation }}", lang="en")
                html.P("{{ one.status }}: {{ one.status_text }}.", classes="quiet")
        html.P(
            f"{{{{ {name.back} === '0' ? {live('quiz.back_today')} : {name.back} === '1' ? {live('quiz.back_tomorrow')}"
            f" : {live('quiz.back_days', days=name.back)} }}}}",
            classes="quiet",
        )
        with html.Div(classes="quiz-foot"):
            html.Button(
                f"{{{{ {name.number} === {name.asked} ? {live('quiz.to_result')} : {live('quiz.next')} }}}}",
                type="button",
                classes="main-button large",
                click=logic.go_on,
                id="quiz-next",
            )
        Focus("#quiz-next", show=".quiz-why", key=(f"'told' + {name.number}",))

    def _result(self) -> None:
        logic, name = self._logic, self._name
        html.H2(shown("quiz.result"), classes="exercise-title", id="quiz-result", tabindex=-1)
        Focus("#quiz-result", key="result")
        with html.Div(classes="quiz-score", role="status"):
            html.Strong(f"{{{{ {name.right} }}}}")
            html.Span(shown("quiz.of", count=name.asked))
        with html.Div(classes="quiz-line", aria_hidden="true"):
            html.Div(style=(f"`width: ${{100 * {name.right} / {name.asked}}}%`",))
        with (
            html.Ol(classes="quiz-rows"),
            html.Li(v_for=f"(one, place) in {name.rows}", key="place", data_right=("one.right",)),
        ):
            mark("one.right", ("quiz.mark_right", "quiz.mark_wrong"))
            with html.Div():
                html.P("{{ one.prompt }}")
                html.P("{{ one.answer }}", classes="quiet", v_if="!one.right && one.answer")
        html.P(shown("quiz.comes_back"), classes="quiet")
        with html.Div(classes="quiz-foot"):
            html.Button(
                shown("quiz.again"), type="button", classes="main-button large", click=logic.again, id="quiz-again"
            )
