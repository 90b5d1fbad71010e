"""Compiling ahead: done once, told to whoever asks, waited for where another process is at it."""

import fcntl
from threading import Thread

from pairing.engine import is_ready, ready


def test_ready_once_made(tmp_path, monkeypatch):
    monkeypatch.setattr(ready, "FOLDER", tmp_path / "compiled-now")
    monkeypatch.setattr(ready, "DONE", tmp_path / "compiled-now" / "done")
    (tmp_path / "compiled-now").mkdir()
    (tmp_path / "compiled-before").mkdir()
    before = is_ready()

    ready.make_ready()

    assert (before, is_ready()) == (False, True)
    assert [each.name for each in tmp_path.iterdir()] == ["compiled-now"]


def test_whoever_comes_meanwhile_waits(tmp_path, monkeypatch):
    monkeypatch.setattr(ready, "FOLDER", tmp_path)
    monkeypatch.setattr(ready, "DONE", tmp_path / "done")
    waiting = Thread(target=ready.make_ready)
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting.start()
        waiting.join(0.2)
        still = waiting.is_alive(), is_ready()

    waiting.join(60)

    assert (still, is_ready()) == ((True, False), True)


def test_where_nothing_can_be_kept_nothing_begins(monkeypatch):
    monkeypatch.setattr(ready, "FOLDER", None)
    monkeypatch.setattr(ready, "DONE", None)

    ready.begin()

    assert not is_ready()
