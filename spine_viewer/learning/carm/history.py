"""Undo and redo of an exercise."""

from __future__ import annotations

from spine_viewer.learning.carm.actions import Action
from spine_viewer.learning.carm.seen import Seen
from spine_viewer.learning.carm.state import State
from spine_viewer.learning.history import Steps

History = Steps[State, Action, Seen]
