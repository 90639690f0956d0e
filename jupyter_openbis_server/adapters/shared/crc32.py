"""CRC32 as openBIS uses it: by the fastest installed library, and combined from the checksums of parts.

A shared helper: it imports no adapter.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from types import ModuleType

_FASTER = ("isal.isal_zlib", "zlib_ng.zlib_ng")
_POLYNOMIAL = 0xEDB88320
"""CRC32 counts bits from the highest power of x down: bit 31 of a number is x⁰, bit 0 is x³¹."""
_ONE = 1 << 31
_X_TO_THE_8 = 1 << 23


def crc32(data: bytes | bytearray | memoryview, value: int = 0) -> int:
    """Return the unsigned CRC32 of bytes; `value` is the CRC32 of the preceding bytes."""
    return _crc32(data, value)


def combined(first: int, second: int, length_of_second: int) -> int:
    """Return the CRC32 of two consecutive runs of bytes from their CRC32s.

    Args:
        first: CRC32 of the first run.
        second: CRC32 of the second run.
        length_of_second: Bytes in the second run.
    """
    return _combined(first, second, length_of_second)


def combined_in_python(first: int, second: int, length_of_second: int) -> int:
    """Return the same without a library: appending n bytes multiplies by x⁸ⁿ modulo the polynomial of CRC32."""
    return _product(_x_to_the_8_times(length_of_second), first) ^ second if first else second


def fastest_library(names: Iterable[str] = _FASTER) -> ModuleType:
    """Return the first module of those names that is installed, else zlib."""
    for name in names:
        with suppress(ImportError):
            return import_module(name)
    return zlib


@lru_cache(maxsize=1024)
def _x_to_the_8_times(exponent: int) -> int:
    """Return x to the power of eight times the exponent; cached, since most pieces have the same length."""
    power, square = _ONE, _X_TO_THE_8
    while exponent:
        if exponent & 1:
            power = _product(power, square)
        square = _product(square, square)
        exponent >>= 1
    return power


def _product(one: int, other: int) -> int:
    """Multiply two polynomials over GF(2) modulo that of CRC32."""
    product = 0
    while one:
        if one & _ONE:
            product ^= other
        one = one << 1 & 0xFFFFFFFF
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product


_LIBRARY = fastest_library()
_crc32: Callable[[bytes | bytearray | memoryview, int], int] = _LIBRARY.crc32
_combined: Callable[[int, int, int], int] = getattr(_LIBRARY, "crc32_combine", combined_in_python)
