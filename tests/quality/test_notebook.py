"""The example notebook: executed anew, every cell shows what is stored in it.

After a change that is meant: python tests/quality/test_notebook.py writes the outputs anew.
"""

import os
import xml.etree.ElementTree as ET
from pathlib import Path

import nbclient
import nbformat

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "tests/examples/claims.ipynb"


def executed(cache):
    """The notebook after running it, without what differs from run to run."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    where = {"metadata": {"path": str(NOTEBOOK.parent)}}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RATEPROOF_CACHE": str(cache)}
    nbclient.NotebookClient(notebook, timeout=240, kernel_name="python3", resources=where).execute(env=environment)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("text/plain", None)  # addresses and paths
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                         "language_info": {"name": "python"}}  # fmt: skip
    return notebook


def shown(notebook):
    """What each cell of code shows to a reader: its formulas and tables."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert [output.output_type for output in cell.outputs] == ["execute_result"], cell.source
            data = cell.outputs[0].data
            found.append({kind: data[kind] for kind in ("text/html", "text/latex") if kind in data})
    return found


def test_it_shows_what_is_stored_in_it(tmp_path):
    stored = shown(nbformat.read(NOTEBOOK, as_version=4))
    assert shown(executed(tmp_path)) == stored
    pages = [ET.fromstring(f"<page>{cell['text/html']}</page>") for cell in stored]
    claim, ledger, entry, verdict, frontier, valley, worst = ("".join(page.itertext()) for page in pages)
    assert all("text/html" in cell for cell in stored)
    assert r"$T_{\varepsilon} \leq \frac{20 \Delta L_{0}}{\varepsilon^{2}}" in claim
    assert stored[0]["text/latex"].startswith(r"$\displaystyle T_{\varepsilon}")
    assert [len(page.findall(".//table")) for page in pages[1:]] == [1, 1, 0, 1, 1, 1]
    assert "proved at listed N" in ledger
    assert "refuted" in ledger
    assert "f(u)" in entry
    assert "refuted" in verdict
    assert "16/L1**2" in frontier
    assert "w1 = 1/t, w2 = t, t -> oo" in valley
    assert "exactly 1/10 * L R^2" in worst


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(executed(folder), NOTEBOOK)
