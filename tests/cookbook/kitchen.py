"""Run what the pages say, as a reader would, against a server of the real data."""

import ast
import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .pages import ROOT

# The address that the pages tell.
TOLD = "http://127.0.0.1:8000"
BETWEEN = "-- next recipe --"
COMMAND = f"""#!/bin/sh
PYTHONPATH='{ROOT}' exec '{sys.executable}' -m als_kg "$@"
"""


@dataclass(frozen=True)
class Kitchen:
    """A folder with ``release/0.1.0`` in it, where the recipes run, and the server that they ask."""

    folder: Path
    url: str

    def run(self, language: str, codes: Sequence[str]) -> list[str]:
        """Run blocks in order, each after what the ones before left; give what each prints."""
        with contextlib.chdir(self.folder):
            printed = RUNNERS[language](self, [code.replace(TOLD, self.url) for code in codes])
        return [as_told(text.replace(self.url, TOLD)) for text in printed]

    @property
    def environment(self) -> Mapping[str, str]:
        """The shell's: ``als-kg`` is this checkout's, texts are UTF-8."""
        bin_ = self.folder / "bin"
        bin_.mkdir(exist_ok=True)
        (bin_ / "als-kg").write_text(COMMAND, encoding="utf-8")
        (bin_ / "als-kg").chmod(0o755)
        return os.environ | {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    def command(self, *words: str) -> str:
        done = subprocess.run(
            words, cwd=self.folder, env=self.environment, encoding="utf-8", capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def as_told(text: str) -> str:
    """Leave out what no page shows: blanks at the ends of lines, carriage returns."""
    lines = text.rstrip().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def python(_: Kitchen, codes: Sequence[str]) -> list[str]:
    names: dict[str, Any] = {"__name__": "__main__"}
    return [_printed(lambda code=code: exec(compile(code, "<recipe>", "exec"), names)) for code in codes]


def shell(kitchen: Kitchen, codes: Sequence[str]) -> list[str]:
    return [kitchen.command("bash", "-euo", "pipefail", "-c", code) for code in codes]


def r(kitchen: Kitchen, codes: Sequence[str]) -> list[str]:
    file = kitchen.folder / "recipes.R"
    file.write_text(f'\ncat("\\n{BETWEEN}\\n")\n'.join(codes), encoding="utf-8")
    printed = kitchen.command("Rscript", "--vanilla", str(file))
    return [part.removeprefix("\n") for part in printed.split(BETWEEN)]


RUNNERS: Mapping[str, Callable[[Kitchen, Sequence[str]], list[str]]] = {"python": python, "sh": shell, "r": r}


def outputs(kitchen: Kitchen, cells: Sequence[str]) -> list[list[dict[str, Any]]]:
    """Run the cells of a notebook; give the outputs of each as nbformat 4 stores them."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.chdir(kitchen.folder):
        return [_outputs(cell, names, number, kitchen.url) for number, cell in enumerate(cells, 1)]


def _outputs(cell: str, names: dict[str, Any], number: int, url: str) -> list[dict[str, Any]]:
    tree = ast.parse(cell.replace(TOLD, url))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shown: list[Any] = []

    def run() -> None:
        exec(compile(tree, "<cell>", "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), "<cell>", "eval"), names))

    found: list[dict[str, Any]] = []
    if text := _printed(run).replace(url, TOLD):
        found.append({"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)})
    results = {"execution_count": number, "metadata": {}, "output_type": "execute_result"}
    return found + [{"data": _shapes(value)} | results for value in shown if value is not None]


def _shapes(value: Any) -> dict[str, list[str]]:
    shapes = {"text/plain": repr(value)}
    if hasattr(value, "_repr_html_"):
        shapes["text/html"] = value._repr_html_()
    return {name: text.splitlines(keepends=True) for name, text in sorted(shapes.items())}


def _printed(run: Callable[[], object]) -> str:
    kept = io.StringIO()
    with contextlib.redirect_stdout(kept):
        run()
    return kept.getvalue()


def address_in(line: str) -> str:
    """Find the address that a server tells when it starts."""
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    return found[0]
