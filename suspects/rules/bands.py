"""The bands of the list. Where each begins is data of the score's version, set to what a force can work."""

from collections.abc import Mapping

Edges = Mapping[str, float]  # band → the lowest score in it


def band_of(final: float, edges: Edges) -> str:
    """The band of a score: the highest whose edge it reaches.

    >>> [band_of(each, {"A": 70, "B": 50, "C": 30, "D": 0}) for each in (70, 69.9, 30, 0)]
    ['A', 'B', 'C', 'D']
    """
    reached = [(edge, band) for band, edge in edges.items() if final >= edge]
    return max(reached)[1] if reached else ""
