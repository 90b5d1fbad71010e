"""Small pictures that somebody uploads: known by their bytes, never by their name, and never a drawing with scripts."""

from dataclasses import dataclass

LARGEST = 200 * 1024  # bytes
WIDEST = 2_000  # pixels
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# The marks of a JPEG's frame, which holds its size; 0xC4, 0xC8 and 0xCC mark other things.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class NoPicture(Exception):
    """The file is no picture that we take; the message says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture as it was uploaded."""

    content: bytes
    kind: str


def read_picture(content: bytes) -> Picture:
    """Return a PNG or JPEG; raises NoPicture for everything else, SVG among it, and for what is too large."""
    if len(content) > LARGEST:
        raise NoPicture(f"The picture is larger than {LARGEST // 1024} KB. Save it smaller.")
    kind, size = _measured(content)
    if not kind or not all(1 <= length <= WIDEST for length in size):
        raise NoPicture(f"This is no PNG or JPEG of at most {WIDEST:,} pixels a side.")
    return Picture(content, kind)


def _measured(content: bytes) -> tuple[str, tuple[int, int]]:
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        return "image/png", (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big"))
    if content.startswith(_JPEG):
        return "image/jpeg", _size_of_jpeg(content)
    return "", (0, 0)


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    """Return width and height out of the first frame, (0, 0) where there is none."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0, 0
