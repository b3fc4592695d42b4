"""One tile of lines, areas and names <-> bytes, as the Mapbox Vector Tile specification 2.1 says.

A tile of ours has one layer per kind of thing, and in it a single feature with all its geometry: whoever
draws the layer draws one path. Names are points with two properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maps.basemap.commands import MOVE, Form, Points, commands, unzigzag, zigzag
from maps.basemap.varints import Damaged, Numbers, decode, encode, field, fields, single

EXTENT = 4096
"""A tile is this many units wide; y runs down. Geometry reaches a little beyond its edges."""
NAMES = "names"


@dataclass(frozen=True, slots=True)
class Layer:
    """All lines or all areas of one kind within a tile."""

    name: str
    form: Form
    points: Points
    """(n, 2) in tile units, one line or ring after the other; rings without their closing point."""
    sizes: Points
    """How many of the points each line or ring has."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name to be written around a point of the tile, turned clockwise by whole degrees."""

    text: str
    kind: str
    x: int
    y: int
    turn: int = 0


def write_tile(layers: Sequence[Layer], names: Sequence[Name]) -> bytes:
    """The tile's bytes; the same for the same layers."""
    said = [
        _layer(
            layer.name,
            [_feature(layer.form, commands(layer.points, layer.sizes, closed=layer.form is Form.AREA))],
        )
        for layer in layers
    ]
    if names:
        said.append(_names(names))
    return b"".join(field(3, layer) for layer in said)


def read_tile(data: bytes) -> tuple[dict[str, Numbers], list[Name]]:
    """The geometry of each layer as the specification's commands, and the names.

    Raises:
        Damaged: these are not the bytes of a tile.
    """
    geometry: dict[str, Numbers] = {}
    names: list[Name] = []
    for number, layer in fields(data):
        if number != 3 or isinstance(layer, int):  # noqa: PLR2004 - the specification's number of a layer
            raise Damaged("not a tile")
        name, features, texts = _parts_of(layer)
        if name == NAMES:
            names.extend(_name(feature, texts) for feature in features)
        else:
            found = [decode(_bytes(dict(fields(feature)).get(4, b""))) for feature in features]
            geometry[name] = np.concatenate(found) if found else np.empty(0, dtype=np.uint64)
    return geometry, names


def _layer(
    name: str, features: Sequence[bytes], keys: Sequence[str] = (), values: Sequence[bytes] = ()
) -> bytes:
    said = [field(1, name.encode()), *(field(2, feature) for feature in features)]
    said += [field(3, key.encode()) for key in keys]
    said += [field(4, value) for value in values]
    return b"".join((*said, field(5, EXTENT), field(15, 2)))


def _feature(form: Form, geometry: Numbers, tags: Sequence[int] = ()) -> bytes:
    tagged = field(2, b"".join(map(single, tags))) if tags else b""
    return tagged + field(3, int(form)) + field(4, encode(geometry))


def _names(names: Sequence[Name]) -> bytes:
    values: dict[bytes, int] = {}
    features = []
    for name in names:
        turned = int(zigzag(np.array([name.turn]))[0])
        texts = field(1, name.text.encode()), field(1, name.kind.encode()), field(6, turned)
        tags = [
            number for key, text in enumerate(texts) for number in (key, values.setdefault(text, len(values)))
        ]
        step = zigzag(np.array([name.x, name.y]))
        features.append(_feature(Form.POINT, np.array([MOVE, *step], dtype=np.uint64), tags))
    return _layer(NAMES, features, ("name", "kind", "turn"), tuple(values))


def _parts_of(layer: bytes) -> tuple[str, list[bytes], list[bytes]]:
    """Name, features and values of a layer."""
    name, features, values = "", [], []
    for number, content in fields(layer):
        if number == 1:
            name = _text(content)
        elif number == 2:  # noqa: PLR2004 - the specification's number of a feature
            features.append(_bytes(content))
        elif number == 4:  # noqa: PLR2004 - and of a value
            values.append(_bytes(content))
    return name, features, values


def _name(feature: bytes, values: Sequence[bytes]) -> Name:
    content = dict(fields(feature))
    tags, geometry = decode(_bytes(content.get(2, b""))), decode(_bytes(content.get(4, b"")))
    try:
        text, kind, turn = (dict(fields(values[int(tags[i])])) for i in (1, 3, 5))
        x, y = (int(n) for n in unzigzag(geometry[1:3]))
        turned = int(unzigzag(np.array([turn[6]], dtype=np.uint64))[0])
    except (IndexError, KeyError, ValueError) as error:
        raise Damaged("a name is not whole") from error
    return Name(_text(text.get(1)), _text(kind.get(1)), x, y, turned)


def _bytes(content: bytes | int) -> bytes:
    if isinstance(content, int):
        raise Damaged("a number where bytes belong")
    return content


def _text(content: bytes | int | None) -> str:
    try:
        return _bytes(b"" if content is None else content).decode()
    except UnicodeDecodeError as error:
        raise Damaged("a text is not UTF-8") from error
