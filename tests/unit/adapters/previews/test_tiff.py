"""Pages of TIFF files, also hostile ones. They are read in this process."""

import io
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jupyter_openbis_server.adapters.previews.pictures import render
from jupyter_openbis_server.adapters.previews.remote_file import RemoteBytes, TooMuchRead
from jupyter_openbis_server.adapters.previews.tiff_page import extract_page
from jupyter_openbis_server.domain.previews.file_content import TIFF
from jupyter_openbis_server.domain.previews.no_preview import NoPreview
from tests.support.image_files import Bytes, tiff, tiff_header, tiff_of_levels


def remote(content: bytes, most: int = 64 << 20) -> RemoteBytes:
    file = Bytes(content)
    return RemoteBytes(file.read, file.size, most)


def shown(picture: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(picture)) as image:
        return np.asarray(image)


@pytest.mark.parametrize("mode", ["I;16", "L", "RGB"])
@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate"])
def test_page_is_rendered(mode: str, compression: str | None) -> None:
    found = render(remote(tiff((60, 40), (80, 20), mode=mode, compression=compression)), TIFF, 1, 256)
    assert (found.width, found.height, found.page, found.pages, found.more_pages) == (80, 20, 1, 2, False)
    assert shown(found.content).shape[:2] == (20, 80)


def test_values_of_16_bits_are_stretched() -> None:
    picture = shown(render(remote(tiff((60, 40))), TIFF, 0, 256).content)
    assert (picture.min(), picture.max(), picture.dtype) == (0, 255, np.uint8)
    assert abs(int(picture[20, 0]) - 127) < 4


def test_large_page_is_scaled() -> None:
    found = render(remote(tiff((600, 400))), TIFF, 0, 90)
    assert ((found.width, found.height), shown(found.content).shape) == ((600, 400), (60, 90))


def test_only_a_part_of_a_stack_is_read() -> None:
    file = Bytes(tiff(*[(400, 300)] * 20))
    render(RemoteBytes(file.read, file.size, 64 << 20), TIFF, 3, 256)
    assert sum(end - start for start, end in file.ranges) < file.size / 2


def test_smaller_size_of_a_page_is_used() -> None:
    content = tiff((1600, 1200), (800, 600), (400, 300), (1600, 1200))
    file = Bytes(content)
    found = render(RemoteBytes(file.read, file.size, 64 << 20), TIFF, 0, 300)
    assert (found.width, found.height, found.pages) == (1600, 1200, 2)
    assert shown(found.content).shape == (225, 300)
    assert sum(end - start for start, end in file.ranges) < 1600 * 1200 * 2


LEVELS = ((640, 401), (320, 200), (160, 101))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize(("side", "level"), [(640, 1), (400, 1), (300, 2), (160, 3), (100, 3)])
def test_smallest_size_that_is_large_enough_is_used(order: str, big: bool, marked: bool, side: int, level: int) -> None:
    content = tiff_of_levels(LEVELS, LEVELS, big=big, order=order, marked=marked)
    for page in (0, 1):
        file = Bytes(content)
        found = extract_page(RemoteBytes(file.read, file.size, 64 << 20), page, side)
        assert (found.width, found.height, found.pages) == (640, 401, 2)
        with Image.open(io.BytesIO(found.content)) as image:
            assert image.size == LEVELS[level - 1]
            assert set(image.tobytes()) == {10 * level}


@pytest.mark.parametrize("big", [False, True])
def test_page_of_a_pyramid_is_rendered(big: bool) -> None:
    found = render(remote(tiff_of_levels(LEVELS, big=big)), TIFF, 0, 256)
    assert (found.width, found.height, found.pages) == (640, 401, 1)
    assert set(shown(found.content).flat) == {20}


@pytest.mark.parametrize(
    ("sizes", "pages"),
    [
        ([(640, 401), (320, 200), (160, 101)], 1),
        ([(640, 401), (160, 100), (40, 25)], 1),
        ([(600, 400), (300, 200), (600, 400), (300, 200)], 2),
        ([(600, 400), (200, 133)], 2),
        ([(600, 400), (400, 267), (250, 167)], 3),
        ([(600, 400), (300, 198)], 2),
        ([(600, 400), (300, 400)], 2),
        ([(600, 400), (150, 200)], 2),
        ([(600, 400), (500, 300), (250, 150)], 2),
    ],
)
def test_pages_without_marks_are_levels_if_they_are_divided_by_powers_of_two(
    sizes: list[tuple[int, int]], pages: int
) -> None:
    assert extract_page(remote(tiff_of_levels(*[[size] for size in sizes])), 0, 256).pages == pages


def test_pages_that_are_marked_as_smaller_sizes_may_have_other_proportions() -> None:
    content = tiff_of_levels(((600, 400), (200, 100)), marked=True)
    assert extract_page(remote(content), 0, 256).pages == 1


def test_smaller_page_with_other_colours_is_a_page() -> None:
    content = tiff((600, 400), (300, 200))
    colours = tiff((300, 200), mode="RGB")
    with Image.open(io.BytesIO(content)) as grey, Image.open(io.BytesIO(colours)) as rgb:
        out = io.BytesIO()
        grey.save(out, "TIFF", save_all=True, append_images=[rgb])
    assert extract_page(remote(out.getvalue()), 0, 256).pages == 2


def test_pages_that_point_to_each_other_are_counted_once() -> None:
    pixels = {"t273": (4, 1, 0), "t279": (4, 1, 10)}
    assert extract_page(remote(tiff_header(10, 1, following=8, **pixels)), 0, 256).pages == 1


@pytest.mark.parametrize(
    "content",
    [
        b"II*\0",
        b"MM\0*\xff\xff\xff\xff",
        tiff_header(0, 10),
        tiff_header(10, 10),
        tiff_header(10, 10, t273=(4, 1 << 30, 100), t279=(4, 1 << 30, 100)),
        tiff_header(10, 10, t273=(4, 1, 100), t279=(4, 1, 1 << 31)),
        tiff_header(10, 10, t273=(4, 2, 100), t279=(4, 1, 10)),
        tiff_header(10, 10, t330=(4, 1 << 20, 8), t273=(4, 1, 0), t279=(4, 1, 10)),
        tiff_header(1 << 31, 1 << 31, t273=(4, 1, 0), t279=(4, 1, 10)),
        tiff_header(100_000, 100_000, order=">", t273=(4, 1, 0), t279=(4, 1, 10)),
        tiff((60, 40))[:-100],
        tiff((60, 40), compression="tiff_lzw")[:60],
    ],
)
def test_hostile_file_has_a_reason_at_once(content: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises((NoPreview, TooMuchRead, OSError, SyntaxError, ValueError)):  # `__main__` gives the reason
        render(remote(content), TIFF, 0, 256)
    assert time.monotonic() - begun < 20


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_changed_bytes_do_no_harm(data: st.DataObject) -> None:
    content = bytearray(tiff((20, 10), (8, 8), compression=data.draw(st.sampled_from([None, "tiff_lzw"]))))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        extracted = extract_page(remote(bytes(content), 1 << 20), 0, 256)
    except (NoPreview, TooMuchRead):
        return
    assert len(extracted.content) < 1 << 21
