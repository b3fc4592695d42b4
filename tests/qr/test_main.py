import pytest
from PIL import Image

from qr.__main__ import main


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_symbol_lands_in_a_file_of_its_true_size(tmp_path, capsys, read, rasterise, ending):
    file = tmp_path / f"code.{ending}"
    assert main(["HTTPS://GHE.VN/V/4WT59M5YQ0R7K2JXZ", "--side", "40", "-o", str(file)]) == 0
    assert "version 3-Q, 40 mm, 1.08 mm a module" in capsys.readouterr().out
    if ending == "png":
        picture = Image.open(file)
        assert picture.width == round(40 / 25.4 * 300)
    elif ending == "pdf":
        picture = rasterise(file.read_bytes(), 300)
        assert abs(picture.width - 40 / 25.4 * 300) <= 1
    else:
        assert 'width="40mm"' in file.read_text()
        return
    assert read(picture).text == "HTTPS://GHE.VN/V/4WT59M5YQ0R7K2JXZ"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["", "-o", "x.svg"], "EmptyText"),
        (["A" * 5000, "-o", "x.svg"], "TextTooLong"),
        (["A", "--side", "5", "-o", "x.svg"], "ModuleTooSmall"),
        (["A", "--side", "29", "--dpi", "30", "-o", "x.png"], "ModuleTooSmall"),
        (["A", "-o", "x.gif"], ".svg, .png or .pdf"),
        (["A", "-o", "missing/x.svg"], "FileNotFoundError"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_no_file(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
