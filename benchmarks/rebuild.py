"""Rebuild every table from the sources in a folder of its own, and say how long it took and how much memory.

``python -m benchmarks.rebuild --mirror DIR --facts DIR``. Promise: 60 s and 1.5 GB on two quiet cores. The
processor seconds stand beside the clock: on a busy machine, they are the ones to compare.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from loaders import catalog

SHARED = catalog.ROOT.parent / "shared"
KIB_PER_MB = 1000**2 / 1024


def main() -> int:
    """Measure one rebuild in a process of its own; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rebuild")
    parser.add_argument("--mirror", type=Path, default=SHARED / "mirror")
    parser.add_argument("--facts", type=Path, default=SHARED / "facts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in ("loaders", "data", ".cache"):
            if (catalog.ROOT / name).is_dir():
                shutil.copytree(catalog.ROOT / name, project / name)
        start = time.perf_counter()
        status = _build(project, options.mirror.resolve(), options.facts.resolve())
        _tell(time.perf_counter() - start)
    return status


def _build(project: Path, mirror: Path, facts: Path) -> int:
    command = [sys.executable, "-m", "loaders", "build", "--mirror", str(mirror), "--facts", str(facts)]
    return subprocess.run(command, cwd=project, stdout=subprocess.DEVNULL, check=False).returncode


def _tell(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"horloge           {seconds:7.1f} s")
    print(f"processeur        {used.ru_utime + used.ru_stime:7.1f} s")
    print(f"mémoire, au plus  {used.ru_maxrss / KIB_PER_MB:7.0f} Mo")


if __name__ == "__main__":
    sys.exit(main())
