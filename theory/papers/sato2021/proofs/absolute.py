"""Steps that take absolute values apart and put them together."""

from theory.derivation import Step, by_cases, close, instance

__all__ = ["at_most", "both"]


def both(name: str, inside: str, bound: str, fact: str) -> tuple[Step, ...]:
    """From ``fact``, abs(inside) <= bound: the facts name.up, inside <= bound, and name.down, -inside <= bound."""
    steps = []
    for side, wanted in (("up", inside), ("down", f"-({inside})")):
        case = f"{name}.{side}"
        steps.append(
            by_cases(
                case, "0", inside, f"{wanted} <= {bound}",
                [instance("same", "abs_of_nonnegative", a=inside, using=f"{case}.le"), close(f"same {fact} {case}.le")],
                [instance("turned", "abs_of_nonpositive", a=inside, using=f"{case}.gt"),
                 close(f"turned {fact} {case}.gt")],
            )
        )  # fmt: skip
    return tuple(steps)


def at_most(name: str, inside: str, bound: str, up: str, down: str) -> Step:
    """abs(inside) <= bound, from the facts ``up``, inside <= bound, and ``down``, -inside <= bound."""
    return by_cases(
        name, "0", inside, f"abs({inside}) <= {bound}",
        [instance("same", "abs_of_nonnegative", a=inside, using=f"{name}.le"), close(f"same {up}")],
        [instance("turned", "abs_of_nonpositive", a=inside, using=f"{name}.gt"), close(f"turned {down}")],
    )  # fmt: skip
