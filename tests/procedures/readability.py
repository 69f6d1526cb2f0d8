"""Flesch-Kincaid grade of a text, with a plain count of vowel groups for syllables."""

from __future__ import annotations

import re


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
    sentences = [s for s in re.split(r"[.!?:]+(?:\s|$)", text) if s.strip()]
    words = re.findall(r"[A-Za-z][A-Za-z'-]*|\d+", text)
    spoken = sum(1 if w.isdigit() else syllables(w) for w in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
