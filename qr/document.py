"""A PDF that grows page by page on disk: what stays in memory is where each page begins.

ISO 32000-1:2008, 7.5 and 7.7. `qr.pdf` writes a few sheets at once, this writes any number of them.
"""

from array import array
from typing import BinaryIO

from qr import embedding
from qr.fonts import Face
from qr.page import FONT_NAMES, Page, Stream

_CATALOGUE, _PAGES, _RESOURCES, _ABOUT = 1, 2, 3, 4
_FAN_OUT = 100
"""Pages under one node: readers walk down a tree."""

_AROUND_A_PAGE = 320
"""Bytes that come with the content of a page: its dictionary, the head of its content."""

_LATER_FOR_A_PAGE = 64
"""Bytes for a page at the end of the file: its places in the tree and in the last table."""

_AROUND_AN_OBJECT = 240
_ENDING = 4096


class Document:
    """Writes to a file opened for bytes, from its present place on; the caller closes the file."""

    def __init__(self, out: BinaryIO, title: str) -> None:
        self._out = out
        self._title = title
        self._written = 0
        self._places = array("Q", [0] * _ABOUT)
        self._pages = array("Q")
        self._nodes = array("Q")
        self._objects: dict[str, int] = {}
        self._letters: dict[Face, set[str]] = {}
        self._write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    @property
    def pages(self) -> int:
        """How many it has."""
        return len(self._pages)

    def most_bytes_with(self, page: Page) -> int:
        """What the finished file takes at most if this page becomes its last."""
        letters = {face: len(self._letters.get(face, set()) | some) for face, some in page.letters.items()}
        letters |= {face: len(some) for face, some in self._letters.items() if face not in letters}
        fonts = sum(embedding.most_bytes(count) for count in letters.values())
        new = sum(
            len(drawn.data) + len(drawn.entries) + _AROUND_AN_OBJECT
            for name, drawn in page.objects.items()
            if name not in self._objects
        )
        tables = _LATER_FOR_A_PAGE * (self.pages + 1) + _AROUND_AN_OBJECT * len(self._objects)
        return self._written + len(page.content) + _AROUND_A_PAGE + new + tables + fonts + _ENDING

    def add(self, page: Page) -> int:
        """Append a page; its number, from 1 on."""
        for name, drawn in page.objects.items():
            if name not in self._objects:
                self._objects[name] = self._stream(drawn)
        for face, letters in page.letters.items():
            self._letters.setdefault(face, set()).update(letters)
        if self.pages % _FAN_OUT == 0:
            self._nodes.append(self._reserve())
        content = self._stream(Stream("", page.content))
        box = f"[0 0 {page.width:.4f} {page.height:.4f}]"
        self._pages.append(
            self._object(
                f"<</Type/Page/Parent {self._nodes[-1]} 0 R/MediaBox{box}/Resources {_RESOURCES} 0 R"
                f"/Contents {content} 0 R>>"
            )
        )
        return self.pages

    def close(self) -> None:
        """Write the fonts, the tree of pages and the table of contents."""
        fonts = "".join(f"/{FONT_NAMES[face]} {self._font(face)} 0 R" for face in sorted(self._letters))
        drawings = "".join(f"/{name} {number} 0 R" for name, number in self._objects.items())
        self._object(f"<</Font<<{fonts}>>/XObject<<{drawings}>>>>", _RESOURCES)
        for index, node in enumerate(self._nodes):
            self._tree_node(
                node, self._pages[index * _FAN_OUT : (index + 1) * _FAN_OUT], f"/Parent {_PAGES} 0 R"
            )
        self._tree_node(_PAGES, self._nodes)
        self._object(f"<</Type/Catalog/Pages {_PAGES} 0 R>>", _CATALOGUE)
        title = self._title.encode("utf-16-be").hex()
        self._object(f"<</Title<feff{title}>>>", _ABOUT)
        self._table_of_contents()

    def _tree_node(self, node: int, kids: "array[int]", parent: str = "") -> None:
        below = self.pages if node == _PAGES else len(kids)
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        self._object(f"<</Type/Pages{parent}/Count {below}/Kids[{listed}]>>", node)

    def _font(self, face: Face) -> int:
        font = embedding.embedded(face, self._letters[face])
        program, to_unicode = self._stream(font.program), self._stream(font.to_unicode)
        descriptor = self._object(f"<<{font.descriptor}/FontFile2 {program} 0 R>>")
        descendant = self._object(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}/FontDescriptor {descriptor} 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
            f"/DW 0/W[{font.widths}]>>"
        )
        return self._object(
            f"<</Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>"
        )

    def _table_of_contents(self) -> None:
        begins, count = self._written, len(self._places) + 1
        self._write(f"xref\n0 {count}\n0000000000 65535 f \n".encode())
        for place in self._places:
            self._write(b"%010d 00000 n \n" % place)
        trailer = f"<</Size {count}/Root {_CATALOGUE} 0 R/Info {_ABOUT} 0 R>>"
        self._write(f"trailer\n{trailer}\nstartxref\n{begins}\n%%EOF\n".encode())

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places)

    def _object(self, text: str, number: int = 0) -> int:
        return self._put(text.encode("ascii"), number)

    def _stream(self, stream: Stream) -> int:
        entries = f"<<{stream.entries}/Length {len(stream.data)}/Filter/FlateDecode>>\nstream\n"
        return self._put(entries.encode("ascii") + stream.data + b"\nendstream", 0)

    def _put(self, body: bytes, number: int) -> int:
        number = number or self._reserve()
        self._places[number - 1] = self._written
        self._write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        return number

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._written += len(data)
