import pytest

from qr import figures, guide, scene
from qr.boxes import TextLine
from qr.errors import CannotPrint, NameTooLong
from tests.qr.layouts import a_guide, words_of


def test_every_step_is_numbered_and_said_twice():
    words = words_of(guide.sheet(a_guide()))
    for step in a_guide().steps:
        assert step.text.replace(" ", "") in words
    assert words.count(a_guide().steps[0].second.replace(" ", "")) == 7
    numbers = [box.text for box in guide.sheet(a_guide()).boxes if getattr(box, "size", 0) == 9]
    assert numbers == [*"1234567"]


def test_the_measures_stand_at_the_heights_that_they_name():
    sheet = guide.sheet(a_guide())
    ground = sheet.panels[1].bounds
    for text, height in (("90 cm", scene.LOWEST), ("120 cm", scene.HIGHEST)):
        [label] = [box for box in sheet.boxes if isinstance(box, TextLine) and box.text == text]
        middle = (label.bounds.top + label.bounds.bottom) / 2
        assert middle - ground.top == pytest.approx(scene.above_floor(height), abs=0.6)


def test_the_drawing_keeps_to_its_ground_and_its_posters_hang_between_the_measures():
    parts = list(scene.room("#0b6e6e"))
    for part in parts:
        assert part.bounds.left >= scene.WALL - 1
        assert part.bounds.right <= scene.WIDTH - scene.WALL + 1
        assert 5 <= part.bounds.top < part.bounds.bottom <= scene.HEIGHT
    accented = [
        part.bounds
        for part in parts
        if part.colour == "#0b6e6e" and part.bounds.bottom - part.bounds.top == pytest.approx(3.4)
    ]
    assert len(accented) == 2  # the heads of two posters, more than a metre apart
    assert accented[1].left - accented[0].right > 100 * scene.CM
    for head in accented:
        assert scene.above_floor(scene.HIGHEST) <= head.bottom + 2 <= scene.above_floor(scene.LOWEST)


@pytest.mark.parametrize("figure", [figures.STANDING, figures.SEATED])
def test_a_figure_stands_on_the_floor_with_its_head_at_its_height(figure):
    points = [point for shape in figure for polygon in shape for point in polygon]
    assert max(y for _, y in points) == pytest.approx(1, abs=0.015)
    assert min(y for _, y in points) < 0.02
    assert all(0 <= x <= 1 for x, _ in points)


def test_a_guide_that_does_not_fit_or_cannot_be_printed_is_refused():
    with pytest.raises(NameTooLong, match="mm more"):
        guide.sheet(a_guide(steps=a_guide().steps * 4))
    with pytest.raises(CannotPrint):
        guide.sheet(a_guide(title="Cách treo 🍜"))
