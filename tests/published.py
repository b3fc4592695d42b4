"""Which published results the suite reproduces: `make reference-results` writes docs/reference-results.md."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

NOT_MET = {
    "T7": "Expectation-based Poisson scan, brain cancer in New Mexico: the data are not at hand.",
    "T8, the rest": "G, local G and a lattice's variance: no method here uses them.",
    "T15, the rest": "The simulated Ebola line list: 3,800 links are too many to restate.",
    "T16": "Public check-in data set: not at hand.",
    "T17": "Formula injection: met, by the tests of neutral text in `tests/domain`.",
    "T18": "Complementary suppression: comes with the public map.",
}
"""Cases of the reference that no test covers, and why."""

HEAD = """# Published results reproduced

Written by `make reference-results`: each line is one or more tests in `tests/reference` that restate figures
others have published and compare ours with them. The tolerance is what the source's own digits, or its
chance, allow.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reference-results", metavar="FILE", help="write which published results are met")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    outcome = yield
    marker = item.get_closest_marker("published")
    if marker is not None:
        case, source = marker.args
        outcome.get_result().user_properties.append(
            ("published", [case, source, marker.kwargs["tolerance"], Path(item.path).name])
        )


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    target = config.getoption("--reference-results")
    if target:
        reports = [r for found in terminalreporter.stats.values() for r in found if hasattr(r, "when")]
        Path(target).write_text(written(reports))
        terminalreporter.write_line(f"{target} written")


def written(reports) -> str:
    """The page that these test reports make."""
    met: dict[tuple[str, ...], list[bool]] = defaultdict(list)
    for report in reports:
        for name, line in report.user_properties:
            if name == "published" and (report.when == "call" or not report.passed):
                met[tuple(line)].append(report.passed)
    lines = [HEAD, "| case | source | tolerance | test | met |", "|---|---|---|---|---|"]
    for (case, source, tolerance, file), passed in sorted(met.items(), key=_order):
        answer = "yes" if all(passed) else "**no**"
        count = f" ({len(passed)} values)" if len(passed) > 1 else ""
        lines.append(f"| {case} | {source} | {tolerance} | `{file}`{count} | {answer} |")
    missing = {case: why for case, why in NOT_MET.items() if case not in {key[0] for key in met}}
    lines += ["", "Not met, or elsewhere:", "", *(f"- {case}: {why}" for case, why in missing.items()), ""]
    return "\n".join(lines)


def _order(item) -> tuple[int, str]:
    case, source, *_ = item[0]
    return int(case.removeprefix("T")) if case.removeprefix("T").isdigit() else 99, source
