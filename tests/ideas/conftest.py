"""An idea of the cast's pair, kept and released."""

import pytest

from ideas.actions import release_idea, write_idea
from programs.models import Side
from tests.factories import NOW


@pytest.fixture
def kept(cast):
    """Return an idea that the newcomer wrote and nobody has released."""
    return write_idea(cast.pair, side=Side.NEWCOMER, title="canary-title", text="canary-text", now=NOW)


@pytest.fixture
def released(kept):
    """Return the same idea after both let it go."""
    release_idea(kept, side=Side.NEWCOMER, now=NOW)
    return release_idea(kept, side=Side.SENIOR, now=NOW)
