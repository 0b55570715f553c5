"""The pages themselves: two languages, the same code, nothing on them that no test runs."""

import ast
import json
import re
from pathlib import Path

import pytest

from .pages import CODE, FOLDER, NOTEBOOK, OUTPUT, PAGES, Page, chinese, english

HAN = re.compile(r"[\u4e00-\u9fff]")
each_page = pytest.mark.parametrize("name", PAGES)
each_index = pytest.mark.parametrize("index", [FOLDER / "README.md", FOLDER / "zh" / "README.md"], ids=["en", "zh"])


def headings(page: Page) -> list[str]:
    return re.findall(r"^#+ ", page.prose, re.MULTILINE)


def code(page: Page) -> list[tuple[str, str]]:
    return [(block.language, block.text) for block in page.blocks]


def test_every_page_is_known() -> None:
    for folder in (FOLDER, FOLDER / "zh"):
        assert {path.stem for path in folder.glob("*.md")} == {*PAGES, "README"}


@each_page
def test_both_languages_have_the_same_blocks_under_the_same_headings(name: str) -> None:
    en, zh = english(name), chinese(name)
    assert code(en) == code(zh)
    assert headings(en) == headings(zh)


@each_page
def test_each_language_is_in_its_language(name: str) -> None:
    assert HAN.findall(english(name).prose.replace("中文", "")) == []
    for paragraph in chinese(name).prose.split("\n\n"):
        words = re.sub(r"[#|:\-•\s]|\[[^\]]*\]", "", paragraph)
        assert len(words) < 20 or HAN.search(words), paragraph


@each_page
def test_every_block_is_run_or_shows_what_one_prints(name: str) -> None:
    page = english(name)
    assert page.text.count("```") == 2 * len(page.blocks)
    assert {block.language for block in page.blocks} <= {*CODE, *OUTPUT}
    shown = [recipe.output for recipe in page.recipes if recipe.output]
    assert len(page.recipes) + len(shown) == len(page.blocks), "an output follows its code"
    assert len({recipe.code.language for recipe in page.recipes}) <= 1, "a page has one language"


@each_index
def test_the_index_leads_to_every_page(index: Path) -> None:
    text = index.read_text(encoding="utf-8")
    assert [name for name in PAGES if f"]({name}.md)" not in text] == []


def test_the_notebook_is_whole() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = notebook["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            ast.parse(source)
            assert cell["outputs"] or cell is next(c for c in cells if c["cell_type"] == "code"), source
        else:
            assert HAN.search(source), source
            assert re.search(r"[A-Za-z]{3}", source), source
