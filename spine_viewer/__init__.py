"""A parametric human spine to explore, to see under simulated fluoroscopy, and to plan facet joint procedures on.

``from spine_viewer import Spine`` is the way in; it loads on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

__version__ = "0.1.0"
__all__ = ["Spine", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Spine":
        from spine_viewer.anatomy.spine import Spine

        return Spine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
