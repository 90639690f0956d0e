"""Examples in the docstrings of the public Python API work."""

import doctest
import sys

import pytest

import jupyter_openbis_server as package

MODULES = sorted({getattr(package, name).__module__ for name in package.__all__ if name != "__version__"})
EXAMPLES = [
    example
    for name in MODULES
    for example in doctest.DocTestFinder(exclude_empty=True).find(sys.modules[name], name)
    if example.examples
]


def test_public_modules_have_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_return_what_they_show(example: doctest.DocTest) -> None:
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=report.append)
    assert result.failed == 0, "".join(report)
