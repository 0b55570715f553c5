"""The load: wrk with keep-alive connections, told what to ask by a script that is written here."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .figures import Window, uncorrected
from .running import on_processors
from .shapes import ACCEPT, MARK, Shape, target

# `number` goes on from a start that no window before has reached, so no request is ever repeated.
# One thread, hence one counter: shapes come in turn, whatever the number of connections.
_SCRIPT = """
local targets = {%(targets)s}
local number, at = %(start)d, 0
wrk.headers["Accept"] = "%(accept)s"
function request()
  number, at = number + 1, at %% #targets + 1
  local target = targets[at]
  return wrk.format("GET", target[2] and target[1] .. number .. target[2] or target[1])
end
function done(summary, latency)
  local times = {}
  for i = 1, #latency do
    local time, count = latency(i)
    times[#times + 1] = string.format("[%%d,%%d]", time, count)
  end
  local errors = summary.errors
  io.write(string.format('\\n{"duration":%%d,"requests":%%d,"status":%%d,"broken":%%d,"times":[%%s]}\\n',
    summary.duration, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, table.concat(times, ",")))
end
"""
# Longer than any window: a slow answer is measured, not given up.
_PATIENCE = 120


@dataclass(frozen=True)
class Generator:
    """The load generator: its program, the processors it may use, and a folder for its scripts."""

    program: Path
    processors: frozenset[int]
    environment: dict[str, str]
    folder: Path

    def window(self, url: str, shapes: Sequence[Shape], *, clients: int, seconds: float, start: int) -> Window:
        """Load ``scheme://host:port/path`` for a while; numbers of requests begin after ``start``."""
        origin, path = split(url)
        script = self.folder / "load.lua"
        script.write_text(script_for(path, shapes, start), encoding="utf-8")
        command = [
            str(self.program), "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", f"--timeout={_PATIENCE}s",
            f"--script={script}", origin,
        ]  # fmt: skip
        with on_processors(self.processors):
            done = subprocess.run(
                command, env=self.environment, capture_output=True, text=True, check=True, timeout=seconds + 60
            )
        return read_window(done.stdout, clients)


def split(url: str) -> tuple[str, str]:
    """Take an address apart: origin, and path with its parameters."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme}://{host}", f"/{path}"


def script_for(path: str, shapes: Sequence[Shape], start: int) -> str:
    """Write wrk's script: what each shape asks for, cut in two where the number goes."""
    targets = (", ".join(json.dumps(part) for part in target(path, shape.text).split(MARK)) for shape in shapes)
    written = ", ".join(f"{{{each}}}" for each in targets)
    return _SCRIPT % {"targets": written, "start": start, "accept": ACCEPT}


def read_window(output: str, clients: int) -> Window:
    """Read what the script printed; raises ValueError when times and requests do not add up."""
    found = json.loads(output.strip().splitlines()[-1])
    duration, requests = found["duration"], found["requests"]
    interval = duration // (requests // clients) if requests >= clients else duration
    times = uncorrected(dict(found["times"]), interval)
    if found["broken"] == 0 and sum(times.values()) != requests:
        raise ValueError(f"wrk counts {requests} requests, its times {sum(times.values())}: another wrk than 4.1?")
    return Window(duration / 1e6, requests + found["broken"], found["status"] + found["broken"], times)
