"""The reader of the bench: zxing-cpp, an independent library that phones use too, with its usual settings."""

from importlib.util import find_spec

from PIL import Image


class ReaderMissing(RuntimeError):
    """zxing-cpp is not installed."""


def require() -> None:
    """Say so before anything is measured.

    Raises:
        ReaderMissing: zxing-cpp is not installed.
    """
    if find_spec("zxingcpp") is None:
        raise ReaderMissing("the bench reads with zxing-cpp, which is not installed: pip install zxing-cpp")


def texts(picture: Image.Image) -> set[str]:
    """What every QR symbol in the picture says."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return {barcode.text for barcode in found}
