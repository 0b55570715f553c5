"""Read the pages of the cookbook: code, and the output that stands right after it."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "cookbook"
NOTEBOOK = FOLDER / "als-kg.ipynb"
PAGES = ("python", "pandas", "jupyter", "r", "protege", "curl")
# What is run, and what an output is written as. A page has no other blocks: nothing stands there untested.
CODE = ("python", "sh", "r", "manchester")
OUTPUT = ("text", "csv", "turtle", "json")

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block; ``line`` from 1, ``start`` and ``end`` where its text stands in the page."""

    language: str
    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Recipe:
    """Code, with the block that shows what it prints, if there is one."""

    code: Block
    output: Block | None


@dataclass(frozen=True)
class Page:
    """A page in one language."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        found = BLOCK.finditer(self.text)
        return tuple(
            Block(block[1], block[2], self.text.count("\n", 0, block.start()) + 1, block.start(2), block.end(2))
            for block in found
        )

    @cached_property
    def recipes(self) -> tuple[Recipe, ...]:
        pairs = zip_longest(self.blocks, self.blocks[1:])
        return tuple(
            Recipe(block, following if following and following.language in OUTPUT else None)
            for block, following in pairs
            if block.language in CODE
        )

    @property
    def prose(self) -> str:
        return re.sub(r"`[^`\n]*`|\]\([^)]*\)", "", BLOCK.sub("", self.text))

    def place(self, block: Block) -> str:
        return f"{self.path.relative_to(FOLDER)}:{block.line}"

    def showing(self, printed: list[str]) -> str:
        """Give the page's text with these outputs in place of its own."""
        text = self.text
        for recipe, new in reversed(list(zip(self.recipes, printed, strict=True))):
            if recipe.output:
                text = text[: recipe.output.start] + new + text[recipe.output.end :]
        return text


def english(name: str) -> Page:
    return Page(FOLDER / f"{name}.md")


def chinese(name: str) -> Page:
    return Page(FOLDER / "zh" / f"{name}.md")
