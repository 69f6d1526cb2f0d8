"""Kinds of questions: each module has ``items(bank)``, all that it can ask."""

from spine_viewer.learning.quiz.kinds import bone, nerves, order, structure, view, xray

ITEMS = (structure.name_items, structure.find_items, nerves.items, bone.items, order.items, xray.items, view.items)
