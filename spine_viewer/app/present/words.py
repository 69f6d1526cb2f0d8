"""What the features of this folder say, by language and feature, so that another language is one more entry."""

from __future__ import annotations

from typing import Any

from spine_viewer.anatomy.ids import choose

WORDS: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "now": {
            "step": "Step {step} of {steps}",
            "waiting": "Working out the plan…",
            "explore": "Explore",
            "after": "Recovery",
        },
        "consult": {
            "enter": "Consult screen (F)",
            "leave": "Leave (Esc)",
            "bar": "What is shown",
            "back": "Back",
            "next": "Next",
            "play": "Play",
            "pause": "Pause",
            "xray": "The X-ray is simulated",
            "hint": "Touch a bone, a joint or a nerve to read what it is.",
        },
        "describe": {
            "button": "Describe the pictures (D)",
            "title": "The pictures in words",
            "close": "Close the description (D)",
            "view": "3D picture",
            "xray": "X-ray",
        },
        "mirror": {
            "badge": "View only",
            "note": "Simplified typical anatomy, nerves drawn thicker than life. Not a guide to treating a patient. "
            "The X-ray is simulated.",
            "view": "3D picture of the spine",
            "xray": "Simulated X-ray",
        },
        "share": {
            "button": "Share screen",
            "title": "Share this screen",
            "what": "Another screen shows the pictures, the words and the recovery clock as you see them. "
            "It can only watch: nothing can be changed from there.",
            "start": "Start sharing",
            "stop": "Stop sharing",
            "off": "Nobody can watch now.",
            "link": "Link to the shared screen",
            "copy": "Copy link",
            "copied": "Copied",
            "qr": "The link as a QR code",
            "new": "Stopping ends this link for good. Sharing again makes a new one.",
            "machine": "Only this computer can open the link, for instance on a second screen. "
            "For a tablet, start the viewer with: spine-viewer view --host 0.0.0.0",
            "network": "Anybody in this network who has the link can watch. The connection is not encrypted: "
            "show nothing that names a patient.",
            "watching": "{count} watching",
            "close": "Close (Esc)",
        },
    }
}


def words(feature: str, language: str = "en") -> dict[str, str]:
    """The texts of a feature.

    Raises
    ------
    InputError
        If there is no such language.
    """
    return WORDS[choose(language, tuple(WORDS), "language")][feature]


def fixed(feature: str, language: str = "en") -> Any:
    """A function that gives one text of a feature by its name."""
    return words(feature, language).__getitem__
