"""Widgets of the C-arm practice."""

from __future__ import annotations

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.app import html
from spine_viewer.app.practice.carm_logic import CarmLogic
from spine_viewer.app.practice.carm_state import ANY
from spine_viewer.app.practice.parts import bars, mark, problem
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Focus, icon_button, switch
from spine_viewer.learning.carm import REGIONS
from spine_viewer.learning.carm.figures import DIFFICULTIES

PERSONS = ("default", "random")


class CarmPanel:
    """What is wished for, the task, its debrief."""

    def __init__(self, logic: CarmLogic) -> None:
        self._logic, self._name = logic, logic.typed.name
        phase = self._name.phase
        with html.Div(classes="quiz carm-practice", data_phase=(phase,), data_keys="carm"):
            problem(self._name.problem)
            with html.Div(v_if=f"{phase} === 'start'"):
                self._start()
            with html.Div(v_if=f"{phase} === 'task'"):
                self._task()
            with html.Div(v_if=f"{phase} === 'debrief'"):
                self._debrief()

    def _start(self) -> None:
        logic, name = self._logic, self._name
        html.H2(shown("carm.title"), classes="exercise-title")
        html.P(shown("carm.about"), classes="quiet")
        html.H2(shown("quiz.region"))
        regions = [(one, live(f"regions.{one}")) for one in REGIONS]
        self._switch("region", live("quiz.region"), regions, grid=True)
        with html.Div(classes="wishes"):
            self._select("view", "carm.view", name.views, "say.carm_views[one]")
            self._select("level", "carm.level", name.levels, "one")
        html.H2(shown("carm.side"))
        sides = [(ANY, live("carm.any")), *((one, live(f"fluoroscopy.{one}")) for one in SIDES)]
        self._switch("side", live("carm.side"), sides)
        html.H2(shown("quiz.difficulty"))
        levels = [(str(one), live(f"quiz.difficulty_{one}")) for one in DIFFICULTIES]
        self._switch("difficulty", live("quiz.difficulty"), levels)
        html.H2(shown("carm.person"))
        self._switch("person", live("carm.person"), [(one, live(f"carm.person_{one}")) for one in PERSONS])
        with html.Label(classes="wish", html_for="carm-seed"):
            html.Span(shown("carm.seed"))
            html.Input(
                id="carm-seed",
                type="text",
                inputmode="numeric",
                maxlength=7,
                v_model=(name.seed,),
                placeholder=(live("carm.seed_any"),),
            )
        with html.Div(classes="quiz-foot"):
            html.Button(
                f"{{{{ {name.busy} ? {live('carm.preparing')} : {live('quiz.start')} }}}}",
                type="button",
                id="carm-start",
                classes="main-button large",
                click=logic.start,
                disabled=(name.busy,),
            )
        html.P(shown("quiz.private"), classes="quiet")

    def _switch(self, wish: str, label: str, options: list[tuple[str, str]], grid: bool = False) -> None:
        """A row of buttons for one wish."""
        chosen = getattr(self._name, wish)
        switch(label, options, _Wish(self._logic, wish), chosen, wide=True, grid=grid, key=f"wish-{wish}")

    def _select(self, wish: str, label: str, options: str, said: str) -> None:
        """A list for one wish, with ``any`` first."""
        with html.Label(classes="wish", html_for=f"carm-wish-{wish}"):
            html.Span(shown(label))
            with html.Select(
                id=f"carm-wish-{wish}",
                value=(getattr(self._name, wish),),
                change=(self._logic.choose, f"['{wish}', $event.target.value]"),
            ):
                html.Option(shown("carm.any"), value=ANY)
                html.Option(f"{{{{ {said} }}}}", v_for=f"one in {options}", key="one", value=("one",))

    def _task(self) -> None:
        logic, name = self._logic, self._name
        with html.Div(classes="quiz-head"):
            html.Strong(shown("carm.exposures", count=name.exposures), role="status", data_exposures=(name.exposures,))
            html.Span(shown("carm.number", number=name.number), classes="quiet")
            icon_button("close", live("carm.stop"), logic.stop, classes="icon-button small", id="carm-stop")
        html.H2(f"{{{{ {name.asked} }}}}", classes="quiz-prompt", id="carm-asked", tabindex=-1)
        Focus("#carm-asked", key=(f"'carm' + {name.number}",))
        html.P(shown("carm.how"), classes="quiet")
        html.Button(
            shown("carm.expose"), type="button", classes="main-button large", click=logic.expose, id="carm-expose"
        )
        html.P(f"{{{{ {name.hint} }}}}", classes="carm-hint", role="status", v_if=name.hint)
        self._gauges()
        with html.Div(classes="quiz-foot"):
            html.Button(
                shown("carm.hint"),
                type="button",
                classes="plain-button",
                click=logic.hint,
                disabled=(f"!{name.gauges}.length",),
                id="carm-hint",
            )
            html.Button(
                shown("carm.finish"),
                type="button",
                classes="main-button",
                click=logic.finish,
                disabled=(f"!{name.gauges}.length || {name.moved}",),
                id="carm-finish",
            )
        html.P(shown("carm.finish_needs"), classes="quiet", v_if=f"{name.moved}")

    def _gauges(self) -> None:
        """The gauges of the last picture: a sign, a colour and a figure for each."""
        name = self._name
        with html.Div(classes="carm-gauges", v_if=f"{name.gauges}.length", data_old=(name.moved,), role="status"):
            html.H2(f"{{{{ {name.moved} ? {live('carm.gauges_before')} : {live('carm.gauges')} }}}}")
            with html.Ul(), html.Li(v_for=f"one in {name.gauges}", key="one.name", data_ok=("one.ok",)):
                mark("one.ok", ("fluoroscopy.good", "fluoroscopy.not_yet"), ("check", "warn"))
                html.Span("{{ one.name }}")
                with html.Span(classes="carm-value"):
                    html.Strong("{{ one.value }}")
                    html.Span("{{ one.limit }}", classes="quiet")

    def _debrief(self) -> None:
        logic, name = self._logic, self._name
        html.H2(shown("carm.debrief"), classes="exercise-title", id="carm-debrief", tabindex=-1)
        Focus("#carm-debrief")
        html.P(f"{{{{ {name.asked} }}}}", classes="quiet")
        with html.Div(classes="quiz-score", role="status"):
            html.Strong(f"{{{{ {name.score} }}}}", data_score="")
            html.Span(shown("carm.of_100"))
        bars(name.parts, "`${one.points} / ${one.most}`")
        html.H2(shown("carm.better"))
        with html.Ul(classes="carm-findings"):
            html.Li("{{ one }}", v_for=f"one in {name.findings}", key="one")
        html.P(f"{{{{ {name.took} }}}}", classes="quiet")
        html.Button(
            f"{{{{ {name.seen_ideal} ? {live('carm.show_own')} : {live('carm.show_ideal')} }}}}",
            type="button",
            classes="plain-button",
            click=logic.show_ideal,
            id="carm-ideal",
            aria_pressed=(name.seen_ideal,),
        )
        with html.Div(classes="quiz-foot"):
            html.Button(
                shown("carm.once_more"),
                type="button",
                classes="plain-button",
                click=logic.once_more,
                disabled=(name.busy,),
                id="carm-once-more",
            )
            html.Button(
                shown("carm.another"), type="button", classes="main-button", click=logic.stop, id="carm-another"
            )
        html.P(shown("carm.kept"), classes="quiet", v_if=name.kept)


class _Wish:
    """Chooses a value of one wish."""

    def __init__(self, logic: CarmLogic, wish: str) -> None:
        self._logic, self._wish = logic, wish

    def __call__(self, value: str) -> None:
        self._logic.choose(self._wish, value)
