"""What this library refuses to do; `except Refusal` catches all of it."""


class Refusal(ValueError):
    """The input cannot become a symbol or a sheet that works."""


class EmptyText(Refusal):
    """There is no text to encode."""


class TextTooLong(Refusal):
    """No symbol of the asked level is large enough for the text."""


class ModuleTooSmall(Refusal):
    """A module would be printed so small that phones no longer read it."""


class CannotPrint(Refusal):
    """The fonts have no glyph for these characters.

    `characters` holds them in ascending order, each once.
    """

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__("no glyph for " + ", ".join(f"U+{ord(character):04X}" for character in characters))
