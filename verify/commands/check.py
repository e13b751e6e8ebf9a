"""Commands that check, and store what was found."""

import importlib.util
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verify.commands.common import Labels, PaperFile, console, layout, load, say, selected, write

if TYPE_CHECKING:
    from theory.catalog import Catalog
    from theory.claim import Claim
    from verify.engine import Options, Tally
    from verify.ledger import Ledger

VERIFY_CODES = (
    "Exit code: 0 every claim ended as expected, 1 some did not, 2 usage or a broken paper file, "
    "3 a checker crashed or ran out of time. With --checker only what speaks against a claim makes it 1."
)
HAS_POWER = importlib.util.find_spec("verify.power") is not None


def verify(
    labels: Labels = None,
    paper: PaperFile = None,
    checker: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this checker; may be repeated.", show_default=False)
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0 is one a core.")] = 0,
    dask: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Check on the workers of this Dask scheduler.", show_default=False)
    ] = "",
    json: Annotated[
        str, typer.Option(metavar="FILE", help="Write the ledger as JSON; '-' is standard output.", show_default=False)
    ] = "",
    junit: Annotated[
        str, typer.Option(metavar="FILE", help="Write JUnit XML for a build server.", show_default=False)
    ] = "",
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Check again what was checked before.")] = False,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="S", help="Seconds a checker may take a claim.")] = 300.0,
    deep: Annotated[bool, typer.Option("--deep", help="Long versions: 2000 effective trials a claim.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of every random choice; equal seeds, equal findings.")] = 0,
    check_ledger: Annotated[
        bool, typer.Option("--check-ledger", help="Fail where the result differs from the committed ledger.")
    ] = False,
    power: Annotated[
        bool,
        typer.Option("--power", hidden=not HAS_POWER, help="Mutate the claims; which mutants are caught, by whom?"),
    ] = False,
    update_ledger: Annotated[
        bool, typer.Option("--update-ledger", help="Write the committed ledger of the built-in papers anew.")
    ] = False,
) -> None:
    """Check claims, and everything they rest on.

    [bold]Examples[/bold]

    rateproof verify                           every built-in paper

    rateproof verify zhang2020/thm3            one theorem, what it rests on

    rateproof verify 'ours/*' --checker exact  only what certificates say

    rateproof verify my_paper.py               your own file

    Findings are kept in .rateproof/cache (or $RATEPROOF_CACHE): what did not
    change is not checked again, an interrupted run goes on where it stopped.
    """
    from theory.claim import PaperError
    from verify import engine, report, shards

    whole = not (labels or paper or checker or json or junit or dask or no_cache or deep or seed or power)
    if whole and not update_ledger and _again():
        return
    files, catalog, claims = selected(labels, paper)
    if power and dask:
        raise PaperError("--power runs on this machine: leave out --dask.")
    if power:
        _power(catalog, claims, json=json, workers=jobs, limit=timeout, seed=seed, cached=not no_cache)
    if dask:
        load("distributed", "Client", "--dask needs the package distributed: pip install distributed.")
    options = engine.Options(
        checkers=tuple(checker or ()), workers=jobs, limit=timeout, deep=deep, seed=seed, cached=not no_cache, dask=dask
    )
    if (check_ledger or update_ledger) and not options.standard:
        raise PaperError("the committed ledger is of standard runs: leave out --checker, --deep and --seed.")
    ledger, tally = _run(catalog, claims, files, options)
    trials = options.asked if "fuzz" in options.checkers else 0
    printed = _print(ledger, tally, trials=trials, error=json == "-")
    if json:
        write(json, ledger.as_text())
    if junit:
        write(junit, report.junit(ledger))
    if update_ledger:
        say(shards.update(catalog, ledger), error=True)
    differs = options.standard and _differs(ledger, whole=not labels and not files)
    if whole and not (ledger.exit_code or differs or tally.warnings):
        from verify.commands import again

        again.keep(layout(), printed)
    raise typer.Exit(ledger.exit_code or int(check_ledger and differs))


def certify(labels: Labels = None, paper: PaperFile = None) -> None:
    """Find certificates anew and store them, for the claims named and whatever lacks one below them.

    The finders are untrusted: what is written has been accepted by the kernel. A claim without an obligation
    or without a certificate is listed with the reason; nothing is overwritten by a failure.
    """
    from verify.certify import store

    _, catalog, claims = selected(labels, paper)
    missing = 0
    for label, line in store(catalog, claims):
        missing += line is not None
        typer.echo(f"{label}: {line or 'stored'}")
    raise typer.Exit(1 if missing else 0)


def record(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Of runs.", show_default=False)] = None,
) -> None:
    """Compute anew the numbers that figures read and that take a solver: verify/records/runs/NAME.json."""
    from verify import runs

    for path in runs.record(names):
        typer.echo(f"wrote {path}")


def _run(
    catalog: "Catalog", claims: "list[Claim]", files: tuple[str, ...], options: "Options"
) -> "tuple[Ledger, Tally]":
    """Check with progress shown; exit code 130 if interrupted."""
    from rich.console import Console

    from verify import engine, report

    try:
        with report.Progress(Console(stderr=True)) as progress:
            return engine.verify(catalog, claims, papers=files, options=options, progress=progress)
    except KeyboardInterrupt:
        say(["interrupted: what was finished is in the cache, the same command goes on from there."], error=True)
        raise typer.Exit(130) from None


def _again() -> bool:
    """Print what the last whole run printed, if it would find the same; whether it was printed."""
    from verify.commands import again

    began = time.perf_counter()
    printed = again.recall(layout())
    if printed is None:
        return False
    sys.stdout.write(printed)
    say([f"0 checks in {time.perf_counter() - began:.1f} s: no file and no library has changed since."], error=True)
    return True


def _print(ledger: "Ledger", tally: "Tally", *, trials: int, error: bool) -> str:
    """Print the verdicts, and how they were come by; what was printed of the verdicts."""
    from verify import report

    screen = console(error=error)
    with screen.capture() as captured:
        screen.print(report.table(ledger))
    lines = (f"{line.rstrip()}\n" for line in ("", *report.summary(ledger, trials=trials)))
    printed = captured.get() + "".join(lines)
    (sys.stderr if error else sys.stdout).write(printed)
    checked = f"{tally.checked} checks on {tally.workers} processes in {tally.seconds:.1f} s"
    say([*tally.warnings, f"{checked}, {tally.reused} from the cache."], error=True)
    return printed


def _differs(ledger: "Ledger", *, whole: bool) -> bool:
    """Whether the ledger is another than the committed one; prints where."""
    from verify import shards

    lines = shards.differences(ledger, shards.papers(ledger), whole=whole)
    say([f"ledger: {line}" for line in lines], error=True)
    return bool(lines)


def _power(catalog: "Catalog", claims: "list[Claim]", *, json: str, **options: Any) -> None:
    """Print the power table, and write it as JSON where that is asked for; exit code 1 if something is defective."""
    from rich.console import Console

    from verify import report

    with report.Progress(Console(stderr=True)) as progress:
        found = load("verify.power", "measure")(catalog, claims, progress=progress, **options)
    console(error=json == "-").print(found.table())
    if json:
        write(json, found.as_text())
    raise typer.Exit(1 if found.defects() else 0)
