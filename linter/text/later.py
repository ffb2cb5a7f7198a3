"""Patterns that are compiled when first used: most texts need few of them, and a start should not wait for the rest."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


def later(make: Callable[[], T]) -> T:
    """What `make` makes, made at the first look at one of its attributes."""
    return cast("T", _Later(make))


class _Later:
    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        # Kept in the instance: the second look does not come here. Two threads may both make it, which is harmless.
        attribute = getattr(self._make(), name)
        setattr(self, name, attribute)
        return attribute
