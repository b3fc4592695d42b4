"""What the documents show is run."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

import qr
from qr import __main__ as command
from qr.bench import __main__ as bench
from qr.bench.payloads import ALL

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "qr.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def failures(text, name, known):
    """What doctest says against the examples of a text."""
    said = []
    test = doctest.DocTestParser().get_doctest(text, known, name, None, None)
    assert test.examples
    doctest.DocTestRunner().run(test, out=said.append, clear_globs=False)
    known.update(test.globs)
    return "".join(said)


def test_every_block_is_of_a_kind_that_is_run():
    assert {kind for kind, _ in BLOCKS} == {"python", "sh"}
    assert PAGE.count("```") == 2 * len(BLOCKS)


def test_the_examples_do_what_they_say(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    known = {}
    for number, (kind, block) in enumerate(BLOCKS):
        if kind == "python":
            assert failures(block, f"block {number}", known) == ""
    assert {path.name for path in tmp_path.iterdir()} == {"code.pdf", "code.svg", "code.png"}


def test_an_example_that_does_not_would_be_seen():
    assert "Expected:\n    3" in failures(">>> 1 + 1\n3\n", "wrong", {})


def test_the_commands_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
    for _, _, module, *arguments in map(shlex.split, lines):
        if module == "qr":
            assert command.main(arguments) == 0
        else:
            assert module == "qr.bench"
            assert bench._parser().parse_args(arguments).out == Path("scan-bench.md")
    assert (tmp_path / "code.svg").exists()


def test_the_docstring_of_the_package_does_what_it_says():
    assert failures(qr.__doc__, "qr", {}) == ""


@pytest.mark.parametrize("name", [name for name in qr.__all__ if isinstance(getattr(qr, name), type)])
def test_every_refusal_is_explained(name):
    kind = getattr(qr, name)
    if issubclass(kind, qr.Refusal):
        assert f"`{name}`" in PAGE or f"qr.{name}`" in PAGE


def test_every_module_that_the_page_names_exists():
    named = set(re.findall(r"`(qr/[a-z_]+\.py)`", PAGE))
    assert len(named) > 5
    assert all((DOCS.parent / path).exists() for path in named)


def test_the_bench_was_run_with_the_payloads_of_today():
    page = (DOCS / "scan-bench.md").read_text(encoding="utf-8")
    for payload in ALL:
        assert f"{payload.system}" in page
        assert f"| {payload.length} | {payload.symbol.version}-{payload.symbol.level} |" in page
