"""The documents say what is there."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main

from app.cli.commands import cli
from app.cli.lazily import COMMANDS
from app.settings import Settings

ROOT = Path(__file__).parents[2]


def test_every_module_that_the_architecture_names_exists_and_holds_what_it_says():
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = set(
        re.findall(
            r"`((?:app/)?(?:domain|science|vault|store|usecases|web|simulation|cli)/[a-z_/]+)(?:\.([a-z_]+))?`",
            text,
        )
    )
    assert len(named) >= 12
    for module, name in named:
        path = ROOT / "app" / module.removeprefix("app/")
        if not path.is_dir():
            source = path.with_suffix(".py").read_text()
            assert not name or re.search(rf"\bdef {name}\b", source), (module, name)


def commands():
    """Every command with its groups, as somebody would type it."""
    group = typer.main.get_command(cli)
    context = group.make_context("ghe", [], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "commands"):
            yield from (f"{name} {sub}" for sub in command.commands)
        yield name


def test_every_command_is_in_the_readme_and_every_command_of_the_readme_is_there():
    readme = (ROOT / "README.md").read_text()
    there = set(commands())
    for words in re.findall(r"`ghe ([a-z-]+(?: [a-z-]+)?)", readme):
        assert words in there or words.split()[0] in there, words
    for name in there:
        assert f"ghe {name.split()[0]}" in readme, name


def test_the_list_of_commands_says_of_each_what_it_says_of_itself():
    group = typer.main.get_command(cli)
    for name, where in COMMANDS.items():
        command = group.get_command(None, name)
        assert " ".join(command.help.split("\n\n")[0].split()) == where.help, name


def test_every_setting_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for name in Settings.model_fields:
        assert f"GHE_{name.upper()}" in readme, name


def test_every_link_of_the_readme_leads_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text()):
        assert (ROOT / target).exists(), target


def test_every_target_of_the_makefile_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    for target in phony.split():
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_every_published_result_that_a_test_reproduces_stands_in_its_page_as_met():
    page = (ROOT / "docs" / "reference-results.md").read_text()
    files = re.findall(r"\| `(test_\w+\.py)`[^|]*\| (.+) \|", page)
    tests = (ROOT / "tests" / "reference").glob("test_*.py")
    assert {name for name, _ in files} == {p.name for p in tests if "mark.published(" in p.read_text()}
    assert {met for _, met in files} == {"yes"}
    for case in (f"T{n}" for n in range(1, 19)):
        assert re.search(rf"\b{case}\b", page), case
