"""Compile the engine ahead of time: python -m pairing.engine. Does nothing where that was done for these sources."""

from __future__ import annotations

from pairing.engine.ready import make_ready

make_ready()
