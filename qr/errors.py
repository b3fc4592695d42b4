"""What this library refuses to do; `except Refusal` catches all of it."""


class Refusal(ValueError):
    """The input cannot become a symbol or a sheet that works."""


class EmptyText(Refusal):
    """There is no text to encode."""


class NotUnicode(Refusal):
    """The text holds half of a surrogate pair, which is no character and has no UTF-8."""


class TextTooLong(Refusal):
    """No symbol of the asked level is large enough for the text."""


class ModuleTooSmall(Refusal):
    """A module would be printed so small that phones no longer read it."""


class PaperUnusable(Refusal):
    """A sheet of no size, or larger than a page of a PDF can be."""


class ResolutionUnusable(Refusal):
    """A picture of no pixels, or of more than can be kept in memory."""


class NameTooLong(Refusal):
    """A text does not fit its place on a sheet, not even at its smallest size."""


class LabelsTooLarge(Refusal):
    """Rows and columns of this size do not fit on the paper."""


class LogoTooLarge(Refusal):
    """A mark in the middle of a symbol would use up what repairs damage, or a picture has too many pixels."""


class LogoUnreadable(Refusal):
    """The bytes are not a whole picture of a kind that can be printed."""


class CannotPrint(Refusal):
    """The fonts have no glyph for these characters, or they are no letters that a sheet could show.

    `characters` holds them in ascending order, each once.
    """

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__("no glyph for " + ", ".join(f"U+{ord(character):04X}" for character in characters))

    def __reduce__(self) -> tuple[type["CannotPrint"], tuple[str]]:
        """From one process to another whole: by default the message would be taken for the characters."""
        return CannotPrint, (self.characters,)
