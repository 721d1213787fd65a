"""A data centre to play with: made up from a seed, with a walk through it and what that walk must come to."""

from assetaudit.sample.expected import Expected
from assetaudit.sample.folder import files
from assetaudit.sample.hall import DEFAULT_SEED, SampleHall, make

__all__ = ["DEFAULT_SEED", "Expected", "SampleHall", "files", "make"]
