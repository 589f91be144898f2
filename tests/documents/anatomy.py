"""What a PDF says of itself, read with nothing but the standard library."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def opened(pdf: bytes) -> bytes:
    """The file with its compressed streams opened, so that its objects can be read as text."""
    return pdf + b"\n".join(_inflated(found[1]) for found in STREAM.finditer(pdf))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def tags(pdf: bytes) -> list[str]:
    """The kinds of the structure elements, each once."""
    return sorted({found.decode() for found in re.findall(rb"/S\s*/([A-Z][A-Za-z0-9]*)", opened(pdf))})
