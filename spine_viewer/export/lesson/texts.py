"""Every text of a lesson, in each language that there is one in, and for both audiences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.phrases import phrase_file, phrases
from spine_viewer.export.lesson.samples import Part
from spine_viewer.imaging.views import TABLE, VIEW_LEVELS
from spine_viewer.imaging.views.marks import middle
from spine_viewer.procedures.numbers import HERE, numbers_of_technique
from spine_viewer.procedures.target_names import joints_label
from spine_viewer.procedures.views import view_level
from spine_viewer.scene.describe import describe_view, describe_xray
from spine_viewer.scene.describe_words import DESCRIPTION_WORDS
from spine_viewer.scene.request import AUDIENCES

if TYPE_CHECKING:
    from spine_viewer.export.lesson.record import Film

WORDS = "lesson.json"
Texts = dict[str, dict[str, str]]


def interface() -> dict[str, dict[str, str]]:
    """Words of the player by language."""
    return {language: phrases(language, WORDS) for language in LANGUAGES}


def title(film: Film) -> dict[str, Any]:
    """Title, summary and limits of the technique, and the joint."""
    technique = film.plan.technique
    return {
        "title": _tabled(technique.title),
        "summary": _tabled(technique.summary),
        "limits": _tabled(technique.limits_note),
        "joint": {language: joints_label(film.plan.sites, language) for language in LANGUAGES},
    }


def steps(film: Film, parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Every step: times, names, captions, descriptions of both pictures and names beside the 3D view."""
    centres = {level: middle(film.spine, level) for level in VIEW_LEVELS}
    return [_step(film, part, centres) for part in parts]


def recovery(film: Film) -> dict[str, Any]:
    """Curves of the recovery, each phase with equal room: ``[place 0 to 1, level]``; and their note."""
    found = film.timeline.recovery
    count, fine = len(found.phases), 12
    places = [i / (fine * count) for i in range(fine * count + 1)]
    moments = [found.at(min(found.day_of_film(place), found.last_day)) for place in places]
    curves = {
        "pain_helped": [one.pain_level for one in moments],
        "pain_not": [one.pain_level_without_benefit for one in moments],
        "soreness": [one.soreness for one in moments],
    }
    return {
        "curves": {
            name: [[round(p, 4), round(y, 3)] for p, y in zip(places, c, strict=True)] for name, c in curves.items()
        },
        "note": _by(found.file.languages, found.note),
        "advice": _by(found.file.languages, found.advice),
        "days": [[phase.start_day, phase.end_day] for phase in found.phases],
    }


def sources(film: Film) -> list[dict[str, str]]:
    """Every cited figure of the technique with its source."""
    with (annotations_folder() / "sources.json").open(encoding="utf-8") as file:
        known = json.load(file)
    return [
        {
            "name": one.name,
            "value": one.value,
            "source": "" if one.source == HERE else known[one.source]["citation"],
            "status": one.status,
            "note": one.note,
        }
        for one in numbers_of_technique(film.plan.technique)
    ]


def _step(film: Film, part: Part, centres: dict[str, Any]) -> dict[str, Any]:
    found = film.timeline.recovery
    spoken = film.plan.technique.languages if part.phase is None else found.course.languages
    if part.phase is None:
        name = _by(spoken, part.step.name)
        caption = _by(spoken, part.step.caption)
    else:
        day = part.still.day or 0.0
        name = _by(spoken, lambda audience, language: found.name(day, audience, language))
        caption = _by(spoken, lambda audience, language: found.text(day, audience, language))
    return {
        "key": part.key,
        "action": part.step.action,
        "start": part.start_s,
        "duration": part.duration_s,
        "still": part.still.time_s,
        "phase": part.phase,
        "skin": part.phase is None and part.step.step.camera in ("overview_prone", "skin_entry"),
        "name": name,
        "caption": caption,
        "described": _described(film, part, centres, spoken),
        "labels": {audience: _labels(film, part, audience, spoken) for audience in AUDIENCES},
    }


def _described(film: Film, part: Part, centres: dict[str, Any], spoken: tuple[str, ...]) -> dict[str, Texts]:
    """Both pictures in words, in the languages that the descriptions and the film have."""
    moment = film.timeline.at(part.still.film_s)
    has = [one for one in spoken if one in phrase_file(DESCRIPTION_WORDS).phrases]
    found: dict[str, Texts] = {"view": {}, "xray": {}}
    bone = part.step.bone or film.plan.nerves[0].bone
    level, name = view_level(bone), part.step.view
    for language in has:
        for audience in AUDIENCES:
            scene = film.scene(part.still, audience=audience, language=language)
            request = film.request_at(part.still, audience=audience, language=language)
            seen = describe_view(scene, request, film.spine, moment)
            named = TABLE[name].titled(language) if name in TABLE else ""
            ray = describe_xray(scene, request, level, named, centres)
            found["view"].setdefault(language, {})[audience] = seen
            found["xray"].setdefault(language, {})[audience] = ray
    return found


def _labels(film: Film, part: Part, audience: str, spoken: tuple[str, ...]) -> list[dict[str, Any]]:
    """Names beside the picture: anchor (3,), the item that it goes with, emphasis, and texts by language."""
    layers = film.request.layers | {"labels"}
    scenes = {one: film.scene(part.still, audience=audience, language=one, layers=layers) for one in spoken}
    items = {item.id: item for item in scenes[DEFAULT_LANGUAGE].items}
    texts = {language: {label.id: label.text for label in scene.labels} for language, scene in scenes.items()}
    found = []
    for label in scenes[DEFAULT_LANGUAGE].labels:
        of = next((i for i in items if label.id.startswith("label:") and label.id.endswith(i)), "")
        anchor = label.anchor
        matrix = items[of].matrix if of else None
        if matrix is not None:
            anchor = anchor - matrix[:3, 3]
        found.append(
            {
                "id": label.id,
                "at": [round(float(x), 2) for x in anchor],
                "of": of or (label.id if label.id in items else ""),
                "moves": matrix is not None,
                "emphasis": label.emphasis,
                "slack": label.depth_slack_mm,
                "text": {language: texts[language].get(label.id, label.text) for language in spoken},
            }
        )
    return found


def _by(languages: Iterable[str], text: Callable[[str, str], str]) -> Texts:
    return {language: {audience: text(audience, language) for audience in AUDIENCES} for language in languages}


def _tabled(table: dict[str, Any]) -> Texts:
    return {language: {audience: text.of(audience) for audience in AUDIENCES} for language, text in table.items()}
