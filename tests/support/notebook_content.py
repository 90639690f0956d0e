"""Content of notebooks for tests."""

import json

HOSTILE = "<script>alert('from an output')</script><p onclick='alert()'>harmless</p>"


def notebook(*sources: str, output: str = "<b>bold result</b>") -> bytes:
    """Return a notebook with an output in its last cell."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source} for source in sources]
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": output, "text/plain": "..."}}
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "1 < 2", "outputs": [shown]}
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [*cells, code]}
    return json.dumps(content).encode()
