"""What a handout, a lesson, a movie or a picture is about: options of a procedure, or a view that was kept."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.commands.kept_view import kept_view
from spine_viewer.commands.language_option import check_language
from spine_viewer.commands.parser import (
    add_procedure_options,
    add_variant_option,
    check_procedure_options,
    check_variant,
    languages_of,
)
from spine_viewer.commands.variation_options import variation_of
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.anatomy.variation.request import Variation
    from spine_viewer.procedures import Plan


@dataclass(frozen=True)
class Treatment:
    """A procedure on one joint or, in one session, on several and on both sides; on which spine; told to whom.

    ``audience`` is None where the options do not name one.
    """

    procedure: str
    joints: tuple[str, ...]
    sides: tuple[str, ...]
    variant: str | None
    language: str
    audience: str | None
    variation: Variation | None

    def planned(self) -> tuple[Spine, Plan]:
        """The spine, prone, and the plan on it."""
        from spine_viewer.anatomy.spine import Spine
        from spine_viewer.procedures import plan_session

        spine = Spine.build(self.variation, pose="prone")
        return spine, plan_session(spine, self.procedure, self.joints, self.sides, variant=self.variant)


def add_treatment_options(parser: argparse.ArgumentParser, what: str = "what to show") -> None:
    """``--procedure``, ``--joint``, ``--side`` and ``--variant``."""
    add_procedure_options(parser, what)
    add_variant_option(parser)


def check_treatment(options: argparse.Namespace) -> None:
    """Refuse a procedure that is not described so, or has no texts in the language."""
    check_procedure_options(options)
    check_variant(options.procedure, options.variant)
    check_language(options)


def treatment_of(options: argparse.Namespace, command: str, texts: bool = True) -> Treatment:
    """What the options ask for, or what the view of ``--state`` shows.

    ``texts``: refuse a language that the technique has no texts in.

    Raises
    ------
    InputError
        Where there is no procedure.
    """
    if options.state is not None:
        return _kept(options.state, command, texts)
    check_procedure_options(options)
    if not options.procedure:
        raise InputError(f"{command} needs --procedure, --joint and --side")
    check_variant(options.procedure, options.variant)
    if texts:
        check_language(options)
    return Treatment(
        options.procedure,
        (options.joint,),
        (options.side,),
        options.variant,
        options.language or DEFAULT_LANGUAGE,
        getattr(options, "audience", None),
        variation_of(options),
    )


def _kept(state: str, command: str, texts: bool) -> Treatment:
    kept = kept_view(state)
    if kept is None or kept.mode not in ("procedure", "after"):
        raise InputError(f"{command} --state: the view shows no procedure; choose one in the viewer, and save it again")
    joints = (kept.joint, *kept.also)
    for joint in joints if texts else ():
        allowed = languages_of(kept.procedure, joint)
        if kept.language not in allowed:
            raise InputError(
                f"{kept.procedure} at {joint} has no texts in --language {kept.language}; allowed: {', '.join(allowed)}"
            )
    sides = ids.SIDES if kept.both_sides else (kept.side,)
    return Treatment(kept.procedure, joints, sides, kept.variant, kept.language, kept.audience, kept.variation)
