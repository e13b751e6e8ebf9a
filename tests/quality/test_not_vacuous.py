"""Theorems that say something: their hypotheses hold of f(v) = v^2/2, shown by the kernel, which refutes "never" there."""

import pytest

from theory.catalog import Catalog, built_in
from verify import certify
from verify.compile import obligation
from verify.kernel import model
from verify.kernel.certificate import check, parts
from verify.kernel.steps import Context

PARABOLA = {"f": ["v", "v**2/2"], "grad": ["v", "v"], "hess": ["v", "1"]}
CATALOG = Catalog(built_in())


@pytest.mark.parametrize(("label", "values"), [
    ("ours/descent-local-constant", {"L0": "1", "L1": "1", "h": "1/2", "p": "1"}),
    ("ours/self-bounding", {"L0": "1", "L1": "1", "fstar": "0", "p": "1"}),
    ("zhang2020/local-descent", {"L0": "1", "L1": "1", "h": "1/2", "p": "1", "p0": "1"}),
])  # fmt: skip
def test_the_hypotheses_can_hold(label, values):
    never = {"claim": [{**obligation(CATALOG[label])["claim"][0], "then": "1 <= 0"}]}
    witness = {"part": 0, "values": values, "model": PARABOLA}
    proofs = certify._proofs(model.goals(parts(never), witness), None, {}, "goal", Context({}, {}, {}))
    file = {"format": 1, "label": label, "kind": "refutation", "obligation": never, "uses": [], "proofs": proofs}
    assert check({**file, "witness": witness}, {}).kind == "refutation"
