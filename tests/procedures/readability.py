"""How easy a text is to read: Flesch-Kincaid grade of English, Szigriszt-Pazos index of Spanish (INFLESZ scale)."""

from __future__ import annotations

import json
import re

from spine_viewer.anatomy.folders import annotations_folder

_LIMITS = json.loads((annotations_folder() / "readability.json").read_text(encoding="utf-8"))
GRADE_MOST, EASE_LEAST = _LIMITS["grade_most"]["value"], _LIMITS["ease_least"]["value"]
STRONG, WEAK_STRESSED = "aeoáéó", "íú"


def syllables(word: str) -> int:
    """Vowel groups, less a silent final e; at least one."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    if re.search(r"[^aeiouytd]ed$", word) and groups > 1:
        groups -= 1
    return max(1, groups)


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid 1975): 0.39 words/sentence + 11.8 syllables/word - 15.59."""
    words = re.findall(r"[A-Za-z][A-Za-z'-]*|\d+", text)
    spoken = sum(1 if w.isdigit() else syllables(w) for w in words)
    return 0.39 * len(words) / sentences(text) + 11.8 * spoken / len(words) - 15.59


def sentences(text: str) -> int:
    """Stretches of text that end in a full stop, a question mark or a colon."""
    return sum(1 for s in re.split(r"[.!?:]+(?:\s|$)", text) if s.strip())


def spanish_syllables(word: str) -> int:
    """Vowel sounds: two strong vowels or a stressed weak one beside a vowel are two, a diphthong is one."""
    word = re.sub(r"([qg])u(?=[eéií])", r"\1", word.lower())  # a silent u
    word = re.sub(r"y$", "i", word)
    count, before = 0, ""
    for letter in word:
        if letter not in "aeiouáéíóúü":
            before = "" if letter != "h" else before
            continue
        apart = (letter in STRONG and before in STRONG) or letter in WEAK_STRESSED or before in WEAK_STRESSED
        count += 1 if not before or apart else 0
        before = letter
    return max(1, count)


def ease_in_spanish(text: str) -> float:
    """Szigriszt-Pazos perspicuity: 206.835 - 62.3 syllables/word - words/sentence.

    Sources ``szigriszt_1993`` and, for the scale on which it is read, ``inflesz_2008``: 65 and more is "fairly easy"
    (bastante fácil).
    """
    words = re.findall(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+|\d+(?:\.\d+)?", text)
    spoken = sum(1 if w[0].isdigit() else spanish_syllables(w) for w in words)
    return 206.835 - 62.3 * spoken / len(words) - len(words) / sentences(text)
