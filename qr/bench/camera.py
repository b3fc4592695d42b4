"""A phone's camera before a flat sheet: one grey picture of one symbol.

The geometry is the pinhole model (Hartley and Zisserman, Multiple View Geometry, 2nd edition, chapter 6): a
thing of `x` mm that is parallel to the sensor `z` mm away covers f * x / z pixels. Light is summed over each
pixel, then comes what lens, sensor and file do: blur, noise, JPEG.
"""

import math
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.float64]

WALL: Final = 140
_ROOM: Final = 1.5
"""Side of what is taken of the picture, in sides of the symbol: what stands around it is seen as well."""

_LEAST_FINE: Final = 2
_MOST_FINE: Final = 8


@dataclass(frozen=True, slots=True)
class Phone:
    """A main camera: pixels along the long side of the picture, and the angle that side sees in degrees.

    12 megapixels behind a lens of 26 mm (as if the sensor were 36 mm wide) are what many phones of 2018 had:
    2 * atan(36 / (2 * 26)) = 69 degrees.
    """

    pixels: int = 4032
    angle: float = 69.0

    @property
    def focal_length(self) -> float:
        """In pixels."""
        return self.pixels / 2 / math.tan(math.radians(self.angle) / 2)

    def distance(self, side: float, pixels: float) -> float:
        """How far away, in metres, a thing of `side` mm covers so many pixels."""
        return self.focal_length * side / pixels / 1000


PHONE: Final = Phone()


@dataclass(frozen=True, slots=True)
class Print:
    """A sheet as pixels, and where on it a symbol with its white field lies, in pixels."""

    pixels: Image.Image
    left: float
    top: float
    side: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One press of the button. Angles in degrees, lengths in pixels of the camera unless said otherwise.

    `side` is what the symbol with its white field covers when seen from the front. `shift` moves it by parts
    of a pixel. `ink` and `paper` are the grey values, 0 to 255, of black and white. `shadow` is how much
    darker the right edge is, `glare` how much light a lamp adds in the middle of its reflection, both 0 to 1;
    the reflection lies at `glare_at`, and is `glare_size` wide, in sides of the symbol.
    """

    side: float
    turn: float = 0
    tilt: float = 0
    pan: float = 0
    shift: tuple[float, float] = (0, 0)
    ink: float = 30
    paper: float = 225
    shadow: float = 0
    glare: float = 0
    glare_at: tuple[float, float] = (0, 0)
    glare_size: float = 0.1
    blur: float = 0.6
    noise: float = 3
    jpeg: int = 85


def take(seen: Print, shot: Shot, rng: np.random.Generator, phone: Phone = PHONE) -> Image.Image:
    """The picture around the symbol, in grey; `rng` gives the noise and nothing else."""
    light = _lit(_projected(seen, shot, phone), shot)
    blurred = Image.fromarray(_bytes(light)).filter(ImageFilter.GaussianBlur(shot.blur))
    noisy = np.asarray(blurred, dtype=np.float64) + rng.normal(0, shot.noise, light.shape)
    return _squeezed(Image.fromarray(_bytes(noisy)), shot.jpeg)


def _projected(seen: Print, shot: Shot, phone: Phone) -> Image.Image:
    """Seen through the pinhole: drawn finely, then averaged over the pixels."""
    fine = min(max(math.ceil(seen.side / shot.side), _LEAST_FINE), _MOST_FINE)
    frame = math.ceil(shot.side * _ROOM)
    to_frame = np.diag([fine, fine, 1]) @ _homography(shot, frame, phone)
    middle = seen.side / 2
    to_print = np.array([[1, 0, seen.left + middle], [0, 1, seen.top + middle], [0, 0, 1]])
    back = to_print @ np.diag([seen.side, seen.side, 1]) @ np.linalg.inv(to_frame)
    flat = (back / back[2, 2]).ravel()[:8].tolist()
    drawn = seen.pixels.transform(
        (frame * fine, frame * fine),
        Image.Transform.PERSPECTIVE,
        flat,
        Image.Resampling.BILINEAR,
        fillcolor=WALL,
    )
    return drawn.reduce(fine)


def _homography(shot: Shot, frame: int, phone: Phone) -> NDArray[np.float64]:
    """From sides of the symbol, counted from its middle, to pixels of the frame."""
    turn, tilt, pan = (math.radians(angle) for angle in (shot.turn, shot.tilt, shot.pan))
    about_z = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]])
    about_y = np.array([[math.cos(pan), 0, math.sin(pan)], [0, 1, 0], [-math.sin(pan), 0, math.cos(pan)]])
    turned = about_z @ about_x @ about_y
    away = phone.focal_length / shot.side
    placed = np.column_stack([turned[:, 0], turned[:, 1], [0, 0, away]])
    middle = frame / 2
    lens = np.array(
        [
            [phone.focal_length, 0, middle + shot.shift[0]],
            [0, phone.focal_length, middle + shot.shift[1]],
            [0, 0, 1],
        ]
    )
    return np.asarray(lens @ placed)


def _lit(picture: Image.Image, shot: Shot) -> Grey:
    """Ink and paper under the light of the room, and a lamp's reflection."""
    lit = shot.ink + (shot.paper - shot.ink) / 255 * np.asarray(picture, dtype=np.float64)
    across = np.linspace(0, 1, picture.width)
    lit *= 1 - shot.shadow * across
    if shot.glare:
        steps = (np.arange(picture.width) - picture.width / 2) / shot.side / shot.glare_size
        right, down = (np.exp(-((steps - at / shot.glare_size) ** 2)) for at in shot.glare_at)
        lit += 255 * shot.glare * down[:, None] * right
    return lit


def _bytes(grey: Grey) -> NDArray[np.uint8]:
    return np.clip(np.rint(grey), 0, 255).astype(np.uint8)


def _squeezed(picture: Image.Image, quality: int) -> Image.Image:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("L")
