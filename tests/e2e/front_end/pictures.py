"""`python -m tests.e2e.front_end.pictures FOLDER`: make the pictures of the documentation of screenshots.

    PICTURES=FOLDER pytest tests/e2e/front_end/test_{pictures,lineage,synchronising}.py

has saved the screenshots in the folder. Colours are reduced to a palette, so that a picture has at most 150 kB;
the animated one shows the way from the login to a data frame.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

TARGET = Path(__file__).parents[3] / "docs" / "images"
PICTURES = ("panel", "first-screen", "search", "large-preview", "lineage", "transfers", "publish", "sync")
"""Pictures that the documentation shows."""
STORY = {
    "story-1-log-in": 1300,
    "story-2-logged-in": 900,
    "search": 1400,
    "story-4-details": 1100,
    "story-5-preview": 1200,
    "story-6-code": 1100,
    "panel": 2500,
}
"""Screenshots of the animated picture, and for how many milliseconds each is shown."""
MAX_BYTES, MAX_STORY_BYTES = 150_000, 1_500_000


def main() -> None:
    """Write the pictures into `docs/images`."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.front_end.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="with the screenshots")
    folder: Path = parser.parse_args().folder
    for name in PICTURES:
        file = TARGET / f"{name}.png"
        reduced(folder / f"{name}.png").save(file, optimize=True)
        _check(file, MAX_BYTES)
    story = TARGET / "story.gif"
    save_story([folder / f"{name}.png" for name in STORY], list(STORY.values()), story)
    _check(story, MAX_STORY_BYTES)


def reduced(file: Path) -> Image.Image:
    """Return a picture with 256 colours, among them those of small icons. Flat areas stay flat."""
    with Image.open(file) as image:
        return image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def save_story(files: Sequence[Path], milliseconds: Sequence[int], target: Path) -> None:
    """Write an animated GIF of screenshots of the same size, which is repeated without end."""
    first, *others = map(reduced, files)
    first.save(
        target, save_all=True, append_images=others, duration=list(milliseconds), loop=0, optimize=True, disposal=1
    )


def _check(file: Path, most: int) -> None:
    size = file.stat().st_size
    if size > most:
        raise SystemExit(f"{file} has {size:,} bytes, more than {most:,}")
    sys.stdout.write(f"{file.name}: {size:,} bytes\n")


if __name__ == "__main__":
    main()
