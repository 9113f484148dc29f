"""The programs that are measured, and where they are."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def target():
    return pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def build():
    """apcheck as it is shipped, and the programs beside it."""
    build = ["cargo", "build", "--release", "--quiet", "--locked", "--bins", "--examples"]
    subprocess.run(build, cwd=ROOT, check=True)
