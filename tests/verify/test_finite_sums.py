"""Finite sums and expectations over draws: what the obligations of SAG assume, and that each part is needed."""

import ast

import pytest

from theory.catalog import Catalog, built_in
from theory.symbols import family, x
from verify.compile import obligation
from verify.kernel.certificate import check, read
from verify.kernel.errors import KernelError
from verify.places import certificate_file

CATALOG = Catalog(built_in())
KEY = "lerouxschmidtbach2012"


@pytest.fixture(scope="module")
def library():
    known = {}
    for label in CATALOG.order:
        if CATALOG[label].paper == KEY and certificate_file(CATALOG[label]).is_file():
            known[label] = check(read(certificate_file(CATALOG[label])), known, obligation(CATALOG[label]))
    return known


def refused(slug, old, new, library):
    """The stored certificate of the statement with one part changed everywhere."""
    stored = read(certificate_file(CATALOG[f"{KEY}/{slug}"]))
    text = str(stored["obligation"])
    assert old in text
    changed = stored | {"obligation": ast.literal_eval(text.replace(old, new))}
    with pytest.raises(KernelError):
        check(changed, library)


ANY_RUN = [
    ("x(entry(j, append(w, j))) == x(slope(j, w))", "x(entry(j, append(w, j))) == x(entry(j, w))"),  # no refresh
    ("'i < j', 'j < n'", "'i < j', 'j + 1 < n'"),  # an entry that may change by itself
    ("-alpha*x(entries(n, append(w, j)))/n", "-alpha*x(entries(n, w))/n"),  # the table of before
    ("n*expected(k + 1, w) == chosen(k, w, n)", "n*expected(k + 1, w) == 2*chosen(k, w, n)"),  # no mean
    ("chosen(k, w, m) + expected(k, append(w, m))", "chosen(k, w, m) + expected(k + 1, append(w, m))"),
    ("spread(n, start) == n*sigma**2", "spread(n, start) == 2*n*sigma**2"),
    ("x(entries(n, start)) == 0", "x(entries(n, start)) == xs"),
    ("decay(k + 1) == (1 - delta)*decay(k)", "decay(k + 1) == (1 - 2*delta)*decay(k)"),
    ("<= L*inner(x(slope(i, w)), -xs + x(point(w)))", "<= 2*L*inner(x(slope(i, w)), -xs + x(point(w)))"),
]


@pytest.mark.parametrize(("old", "new"), [
    *ANY_RUN,
    ("alpha == 1/(2*L*n)", "alpha == 2/(L*n)"),
    ("mu*n*inner(-xs + x(point(w))", "mu*inner(-xs + x(point(w))"),
    ("0 <= 8*c**2 - 7*c + 1", "0 <= 8*c**2 - 7*c + 2"),
    ("mu <= L", "mu <= 2*L"),
    ("(3*inner(-xs", "(inner(-xs"),
])  # fmt: skip
def test_every_part_of_proposition_1_is_needed(library, old, new):
    refused("prop1-improved", old, new, library)


@pytest.mark.parametrize(("old", "new"), [
    *ANY_RUN,
    ("alpha == 1/(2*mu*n)", "alpha == 2/(mu*n)"),
    ("8*L <= mu*n", "4*L <= mu*n"),
    ("delta == 1/(8*n)", "delta == 1/(4*n)"),
    ("grad(x(point(w))) == x(slopes(n, w))/n", "grad(x(point(w))) == x(slopes(n, w))"),
    ("grad(xs) == 0", "grad(xs) == xs"),
])  # fmt: skip
def test_every_part_of_proposition_2_is_needed(library, old, new):
    refused("prop2-cold", old, new, library)


@pytest.mark.parametrize(("old", "new"), [
    ("x(pull(j, w)) + x(star(j)))/(2*L + mu*(length(w) + 1)/2)", "x(pull(j, w)) + x(star(j)))/(L + mu*(length(w) + 1)/2)"),
    ("x(stars(n)) == 0", "x(stars(n)) == xs"),
    ("starred(n) == n*sigma**2", "starred(n) == 2*n*sigma**2"),
    ("x(point(launch(w))) == x(total(w))/n", "x(point(launch(w))) == x(total(w))"),
    ("x(entries(n, launch(w))) == 0", "x(entries(n, launch(w))) == xs"),
    ("n*whole(k + 1, w) == drawn(k, w, n)", "n*whole(k + 1, w) == 2*drawn(k, w, n)"),
    ("phase + 1 == n", "phase + 2 == n"),
    ("8*log(1 + mu*n/(4*L)) + 1", "8*log(1 + mu*n/(4*L))"),
    ("decay(later + n)", "decay(later + n + 1)"),
])  # fmt: skip
def test_both_phases_of_proposition_2_are_as_stated(library, old, new):
    refused("prop2", old, new, library)


@pytest.mark.parametrize(("slug", "old", "new"), [
    ("prop1-decrease", "n*(1 - mu/(8*L*n))", "n*(1 - 13*mu/(50*L*n))"),
    ("prop1-decrease-best", "8*c**2 - 7*c + 1", "8*c**2 - 7*c + 11/10"),
    ("prop2-decrease-fewer", "104*L <= 21*mu*n", "4*L <= mu*n"),
    ("lemma1", "2*mixed(n, w)", "mixed(n, w)"),
    ("refresh", "'j < n'", "'j <= n'"),
    ("step-sum", "2*log(", "log("),
    ("warm-start-bound", "4*sigma**2", "3*sigma**2"),
    ("edge-stable", "L*alpha*(2*n - 1) < 2*n", "L*alpha*(2*n - 1) < 2*n + 1"),
])  # fmt: skip
def test_wrong_constants_are_refused(library, slug, old, new):
    refused(slug, old, new, library)


def test_the_propositions_are_for_every_number_of_draws_and_components(library):
    for slug in ("prop1", "prop1-improved", "prop2", "prop2-cold", "prop2-cold-fewer"):
        assert library[f"{KEY}/{slug}"].kind == "proof" and not library[f"{KEY}/{slug}"].axioms
        (part,) = obligation(CATALOG[f"{KEY}/{slug}"])["claim"]
        assert {"nat(later)" if slug == "prop2" else "nat(k)", "nat(n)", "0 < n"} <= {h for h in part["if"] if isinstance(h, str)}
        assert part["then"].startswith("whole(phase, origin) <= " if slug == "prop2" else "expected(k, start) <= ")


def test_a_family_of_points_is_named_by_reals():
    point = family("entry")(1, 2)
    assert point.func is x and str(point) == "x(entry(1, 2))"
