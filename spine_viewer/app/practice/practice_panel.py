"""The side panel of Practice."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.practice.exercises import panel_of
from spine_viewer.app.practice.practice_logic import PracticeLogic
from spine_viewer.app.text import live
from spine_viewer.app.widgets import switch


class PracticePanel:
    """A tab per exercise where there are several, and the exercise on the screen."""

    def __init__(self, logic: PracticeLogic, mode: str) -> None:
        exercise, names = logic.typed.name.exercise, tuple(logic.exercises)
        with html.Aside(classes="practice", v_if=f"{mode} === 'practice'", aria_label=(live("practice.label"),)):
            if len(names) > 1:
                tabs = [(name, live(f"practice.{name}")) for name in names]
                with html.Div(classes="practice-tabs"):
                    switch(live("practice.exercise"), tabs, logic.choose, exercise, wide=True, key="exercise")
            for name, one in logic.exercises.items():
                with html.Div(v_if=f"{exercise} === '{name}'", classes="exercise", data_exercise=name):
                    panel_of(name)(one)
