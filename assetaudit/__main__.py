"""Starts the command line."""

import sys

from assetaudit.cli import run


def main() -> int:
    """Run one command and return its exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
