"""`python -m qr "TEXT" --level Q -o code.svg`: one symbol into a file; its ending says which kind."""

import argparse
import sys
from pathlib import Path

from qr import pdf, picture, png, svg
from qr.errors import Refusal
from qr.symbol import Level, encode


def main(arguments: list[str] | None = None) -> int:
    """Write the file; what cannot be done is one line on the error stream and status 2."""
    asked = _parser().parse_args(arguments)
    try:
        symbol = encode(asked.text, level=Level(asked.level))
        side = asked.side or symbol.full_size
        sheet = picture.sheet(symbol, side)
        written = {
            ".svg": lambda: svg.write(sheet).encode(),
            ".png": lambda: png.write(sheet, asked.dpi),
            ".pdf": lambda: pdf.write(sheet),
        }
        asked.output.write_bytes(written[asked.output.suffix.lower()]())
    except KeyError:
        print(f"{asked.output}: name it .svg, .png or .pdf", file=sys.stderr)
    except (Refusal, OSError) as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
    else:
        module = side / symbol.full_size
        print(
            f"{asked.output}: version {symbol.version}-{symbol.level}, {side:g} mm, {module:.2f} mm a module"
        )
        return 0
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m qr", description="A QR symbol as SVG, PNG or PDF.")
    parser.add_argument("text", help="what the symbol carries")
    parser.add_argument(
        "--level", choices=[*Level], default=Level.Q, help="how much may be damaged (Q: 25 %%)"
    )
    parser.add_argument("--side", type=float, help="side in mm with the white field; default 1 mm a module")
    parser.add_argument("--dpi", type=int, default=300, help="of a PNG")
    parser.add_argument("-o", "--output", type=Path, required=True, help="FILE.svg, FILE.png or FILE.pdf")
    return parser


if __name__ == "__main__":
    sys.exit(main())
