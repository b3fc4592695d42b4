"""A logo as the caller has it, a file of PNG or JPEG, made ready for every kind of sheet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from qr.errors import LogoTooLarge, LogoUnreadable
from qr.shapes import Shape

MOST_BYTES = 5_000_000
MOST_PIXELS = 25_000_000
"""Asked of the head of the file, before any pixel is unpacked: a small file can unpack to gigabytes."""

LARGEST_SIDE = 600
"""Pixels that are kept: 30 mm at 500 dots an inch. More would only make files heavier."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture without transparency, in RGB or grey: rows of `width` pixels from the top left corner."""

    width: int
    height: int
    mode: str
    pixels: bytes

    @property
    def image(self) -> Image.Image:
        """The same for Pillow."""
        return Image.frombytes(self.mode, (self.width, self.height), self.pixels)

    @property
    def turned(self) -> "Logo":
        """The picture upside down: turned by 180 degrees."""
        return replace(self, pixels=self.image.transpose(Image.Transpose.ROTATE_180).tobytes())


Art = Logo | Shape
"""A picture, or polygons in a unit square; an empty shape is no art at all."""


def read(file: bytes) -> Logo:
    """A PNG or JPEG file as a logo: upright, on white where it was transparent, no larger than is printed.

    Raises:
        LogoUnreadable: broken, cut short, or another kind of file.
        LogoTooLarge: more than `MOST_BYTES`, or more than `MOST_PIXELS` when unpacked.
    """
    if len(file) > MOST_BYTES:
        raise LogoTooLarge(f"{len(file)} bytes; at most {MOST_BYTES}")
    with _faults_named():
        image = _opened(file)
        if image.width * image.height > MOST_PIXELS:
            raise LogoTooLarge(f"{image.width} x {image.height} pixels; at most {MOST_PIXELS} in all")
        image.load()
        upright = ImageOps.exif_transpose(image)
        grey = upright.mode in {"1", "L", "LA", "I", "I;16"} and "transparency" not in upright.info
        flat = Image.new("RGBA", upright.size, "white")
        flat.alpha_composite(_eight_bits(upright).convert("RGBA"))
        flat.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
        done = flat.convert("L" if grey else "RGB")
    return Logo(done.width, done.height, done.mode, done.tobytes())


def _opened(file: bytes) -> Image.Image:
    """By its kind: `Image.open` would warn of large pictures, and a warning is silenced for all threads."""
    kind = PngImageFile if file.startswith(b"\x89PNG") else JpegImageFile
    return kind(BytesIO(file))


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey made eight: Pillow would cut them off at 255 and leave a white square."""
    if not image.mode.startswith("I"):
        return image
    return image.point(lambda value: value / 256).convert("L")


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except (LogoTooLarge, MemoryError):
        raise
    except Exception as fault:  # noqa: BLE001 - many kinds, by where it is broken; none are documented
        raise LogoUnreadable(f"no picture: {type(fault).__name__}") from None
