"""The notebooks run, and show what they say they show. `make notebooks` runs them anew."""

import re
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))
from make_notebooks import LARGEST, NOTEBOOKS, run  # noqa: E402

FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
MEASURED = "train_and_evaluate"
"""The notebook whose numbers depend on the processor in their last digits: of these only the form is compared."""


def shown(notebook, *, digits):
    texts = []
    for cell in notebook.cells:
        if cell.cell_type != "code" or "wrangle.suggest" in cell.source:
            continue
        # what is printed comes in pieces, as many as the clock has it
        pieces = {}
        for output in cell.outputs:
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            pieces.setdefault(output.get("name", "result"), []).append(text)
        for name, parts in sorted(pieces.items()):
            text = "".join(parts)
            form = text if digits else re.sub(r"[\d ─]+", "#", re.sub(r"'?\b[a-z_]+\b'?", "", text))
            texts.append((cell.source, name, form))
    return texts


def test_there_are_two():
    assert {path.stem for path in FILES} == {"explore_and_clean", MEASURED}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_stored_is_small(path):
    stored = nbformat.read(path, as_version=4)
    assert path.stat().st_size < 80_000
    outputs = [output for cell in stored.cells for output in cell.get("outputs", ())]
    assert outputs
    assert max(len(text) for output in outputs for text in output.get("data", {}).values() or [""]) <= LARGEST


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the libraries that run notebooks
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_runs_and_gives_what_is_stored(path):
    stored = nbformat.read(path, as_version=4)
    digits = path.stem != MEASURED
    assert shown(run(path), digits=digits) == shown(stored, digits=digits), "run `make notebooks`"
