"""Make the benchmarks importable: they belong to the checkout, not to the package."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))
