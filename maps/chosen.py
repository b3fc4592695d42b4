"""Which frames of a map are wanted."""

from collections.abc import Sequence

from maps.case_map import CaseMap

MOST_PANELS = 12


class NoSuchFrame(LookupError):
    """The map has no frame of that number."""


class TooManyFrames(ValueError):
    """More frames than one sheet can show, or none."""


def frame_of(case_map: CaseMap, frame: int | None) -> int:
    """Position of a frame, counted from the end below 0; without a number, the one shown first.

    Raises:
        NoSuchFrame: If there is none.
    """
    try:
        return case_map.first_shown if frame is None else range(len(case_map.frames))[frame]
    except IndexError as error:
        raise NoSuchFrame(f"frame {frame} of {len(case_map.frames)}") from error


def frames_of(case_map: CaseMap, frames: Sequence[int] | None) -> list[int]:
    """Positions of up to MOST_PANELS frames; without numbers, evenly apart with the first and the last.

    Raises:
        NoSuchFrame: If there is none of a number.
        TooManyFrames: see there.
    """
    last = len(case_map.frames) - 1
    panels = min(last, MOST_PANELS - 1)
    if frames is None:
        return [round(i * last / panels) if panels else 0 for i in range(panels + 1)]
    if not 0 < len(frames) <= MOST_PANELS:
        raise TooManyFrames(f"a sheet shows 1 to {MOST_PANELS} frames, not {len(frames)}")
    return [frame_of(case_map, one) for one in frames]
