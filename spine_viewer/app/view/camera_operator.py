"""Where the camera stands: it follows the scene, glides to a new view, and stays where a hand has turned it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

import numpy as np

from spine_viewer.app.view.camera_moves import between
from spine_viewer.scene.model import Camera

GLIDE_S = 0.45
NEAR_MM, NEAR_COSINE, NEAR_SCALE = 12.0, 0.995, 0.12


class CameraOperator:
    """Moves the camera.

    Parameters
    ----------
    clock : callable
        Seconds; passed in for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._shown: Camera | None = None
        self._target: Camera | None = None
        self._by_hand: Camera | None = None
        self._glide: tuple[Camera, float] | None = None
        self._shot: Hashable = None

    @property
    def by_hand(self) -> bool:
        """Whether somebody has turned the view away from the scene's own camera."""
        return self._by_hand is not None

    def held(self, shot: Hashable) -> Camera | None:
        """Where a hand has put the camera for a view that is about ``shot``; None where it follows the scene."""
        return self._by_hand if shot == self._shot else None

    @property
    def gliding(self) -> bool:
        """Whether the camera is on its way."""
        return self._glide is not None

    def take(self, move: Callable[[Camera], Camera]) -> None:
        """Turn, move or near the view by hand, from where it stands."""
        if self._shown is not None:
            self._glide = None
            self._shown = self._by_hand = move(self._shown)

    def hold(self, camera: Camera, shot: Hashable) -> None:
        """Go where a hand has had the camera before, in a glide; ``shot`` is what that view is about."""
        self._shot, self._by_hand = shot, camera
        self._start_glide()

    def release(self) -> None:
        """Back to the scene's own camera, in a glide."""
        if self._by_hand is not None:
            self._by_hand = None
            self._start_glide()

    def at(self, wanted: Camera, shot: Hashable) -> Camera:
        """The camera for the next picture.

        Parameters
        ----------
        wanted : Camera
            The scene's own camera.
        shot : hashable
            What the view is about; when it changes, a view that was turned by hand is given up.
        """
        if shot != self._shot:
            self._shot = shot
            self._by_hand = None
        if self._by_hand is not None:
            self._target = wanted
            self._shown = self._glided(self._by_hand)
            return self._shown
        if self._target is not None and not self.gliding and self._shown is not None and not near(self._shown, wanted):
            self._start_glide()
        self._target = wanted
        self._shown = self._glided(wanted)
        return self._shown

    def _start_glide(self) -> None:
        if self._shown is not None:
            self._glide = (self._shown, self._clock())

    def _glided(self, wanted: Camera) -> Camera:
        if self._glide is None:
            return wanted
        start, since = self._glide
        share = (self._clock() - since) / GLIDE_S
        if share >= 1.0:
            self._glide = None
            return wanted
        return between(start, wanted, share)


def near(a: Camera, b: Camera) -> bool:
    """Whether the step from one camera to the other is too small for a glide."""
    focal = float(np.linalg.norm(np.asarray(a.focal_point) - np.asarray(b.focal_point)))
    scale = abs(a.parallel_scale / b.parallel_scale - 1.0)
    return focal < NEAR_MM and float(a.direction @ b.direction) > NEAR_COSINE and scale < NEAR_SCALE
