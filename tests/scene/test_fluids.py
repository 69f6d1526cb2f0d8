"""Fluids of a moment: one pool per needle, contrast that is thinned, shapes that follow the millilitres."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from spine_viewer.injectate import spread, vein
from spine_viewer.procedures.moment import Injectate
from spine_viewer.procedures.spreads import Spreads, Ways
from spine_viewer.scene.compose import shipped_palette
from spine_viewer.scene.fluid_items import fluid_items, pools, xray_fluids
from spine_viewer.scene.model import SurfaceGeometry, TubeGeometry

NERVE = "medial_branch:L3:left"
TIP = np.array([20.0, 14.0, 66.0])


PLACES = {
    "L4:body_centre": (0.0, -20.0, 60.0),
    "L4:pedicle_lateral:left": (18.0, 5.0, 64.0),
    "L4:superior_endplate_left": (25.5, -20.0, 75.0),
    "L4:superior_endplate_right": (-25.5, -20.0, 75.0),
}


class Landmarks:
    """Beside a body as wide as L4's."""

    def landmark(self, name):
        return np.array(PLACES[name])


@pytest.fixture(scope="module")
def spreads():
    return Spreads(
        [lambda: Ways(spread(TIP, lambda points: points[:, 1] - 10.0), vein(Landmarks(), "L4", "left", TIP))]
    )


def moment(*fluids, action="inject", lesions=()):
    return SimpleNamespace(injectates=fluids, lesions=lesions, step=SimpleNamespace(action=action))


def fluid(kind, ml, fraction=1.0, **more):
    return Injectate(NERVE, kind, fraction, ml, TIP, **more)


def test_what_goes_in_through_one_needle_is_one_pool():
    (pool,) = pools(moment(fluid("contrast", 0.2), fluid("anaesthetic", 0.3)))
    assert pool.ml == pytest.approx(0.5) and pool.contrast_ml == pytest.approx(0.2)
    two = pools(moment(fluid("contrast", 0.2), fluid("contrast", 0.1, needle=1)))
    assert [p.needle for p in two] == [0, 1]


def test_the_shape_follows_the_millilitres(spreads):
    sizes = []
    for ml in (0.1, 0.2, 0.4):
        (item,) = fluid_items(moment(fluid("contrast", ml)), spreads, shipped_palette())
        assert isinstance(item.geometry, SurfaceGeometry) and item.id == "injectate:0"
        sizes.append(np.ptp(item.geometry.vertices, axis=0))
    assert (np.diff(sizes, axis=0) > 0.0).all()


def test_x_rays_see_contrast_alone_and_anaesthetic_thins_it(spreads):
    (dye,) = xray_fluids(moment(fluid("contrast", 0.2)), spreads)
    (thin,) = xray_fluids(moment(fluid("contrast", 0.2), fluid("anaesthetic", 0.3)), spreads)
    assert thin.share == pytest.approx(0.4 * dye.share)
    assert xray_fluids(moment(fluid("anaesthetic", 0.3)), spreads) == ()
    assert dye.fingerprint != thin.fingerprint


def test_in_a_vein_it_runs_off_and_leaves_nothing(spreads):
    shown = fluid_items(moment(fluid("contrast", 0.1, 0.4, in_vessel=True)), spreads, shipped_palette())
    assert shown and all(isinstance(item.geometry, TubeGeometry) for item in shown)
    assert not any(item.id.startswith("injectate") for item in shown)
    assert len(xray_fluids(moment(fluid("contrast", 0.1, 0.4, in_vessel=True)), spreads)) == len(shown)
    assert fluid_items(moment(fluid("contrast", 0.2, 1.0, in_vessel=True)), spreads, shipped_palette()) == []


def test_a_wheal_is_gone_when_the_needle_is_there():
    skin = fluid("skin_anaesthetic", None)
    assert len(fluid_items(moment(skin, action="advance"), None, shipped_palette())) == 1
    assert fluid_items(moment(skin, action="check"), None, shipped_palette()) == []


def test_fluid_does_not_hide_a_lesion(spreads):
    hot = (SimpleNamespace(nerve=NERVE),)
    assert fluid_items(moment(fluid("anaesthetic", 0.5), lesions=hot), spreads, shipped_palette()) == []


def test_without_spreads_it_is_a_drop_of_its_own_volume():
    (item,) = fluid_items(moment(fluid("anaesthetic", 0.5)), None, shipped_palette())
    radius = item.matrix[0, 0]
    assert 4.0 / 3.0 * np.pi * radius**3 == pytest.approx(500.0)
    assert np.allclose(item.matrix[:3, 3], TIP)
