"""Every recipe runs, and prints what its page shows.

``ALS_KG_COOKBOOK=write`` writes what is printed into the pages of both languages; read the difference
before you commit it.
"""

import json
import os
import shutil
from collections.abc import Callable

import pytest
import rdflib
from rdflib.compare import isomorphic

from .kitchen import Kitchen, outputs
from .pages import NOTEBOOK, Page, Recipe, chinese, english

WRITE = os.environ.get("ALS_KG_COOKBOOK") == "write"
# One parameter: a page, the language of its recipes, and the program that a machine may lack.
RUN = (("python", "python", ""), ("pandas", "python", ""), ("curl", "sh", "curl"), ("r", "r", "Rscript"))

pytestmark = pytest.mark.slow


def needs(program: str) -> pytest.MarkDecorator:
    missing = bool(program) and shutil.which(program) is None
    return pytest.mark.skipif(missing, reason=f"{program} is not installed")


def same_graph(told: str, printed: str) -> bool:
    """Compare RDF as RDF: a server may write the same statements in another order."""
    one, other = (rdflib.Graph().parse(data=text, format="turtle") for text in (told, printed))
    return isomorphic(one, other)


def same_text(told: str, printed: str) -> bool:
    return told == printed


SAME: dict[str, Callable[[str, str], bool]] = {"turtle": same_graph}


def judge(page: Page, recipe: Recipe, printed: str) -> None:
    told = recipe.output.text if recipe.output else ""
    same = SAME.get(recipe.output.language if recipe.output else "", same_text)
    assert same(told, printed), f"{page.place(recipe.code)} prints\n{printed}\nbut the page shows\n{told}"


@pytest.mark.parametrize(("name", "language"), [pytest.param(*run[:2], id=run[0], marks=needs(run[2])) for run in RUN])
def test_recipes_print_what_the_page_shows(kitchen: Kitchen, name: str, language: str) -> None:
    page = english(name)
    assert {recipe.code.language for recipe in page.recipes} == {language}
    printed = kitchen.run(language, [recipe.code.text for recipe in page.recipes])
    if WRITE:
        for one in (page, chinese(name)):
            one.path.write_text(one.showing(printed), encoding="utf-8")
        return
    for recipe, text in zip(page.recipes, printed, strict=True):
        judge(page, recipe, text)


def test_the_notebook_keeps_what_its_cells_give(kitchen: Kitchen) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    found = outputs(kitchen, ["".join(cell["source"]) for cell in cells])
    if WRITE:
        for number, (cell, new) in enumerate(zip(cells, found, strict=True), 1):
            cell.update(outputs=new, execution_count=number)
        NOTEBOOK.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    for cell, new in zip(cells, found, strict=True):
        assert cell["outputs"] == new, "".join(cell["source"])
