"""A tiny writer of OpenStreetMap extracts: .osm.pbf (fileformat.proto, osmformat.proto) and .osm."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from maps.basemap.varints import encode
from maps.basemap.varints import field as message


@dataclass
class Extract:
    """Ways and areas by their points; every point is a node of its own."""

    nodes: list[tuple[float, float]] = field(default_factory=list)
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)
    relations: list[tuple[list[tuple[int, str]], dict[str, str]]] = field(default_factory=list)

    def way(self, points, **tags):
        """A line, or an area where the last point is the first."""
        points = list(points)
        closed = points[0] == points[-1]
        start = len(self.nodes) + 1
        self.nodes += points[:-1] if closed else points
        refs = list(range(start, len(self.nodes) + 1))
        self.ways.append((refs + refs[:1] if closed else refs, tags))
        return len(self.ways)

    def area(self, outer, *holes, **tags):
        """A multipolygon relation of bare ways."""
        members = [(self.way(outer), "outer"), *((self.way(hole), "inner") for hole in holes)]
        self.relations.append((members, {"type": "multipolygon", **tags}))

    def pbf(self) -> bytes:
        head = message(4, b"OsmSchema-V0.6") + message(4, b"DenseNodes")
        blocks = [self._nodes(), self._ways(), self._relations()]
        return _blob(b"OSMHeader", head) + b"".join(_blob(b"OSMData", block) for block in blocks if block)

    def xml(self) -> str:
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
        lines += [f'<node id="{i}" lon="{lon}" lat="{lat}"/>' for i, (lon, lat) in enumerate(self.nodes, 1)]
        for i, (refs, tags) in enumerate(self.ways, 1):
            nodes = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            lines.append(f'<way id="{i}">{nodes}{_xml_tags(tags)}</way>')
        for i, (members, tags) in enumerate(self.relations, 1):
            ways = "".join(f'<member type="way" ref="{way}" role="{role}"/>' for way, role in members)
            lines.append(f'<relation id="{i}">{ways}{_xml_tags(tags)}</relation>')
        return "\n".join([*lines, "</osm>"])

    def _nodes(self) -> bytes:
        units = [(round(lon * 1e7), round(lat * 1e7)) for lon, lat in self.nodes]
        ids = _steps(range(1, len(units) + 1))
        dense = (
            message(1, ids)
            + message(8, _steps(y for _, y in units))
            + message(9, _steps(x for x, _ in units))
        )
        return _block([], message(2, dense))

    def _ways(self) -> bytes:
        texts: dict[str, int] = {}
        group = b"".join(
            message(3, message(1, i) + _tags(tags, texts) + message(8, _steps(refs)))
            for i, (refs, tags) in enumerate(self.ways, 1)
        )
        return _block(texts, group)

    def _relations(self) -> bytes:
        if not self.relations:
            return b""
        texts: dict[str, int] = {}
        group = b""
        for i, (members, tags) in enumerate(self.relations, 1):
            roles = encode([texts.setdefault(role, len(texts) + 1) for _, role in members])
            ways = _steps(way for way, _ in members)
            kinds = encode([1] * len(members))
            said = message(8, roles) + message(9, ways) + message(10, kinds)
            group += message(4, message(1, i) + _tags(tags, texts) + said)
        return _block(texts, group)


def _steps(numbers) -> bytes:
    """Differences from one number to the next, small for either sign."""
    numbers = list(numbers)
    steps = [b - a for a, b in zip([0, *numbers], numbers, strict=False)]
    return encode([2 * n if n >= 0 else -2 * n - 1 for n in steps])


def _tags(tags, texts) -> bytes:
    if not tags:
        return b""
    numbers = [[texts.setdefault(text, len(texts) + 1) for text in some] for some in (tags, tags.values())]
    return message(2, encode(numbers[0])) + message(3, encode(numbers[1]))


def _block(texts, group) -> bytes:
    table = b"".join(message(1, text.encode()) for text in ["", *texts])
    return message(1, table) + message(2, group)


def _blob(kind, content) -> bytes:
    blob = message(2, len(content)) + message(3, zlib.compress(content))
    header = message(1, kind) + message(3, len(blob))
    return len(header).to_bytes(4, "big") + header + blob


def _xml_tags(tags) -> str:
    held = str.maketrans("", "", "".join(map(chr, range(32))))  # XML cannot hold control characters
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v.translate(held))}/>" for k, v in tags.items())


def ring(west, south, east, north):
    """A rectangle's points, closed."""
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]
