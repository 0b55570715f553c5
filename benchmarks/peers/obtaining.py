"""Get the peers and the load generator into a folder of their own; the system and the project stay as they are.

Python packages go into a virtual environment each. Debian packages are downloaded with those they need
and unpacked, not installed: that needs no root, and starts no service. A program that is already on
the PATH is used as it is.
"""

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from .running import Command, UnavailableError, finish

# Exact, so that figures of two days can be compared. The wheel of oxigraph holds the native server.
_PYTHON = {
    "oxigraph": ("oxigraph==0.5.13",),
    "rdflib-endpoint": ("rdflib-endpoint==0.6.3", "rdflib==7.6.0", "uvicorn[standard]==0.54.0"),
}
# apt-get only names what is missing on this machine; what it names is unpacked.
_DEBIAN = {"nginx": "nginx", "wrk": "wrk", "virtuoso-t": "virtuoso-opensource-7-bin"}
_ENOUGH = "run: apt-get update (as root), then again; or install {package} yourself"


@dataclass(frozen=True)
class Tools:
    """Where the programs of the peers are."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Let unpacked programs find their unpacked libraries."""
        root = self.folder / "debian"
        found = [str(path) for place in ("usr/lib", "lib") for path in sorted((root / place).glob("*-linux-*"))]
        return {"LD_LIBRARY_PATH": ":".join(found)} if found else {}

    def python(self, package: str, program: str) -> Path:
        """Find a program of a package's virtual environment, made at the first call; raises UnavailableError."""
        home, wanted = self.folder / f"venv-{package}", _PYTHON[package]
        whole = home / "installed"
        if not whole.exists() or whole.read_text(encoding="utf-8").split() != list(wanted):
            finish(Command([sys.executable, "-m", "venv", "--clear", str(home)], self.folder))
            finish(Command([str(home / "bin" / "pip"), "install", "--quiet", *wanted], self.folder))
            whole.write_text("\n".join(wanted), encoding="utf-8")
        return home / "bin" / program

    def debian(self, program: str) -> Path:
        """Find a program on the PATH or among the unpacked packages, downloading at need; raises UnavailableError."""
        return self._found(program) or self._unpacked(program)

    def beside(self, program: Path, name: str) -> Path:
        """Find a program that comes with another."""
        path = program.parent / name
        if not path.exists():
            raise UnavailableError(f"{program.name} is there without {name}")
        return path

    def _found(self, program: str) -> Path | None:
        root = self.folder / "debian" / "usr"
        places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", f"{root}/bin", f"{root}/sbin"])
        path = shutil.which(program, path=places)
        return Path(path) if path else None

    def _unpacked(self, program: str) -> Path:
        package, archives = _DEBIAN[program], self.folder / "archives"
        if not shutil.which("apt-get"):
            raise UnavailableError(f"{program} is not on the PATH, and this is no Debian: install it and run again")
        archives.mkdir(exist_ok=True)
        try:
            plan = finish(Command(["apt-get", "install", "--simulate", "--no-install-recommends", package], archives))
            finish(Command(["apt-get", "download", "--quiet", *packages_in(plan)], archives))
        except UnavailableError as error:
            raise UnavailableError(f"{package}: {error}; {_ENOUGH.format(package=package)}") from error
        for archive in archives.glob("*.deb"):
            finish(Command(["dpkg-deb", "--extract", str(archive), str(self.folder / "debian")], archives))
        found = self._found(program)
        if not found:
            raise UnavailableError(f"the Debian package {package} holds no {program}")
        return found


def packages_in(plan: str) -> list[str]:
    """List the packages that ``apt-get --simulate`` would install."""
    return re.findall(r"^Inst (\S+)", plan, re.MULTILINE)
