"""The manifest of broken data sets: each file edits a copy of the clean one and says which finding must follow.

robot         the rule of ROBOT's report that it breaks, where there is one
[[edit]]      file; old, which stands there exactly once, and new; without old, new is the whole file
[finding]     file, line (a text on the line that is named; nth if it is there more often), message,
              count (how many findings of the check there are), also (other checks that cannot but find something)
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CLEAN = HERE / "mini"


@dataclass(frozen=True)
class Broken:
    path: Path

    @property
    def id(self) -> str:
        return self.path.stem

    @property
    def check(self) -> str:
        return self.path.name.partition(".")[0]

    @property
    def robot(self) -> str:
        return str(self.told.get("robot", ""))

    @property
    def told(self) -> dict[str, Any]:
        return tomllib.loads(self.path.read_text(encoding="utf-8"))

    def apply(self, root: Path) -> None:
        for change in self.told["edit"]:
            if "old" in change:
                edit(root / change["file"], change["old"], change["new"])
            else:
                (root / change["file"]).parent.mkdir(parents=True, exist_ok=True)
                (root / change["file"]).write_text(change["new"], encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(path: Path, text: str, nth: int = 1) -> int:
    """Find the line, from 1, that holds a text for the nth time."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if text in line][nth - 1]


BROKEN = tuple(Broken(path) for path in sorted((HERE / "breaking").glob("*.toml")))
