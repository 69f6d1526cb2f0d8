"""Rules about the glossary and the words on labels: complete in every language and register."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from spine_viewer.anatomy.braces import braces_in
from spine_viewer.anatomy.glossary import AUDIENCES, entry_key
from spine_viewer.anatomy.ids import LEVELS, LUMBAR, SIDES, THORACIC
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.rules.finding import Finding
from spine_viewer.anatomy.rules.material import Material
from spine_viewer.errors import InputError

FIELDS = ("title", "subtitle", "text")
REFERENCE = DEFAULT_LANGUAGE
SINGLE = ("occiput", "sacrum", "coccyx", "spinal_cord", "spinal_roots", "cauda_equina", "dural_sac", "skin")


def structure_ids(material: Material) -> tuple[str, ...]:
    """Everything that the whole spine can show: bones, discs, joints, cartilage, nerves, ligaments, hazards."""
    column = LEVELS[: LEVELS.index("S1") + 1]
    names = [*SINGLE, *column[:-1]]
    names += [f"disc:{upper}-{lower}" for upper, lower in pairwise(column[1:])]
    for side in SIDES:
        names += [f"hip_{side}", *(f"rib_{number}_{side}" for number in range(1, len(THORACIC) + 1))]
        names += [f"{kind}:{level}:{side}" for kind in ("costovertebral", "costotransverse") for level in THORACIC]
        names += [f"mamillo_accessory_ligament:{level}:{side}" for level in LUMBAR]
    names += [joint.id for joint in material.joints] + [f"cartilage:{joint.id}" for joint in material.joints]
    names += [course.id for course in material.courses] + [one.id for one in material.avoid]
    return tuple(dict.fromkeys(names))


def every_structure_has_a_card(material: Material) -> Iterator[Finding]:
    """In every language and register, with nothing left to fill in."""
    for language, glossary in material.glossaries.items():
        for structure in structure_ids(material):
            bad = []
            for audience in AUDIENCES:
                try:
                    card = glossary.card(structure, audience)
                except (InputError, KeyError, ValueError) as error:
                    bad.append(f"{audience}: {error}")
                    continue
                bad += [f"{audience} {field}" for field in FIELDS if _unfinished(getattr(card, field))]
            value = "; ".join(bad) or "complete"
            yield Finding("card is there", f"{structure}, {language}", not bad, value, "complete")


def languages_have_the_same_entries(material: Material) -> Iterator[Finding]:
    """Every entry exists in every language, in both registers, with the same braces, and has its Latin name."""
    keys = {language: set(glossary.file.entries) for language, glossary in material.glossaries.items()}
    terms = set(material.glossaries[REFERENCE].terms)
    for key in sorted(terms.union(*keys.values())):
        missing = [language for language, own in keys.items() if key not in own] + ["la"] * (key not in terms)
        yield Finding("entry in each language", key, not missing, ", ".join(missing) or "none missing", "none missing")
    reference = material.glossaries[REFERENCE].file.entries
    for language, glossary in material.glossaries.items():
        for key, entry in glossary.file.entries.items():
            if key not in reference:
                continue
            differing = [
                f"{audience} {field}"
                for field in FIELDS
                for audience in AUDIENCES
                if _braces(getattr(getattr(entry, field), audience))
                != _braces(getattr(getattr(reference[key], field), audience))
            ]
            yield Finding("same braces", f"{key}, {language}", not differing, ", ".join(differing) or "same", "same")


def entries_are_used(material: Material) -> Iterator[Finding]:
    """Every entry speaks of a structure."""
    used = {entry_key(structure) for structure in structure_ids(material)}
    for key in material.glossaries[REFERENCE].file.entries:
        yield Finding("entry is used", key, key in used, "used" if key in used else "of nothing", "used")


def identifiers_or_a_reason(material: Material) -> Iterator[Finding]:
    """Every term has a Latin name, and identifiers with their source, or the reason why there is none."""
    for key, term in material.glossaries[REFERENCE].terms.items():
        ids = bool(term.ids or term.ids_by_level)
        ok = bool(term.latin) and ids == bool(term.id_source) and ids != bool(term.no_id)
        yield Finding("identifier or reason", key, ok, term.no_id or term.id_source or "neither", "one of the two")


def labels_are_complete(material: Material) -> Iterator[Finding]:
    """The words on labels exist in every language and register, for the same things."""
    names: dict[str, dict[str, dict[str, Any]]] = material.documents.get("structure_names.json", {}).get("names", {})
    wanted = set(names.get(REFERENCE, {}).get("professional", {}))
    for language in LANGUAGES:
        for audience in AUDIENCES:
            have = names.get(language, {}).get(audience, {})
            bad = sorted(wanted ^ {key for key, text in have.items() if text.strip()})
            ok = bool(have) and not bad
            value = ", ".join(bad) or ("complete" if have else "none")
            yield Finding("labels", f"{language}, {audience}", ok, value, "complete")


def _unfinished(text: str) -> bool:
    return not text or "{" in text or "  " in text or ", ," in text or text.endswith((",", " "))


def _braces(text: str) -> frozenset[str]:
    try:
        return braces_in(text)
    except ValueError as error:
        return frozenset({str(error)})


RULES = (
    every_structure_has_a_card,
    languages_have_the_same_entries,
    entries_are_used,
    identifiers_or_a_reason,
    labels_are_complete,
)
