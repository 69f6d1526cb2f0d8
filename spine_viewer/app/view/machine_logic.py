"""The C-arm's further joints, its field and collimator, and how its picture is turned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.text import words
from spine_viewer.imaging.machine.collimation import OPEN
from spine_viewer.imaging.machine.setting import Setting
from spine_viewer.imaging.settings import c_arm_facts

MOVES = ("wig_wag_deg", "table_height_mm", "pan_along_mm", "pan_across_mm", "source_to_detector_mm")
BLADES = ("iris", "shutters", "shutter_turn_deg")


@dataclass
class MachineState:
    """Values of the sliders; ``texts``: each of them in words, by its name. ``moved``, ``shut``: what can be undone."""

    wig_wag_deg: float = 0.0
    table_height_mm: float = 0.0
    pan_along_mm: float = 0.0
    pan_across_mm: float = 0.0
    source_to_detector_mm: float = 1000.0
    iris: float = 1.0
    shutters: float = 1.0
    shutter_turn_deg: float = 0.0
    rotate_deg: float = 0.0
    texts: dict = field(default_factory=dict)
    field_name: str = "9 in"
    mirrored: bool = False
    upside_down: bool = False
    moved: bool = False
    shut: bool = False


class MachineLogic:
    """Moves, collimates and turns.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    move : callable
        Changes choices unless the C-arm would run into something; whether it did.
    field_name : callable
        Name of the field that choices mean.
    """

    def __init__(
        self, server: Server, store: Store, move: Callable[..., bool], field_name: Callable[[Choices], str]
    ) -> None:
        self.typed = TypedState(server.state, MachineState)
        self._store = store
        self._move = move
        self._field_name = field_name
        names = self.typed.name
        for name in MOVES:
            self.typed.bind_changes({getattr(names, name): lambda value, name=name: self.turn_joint(name, value)})
        for name in BLADES:
            self.typed.bind_changes({getattr(names, name): lambda value, name=name: self.set_blade(name, value)})
        self.typed.bind_changes({names.rotate_deg: self.rotate})
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def choose_field(self, name: str) -> None:
        """Another field, and with it another magnification; that of the film gives the field back to the film."""
        own = self._field_name(replace(self._store.now, field_name=None))
        self._store.update(field_name=None if name == own else name)

    def back(self) -> None:
        """Every joint back to where the view has it."""
        self._move(setting=Setting())

    def open_up(self) -> None:
        """The collimator open."""
        self._store.update(collimation=OPEN)

    def mirror(self) -> None:
        """Left and right of the picture exchanged."""
        look = self._store.now.look
        self._store.update(look=replace(look, flip_left_right=not look.flip_left_right))

    def upside_down(self) -> None:
        """The picture head down, or up again."""
        look = self._store.now.look
        self._store.update(look=replace(look, flip_up_down=not look.flip_up_down))

    def turn_joint(self, name: str, value: float) -> None:
        """Move one joint of ``MOVES``; where that is refused, the slider goes back."""
        setting = self._store.now.setting
        if float(value) != shown_setting(setting)[name] and not self._move(
            setting=replace(setting, **{name: float(value)})
        ):
            self._follow(self._store.now, self._store.now)

    def set_blade(self, name: str, value: float) -> None:
        """Set one of ``BLADES``."""
        self._store.update(collimation=replace(self._store.now.collimation, **{name: float(value)}))

    def rotate(self, degrees: float) -> None:
        """Turn the picture clockwise."""
        self._store.update(look=replace(self._store.now.look, rotate_deg=float(degrees)))

    def _follow(self, _before: Choices, after: Choices) -> None:
        data, look, values = self.typed.data, after.look, shown_setting(after.setting)
        for name, value in {**values, **asdict(after.collimation), "rotate_deg": look.rotate_deg}.items():
            setattr(data, name, value)
        data.texts = spoken(values, after)
        data.field_name = self._field_name(after)
        data.mirrored, data.upside_down = look.flip_left_right, look.flip_up_down
        data.moved, data.shut = after.setting != Setting(), after.collimation != OPEN


def shown_setting(setting: Setting) -> dict[str, float]:
    """Every joint as a number; the distance that nobody set is the usual one."""
    found = asdict(setting)
    if found["source_to_detector_mm"] is None:
        found["source_to_detector_mm"] = float(c_arm_facts().geometry.source_to_detector_mm.default or 0.0)
    return found


def spoken(values: dict[str, float], choices: Choices) -> dict[str, str]:
    """What the sliders say."""

    def way(value: float, unit: str, positive: str, negative: str) -> str:
        return f"{abs(value):g}{unit}" + (f" {positive if value > 0 else negative}" if value else "")

    shut, say = choices.collimation, words("fluoroscopy", choices.language) | words("machine", choices.language)
    return {
        "wig_wag_deg": way(values["wig_wag_deg"], "°", say["to_head"], say["to_feet"]),
        "table_height_mm": way(values["table_height_mm"], " mm", say["up"], say["down"]),
        "pan_along_mm": way(values["pan_along_mm"], " mm", say["to_head"], say["to_feet"]),
        "pan_across_mm": way(values["pan_across_mm"], " mm", say["to_left"], say["to_right"]),
        "source_to_detector_mm": f"{values['source_to_detector_mm']:g} mm",
        "iris": f"{100 * shut.iris:.0f} %",
        "shutters": f"{100 * shut.shutters:.0f} %",
        "shutter_turn_deg": f"{shut.shutter_turn_deg:g}°",
        "rotate_deg": f"{choices.look.rotate_deg:g}°",
    }
