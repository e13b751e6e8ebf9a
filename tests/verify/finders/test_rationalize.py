"""Exact solutions near float solutions."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from verify.finders.proofs.rationalize import exact_solution, simple

fixed = settings(derandomize=True, deadline=None, max_examples=100)
small = st.fractions(min_value=-5, max_value=5, max_denominator=12)


def combination(columns: list[dict[object, Fraction]], x: list[Fraction]) -> dict[object, Fraction]:
    total: dict[object, Fraction] = {}
    for column, weight in zip(columns, x, strict=True):
        for label, value in column.items():
            total[label] = total.get(label, Fraction(0)) + weight * value
    return {label: value for label, value in total.items() if value}


@fixed
@given(small)
def test_simple_recovers_small_fractions(value: Fraction) -> None:
    assert simple(float(value)) == value


@fixed
@given(
    st.lists(
        st.tuples(st.lists(small, min_size=4, max_size=4), small),
        min_size=1,
        max_size=6,
    )
)
def test_solves_exactly_whatever_the_rank(
    data: list[tuple[list[Fraction], Fraction]],
) -> None:
    columns: list[dict[object, Fraction]] = [{i: v for i, v in enumerate(values) if v} for values, _ in data]
    right = combination(columns, [x for _, x in data])
    found = exact_solution(columns, right, [float(x) for _, x in data])
    assert found is not None
    assert combination(columns, found) == right


def test_refuses_an_inconsistent_system() -> None:
    assert exact_solution([{"a": Fraction(1)}], {"b": Fraction(1)}, [1.0]) is None
    columns: list[dict[object, Fraction]] = [{"a": Fraction(1), "b": Fraction(1)}]
    assert exact_solution(columns, {"a": Fraction(1), "b": Fraction(2)}, [1.0]) is None


def test_stays_near_where_it_is_free_to_choose() -> None:
    columns: list[dict[object, Fraction]] = [{"a": Fraction(1)}, {"a": Fraction(1)}]
    assert exact_solution(columns, {"a": Fraction(1)}, [2 / 3, 1 / 3]) == [
        Fraction(2, 3),
        Fraction(1, 3),
    ]
