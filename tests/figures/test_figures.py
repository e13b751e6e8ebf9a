import json
import re

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import figures
import rateproof
from figures import bench, complexity, formulas, looseness, style
from theory.catalog import Catalog, built_in
from theory.claim import PaperError
from verify import runs, shards
from verify.ledger import Ledger

NAMES = tuple(figures.catalogue())


def edit(folder, label, change):
    """Change one entry of the ledger, or drop it if the change is None."""
    path = folder / f"{label.partition('/')[0]}.json"
    data = json.loads(path.read_text())
    for entry in data["claims"]:
        if entry["label"] == label and change:
            change(entry)
    data["claims"] = [entry for entry in data["claims"] if entry["label"] != label or change]
    path.write_text(json.dumps(data))
    return shards.committed(Catalog(built_in()), folder)


def test_the_figures_are_there():
    spine = {"frontiers", "iterations-eps", "iterations-m", "looseness", "one-step", "thm7-cycle"}
    assert spine | {"bonnet2023", "sun2022"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_draws_its_claims(ledger, name):
    module = figures.catalogue()[name]
    with style.theme():
        drawn = module.draw(ledger)
        drawn.draw_without_rendering()
    assert any(line.get_xydata().size for axes in drawn.axes for line in axes.lines)
    assert all(label in module.caption(ledger) for label in module.CLAIMS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_cut_off(ledger, name, dark):
    with style.theme(dark=dark):
        drawn = figures.catalogue()[name].draw(ledger)
        FigureCanvasAgg(drawn).draw()
        width, height = drawn.get_size_inches() * drawn.dpi
        for axes in drawn.axes:
            texts = [axes.xaxis.label, axes.yaxis.label, axes.title, *drawn.texts]
            boxes = [text.get_window_extent() for text in texts if text.get_text()]
            boxes += [legend.get_window_extent() for legend in drawn.legends]
            assert all(-1 <= box.x0 <= box.x1 <= width + 1 for box in boxes)
            assert all(-1 <= box.y0 <= box.y1 <= height + 1 for box in boxes)
            assert all(label.get_window_extent().x0 >= -1 for label in axes.get_yticklabels())


@pytest.mark.parametrize("form", style.FORMATS)
def test_two_runs_give_the_same_bytes(ledger, tmp_path, form):
    for place in ("one", "two"):
        list(figures.make(ledger, ["looseness", "one-step"], tmp_path / place, [form]))
    for name in ("looseness", "one-step"):
        first, second = ((tmp_path / place / f"{name}.{form}").read_bytes() for place in ("one", "two"))
        assert first == second
        assert len(first) > 5000


def test_more_rows_in_the_bench_record_are_drawn(ledger, monkeypatch):
    recorded = runs.read("bench")
    more = [{**row, "tool": "another", "problem": "nonconvex"} for row in recorded["measurements"][:3]]
    rows = [{**row, "problem": "convex"} for row in recorded["measurements"]] + more
    lost = [{"tool": "another", "problem": "convex", "N": 640}]
    monkeypatch.setattr(bench.runs, "read", lambda name: {**recorded, "measurements": rows, "not finished": lost})
    with style.theme():
        drawn = bench.draw(ledger)
        drawn.draw_without_rendering()
    assert len(drawn.axes) == 4
    assert "another" in [text.get_text() for text in drawn.legends[0].get_texts()]
    assert "another convex, N = 640" in bench.caption(ledger)


def test_captions_have_the_parameters(ledger):
    captions = {name: module.caption(ledger) for name, module in figures.catalogue().items()}
    for text in (captions["iterations-m"], captions["iterations-eps"]):
        assert "L₀ = 1, L₁ = 1, Δ = 1000" in text
        assert "[f]/[x]" in text
    assert "ε = 1/10" in captions["iterations-m"]
    assert "L₀ = 1, L₁ = 1, g = 1" in captions["one-step"]
    assert "x = 25/4, L₀ = 10, L₁ = 1, τ = 1/10000, ε = 100, Δ = 3000, T = 4000" in captions["thm7-cycle"]


def test_a_verdict_that_changes_changes_the_caption(folder):
    def weaken(entry):
        entry["findings"][0].update(checker="gram", outcome="supported", rigour="numerical")

    caption = figures.catalogue()["iterations-m"].caption
    before = caption(shards.committed(Catalog(built_in()), folder))
    after = caption(edit(folder, "ours/thm6-best", weaken))
    assert "ours/thm6-best (proved, exact)" in before
    assert "ours/thm6-best (supported, numerical)" in after


def test_a_number_that_changes_changes_picture_and_caption(folder):
    def tighten(entry):
        entry["findings"][1]["evidence"]["looseness at most"] = 2.25

    before = shards.committed(Catalog(built_in()), folder)
    assert "within a factor 3.5." in looseness.caption(before)
    after = edit(folder, "zhang2020/thm3", tighten)
    assert "within a factor 2.25." in looseness.caption(after)
    limits = [row.limit for row in looseness.rows(after)[0] if row.limit]
    assert limits == [2.25]


@pytest.mark.parametrize("name", NAMES)
def test_each_missing_claim_is_one_sentence(ledger, tmp_path, name):
    """Each label of each figure in turn; nothing is drawn."""
    for label in figures.catalogue()[name].CLAIMS:
        less = Ledger(entries=tuple(entry for entry in ledger if entry.claim.label != label))
        sentence = f"the figure {name} needs {label}, which is not in the committed ledger. Run: rateproof verify {label} "
        with pytest.raises(PaperError, match=f"^{re.escape(sentence)}--update-ledger$"):
            list(figures.make(less, [name], tmp_path / "out", ["png"]))
    assert not (tmp_path / "out").exists()


def test_the_command_says_which_claim_is_missing(folder, tmp_path, capsys):
    edit(folder, "zhang2020/thm7", None)
    for words in (["thm7-cycle"], []):
        with pytest.raises(SystemExit) as stop:
            rateproof.main(["figures", *words, "--ledger", str(folder), "--out", str(tmp_path / "out")])
        said = " ".join(capsys.readouterr().err.split())
        assert stop.value.code == 2
        assert "the figure thm7-cycle needs zhang2020/thm7" in said
        assert "rateproof verify zhang2020/thm7 --update-ledger" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "says"), [(["nonsense"], f"There are: {', '.join(NAMES)}"), (["--format", "gif"], "write some of pdf,svg,png")]
)
def test_mistakes_are_answered(folder, tmp_path, words, says, capsys):
    with pytest.raises(SystemExit) as stop:
        rateproof.main(["figures", *words, "--ledger", str(folder), "--out", str(tmp_path / "out")])
    assert stop.value.code == 2
    assert says in capsys.readouterr().err


def test_the_command_writes_every_format(folder, tmp_path):
    with pytest.raises(SystemExit) as stop:
        rateproof.main(["figures", "one-step", "--ledger", str(folder), "--out", str(tmp_path), "--dark"])
    assert stop.value.code == 0
    assert {path.name for path in tmp_path.glob("one-step*")} == {
        "one-step.txt", "one-step-dark.pdf", "one-step-dark.svg", "one-step-dark.png",
    }  # fmt: skip


def test_bounds_are_those_of_the_statements(ledger):
    at = {"L0": 2, "L1": 3, "Delta": 5, "eps": 0.5, "M": 7}
    assert formulas.evaluate(formulas.upper(ledger["zhang2020/thm6"]), at) == 4 * 23 * 5 / 0.25
    lower = formulas.count(ledger["ours/no-log-lower-bound"])
    assert formulas.evaluate(lower, at) == pytest.approx(21 * (5 - 15 / 16 * 0.25 / 2) / (15.85 * 0.25))
    lower = formulas.count(ledger["ours/thm4-repaired"])
    assert formulas.evaluate(lower, at) == pytest.approx(21 * 5 / (8 * 0.25 * np.log(1 + 21 / 2)))
    gain = formulas.decrease(ledger["ours/descent-local-constant"])
    assert formulas.evaluate(gain, {"L0": 1, "L1": 2, "g": 3, "h": 0.1}) == pytest.approx(0.9 - 7 * 0.09 / 2)


def test_conditions_are_applied(ledger):
    entry = ledger["ours/no-log-lower-bound"]
    at = {"L0": 1, "L1": 1, "eps": 0.1, "M": np.array([0.1, 1.0, 10.0, 11.0]), "Delta": 10, "h": 1}
    assert formulas.holds(entry, at).tolist() == [False, True, True, False]


def test_the_largest_gradient_solves_its_equation(ledger):
    top = complexity.largest(ledger["ours/gradient-bound"], {"L0": "1", "L1": "1", "Delta": "1000"})
    assert top - np.log1p(top) == pytest.approx(1000)


def test_what_holds_everywhere_is_below_what_was_found():
    recorded = runs.read("one-step")
    assert all(low <= high + 1e-6 for low, high in zip(recorded["plane"], recorded["line"], strict=True))
    assert recorded["line"][0] == pytest.approx(2 - np.exp(0.025 * -1) * 2 + 0.025 * -1, abs=1e-6)


def test_what_was_found_is_below_the_bounds(ledger):
    recorded = runs.read("slow-lines")
    for label, counts in recorded["iterations"].items():
        for eps, steps in zip(recorded["accuracies"], counts, strict=True):
            at = {**formulas.numbers(recorded["parameters"]), **formulas.numbers({"eps": eps})}
            assert 0 < steps <= 1 + formulas.evaluate(formulas.upper(ledger[label]), at)


def test_a_run_that_is_not_recorded(tmp_path):
    with pytest.raises(PaperError, match="rateproof record one-step"):
        runs.read("one-step", tmp_path)
    with pytest.raises(PaperError, match=r"no run 'x'\. There are: .*one-step, .*slow-lines"):
        list(runs.record(["x"], tmp_path))


def test_a_fixed_step_fails_as_long_as_its_bound_allows(ledger):
    recorded = runs.read("slow-lines")
    fixed = recorded["fixed step"]
    at = formulas.numbers({**recorded["parameters"], "eps": fixed["eps"]})
    for top, steps in zip(fixed["M"], fixed["against M"], strict=True):
        bound = formulas.evaluate(formulas.upper(ledger[fixed["claim"]]), {**at, "M": float(top)})
        assert 0.4 * bound < steps <= 1 + bound
    at = formulas.numbers({**recorded["parameters"], "M": fixed["at M"]})
    for eps, steps in zip(recorded["accuracies"], fixed["against eps"], strict=True):
        bound = formulas.evaluate(formulas.upper(ledger[fixed["claim"]]), {**at, **formulas.numbers({"eps": eps})})
        assert 0.4 * bound < steps <= 1 + bound


def test_recording_again_gives_the_committed_run(tmp_path):
    (path,) = runs.record(["slow-lines"], tmp_path)
    assert json.loads(path.read_text()) == runs.read("slow-lines")
