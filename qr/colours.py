"""The colours that all sheets share; printed in grey they are still told apart."""

from typing import Final

INK: Final = "#10242b"
MUTED: Final = "#4a6069"
WHITE: Final = "#ffffff"
WASH: Final = "#f2f6f6"
LINE: Final = "#cfdadc"
BLACK: Final = "#000000"
