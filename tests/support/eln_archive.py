"""An `.eln` archive as eLabFTW writes it: a folder with two entries, one of them with files.

Names of members have two slashes, categories occur once for each entry, and older versions write values and steps where
they are referred to.
"""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

ROOT = "2024-05-17-export"
TEXT = "<h1>Aim</h1><p>Grow &lt;yeast&gt; at 30&nbsp;°C<br>twice</p><script>alert('x')</script><ul><li>one</li></ul>"
METADATA = "ro-crate-metadata.json"


def graph() -> list[dict[str, Any]]:
    """Return the entities of the description."""
    first, second = "./Growth - 1a2b/", "./Empty - 3c4d/"
    category = {"@id": "#category-Demo", "name": "Demo"}
    return [
        {"@id": METADATA, "@type": "CreativeWork", "about": {"@id": "./"}, "version": "1.0"},
        {"@id": "./", "@type": "Dataset", "hasPart": [{"@id": first}, {"@id": second}, {"@id": first}]},
        category,
        {
            "@id": first,
            "@type": "Dataset",
            "name": "Growth",
            "text": TEXT,
            "encodingFormat": "text/html",
            "keywords": "yeast,growth",
            "genre": "experiment",
            "about": {"@id": "#category-Demo"},
            "creativeWorkStatus": "Success",
            "dateCreated": "2024-05-17T14:30:00+02:00",
            "author": {"@id": "person://1"},
            "hasPart": [
                {"@id": f"{first}curve 1.csv"},
                {"@id": f"{first}missing.csv"},
                {"@id": f"{first}curve%201.csv"},
            ],
            "mentions": [{"@id": second}],
            "comment": [{"@id": "comment://1"}],
            "step": [{"@type": "HowToStep", "creativeWorkStatus": "finished", "itemListElement": [{"text": "Weigh"}]}],
            "variableMeasured": [
                {"@id": "pv://1"},
                {"@type": "PropertyValue", "propertyID": "created", "value": ["May", True]},
            ],
        },
        category,
        {"@id": second, "@type": "Dataset", "name": "Empty"},
        {"@id": f"{first}curve 1.csv", "@type": "File", "name": "curve 1.csv"},
        {"@id": f"{first}curve%201.csv", "@type": "File"},
        {"@id": f"{first}missing.csv", "@type": "File"},
        {"@id": "person://1", "@type": "Person", "givenName": "Ada", "familyName": "Lovelace"},
        {"@id": "comment://1", "@type": "Comment", "text": "<p>Well done</p>", "author": {"@id": "person://1"}},
        {"@id": "pv://1", "@type": "PropertyValue", "propertyID": "Temperature", "value": 30, "unitText": "°C"},
    ]


def write_archive(path: Path, content: bytes = b"1,2\n", sha256: str | None = None) -> Path:
    """Write the archive.

    Args:
        path: Its path.
        content: That of its file.
        sha256: The checksum that the description states; by default, the right one.
    """
    described = graph()
    (file,) = (each for each in described if each["@id"].endswith("curve 1.csv"))
    file["sha256"] = sha256 or hashlib.sha256(content).hexdigest()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{ROOT}/{METADATA}", json.dumps({"@graph": described}))
        archive.writestr(f"{ROOT}/Growth - 1a2b//curve 1.csv", content)
    return path


def unpacked(archive: Path) -> Path:
    """Unpack an archive beside it, and return the folder."""
    folder = archive.with_suffix("")
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder
