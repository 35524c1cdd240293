# SPDX-License-Identifier: Apache-2.0
"""Python packages that Candor is measured beside, in a virtual environment below the build directory."""
import subprocess
import sys


class Skip(Exception):
    """A system that cannot be measured here, and why."""


def make_environment(folder, requirements):
    """The environment's python. The packages are those of `requirements`, with their digests."""
    python = folder / "bin" / "python"
    if (folder / "complete").exists():
        return python
    steps = ([sys.executable, "-m", "venv", "--clear", folder],
             [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:",
              "--require-hashes", "-r", requirements])
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
        except OSError as error:
            raise Skip(str(error)) from error
        if done.returncode != 0:
            raise Skip("pip could not install it: " + ((done.stderr or done.stdout).strip().splitlines() or ["?"])[-1])
    (folder / "complete").touch()
    return python
