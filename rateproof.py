"""The command line: it reads arguments, calls the rooms, prints.  Nothing is decided here."""

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from theory.catalog import Catalog
    from theory.claim import Claim
    from verify.ledger import Ledger

__all__ = ["app", "main"]

HAS_POWER = importlib.util.find_spec("verify.power") is not None

app = typer.Typer(
    name="rateproof",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Check convergence theorems by machine.",
    epilog="Start with  [bold]rateproof list[/bold],  then  [bold]rateproof verify LABEL[/bold]  and  "
    "[bold]rateproof show LABEL[/bold].  Your own theorem:  [bold]rateproof verify my_paper.py[/bold].",
)

Labels = Annotated[
    list[str] | None,
    typer.Argument(help="Labels, papers or globs (zhang2020, 'ours/*'); NAME.py is a paper file.", show_default=False),
]
Label = Annotated[str, typer.Argument(help="The label of one claim, e.g. zhang2020/thm3.")]
Number = Annotated[str | None, typer.Option(help="A constant of the class, exact: 1, 1/2, 0.1.", show_default=False)]
JsonFile = Annotated[
    str, typer.Option(metavar="FILE", help="Write the same as JSON; '-' is standard output.", show_default=False)
]
PaperFile = Annotated[
    list[Path] | None,
    typer.Option("--paper", metavar="FILE", help="A paper file of yours; may be repeated.", show_default=False),
]

Ledger_ = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="A ledger other than the committed one.", show_default=False),
]


@app.command(epilog="Exit code: 0 every claim ended as expected, 1 some did not, 2 usage or a broken paper file, "
             "3 a checker crashed or ran out of time.")  # fmt: skip
def verify(
    labels: Labels = None,
    paper: PaperFile = None,
    checker: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this checker; may be repeated.", show_default=False)
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0 is one a core.")] = 0,
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
    from rich.console import Console

    from theory.claim import PaperError
    from verify import engine, report, shards

    files, catalog, claims = _selected(labels, paper)
    if power:
        _power(catalog, claims, json=json, workers=jobs, limit=timeout, seed=seed, cached=not no_cache)
    options = engine.Options(
        checkers=tuple(checker or ()), workers=jobs, limit=timeout, deep=deep, seed=seed, cached=not no_cache
    )
    if (check_ledger or update_ledger) and not options.standard:
        raise PaperError("the committed ledger is of standard runs: leave out --checker, --deep and --seed.")
    try:
        with report.Progress(Console(stderr=True)) as progress:
            ledger, tally = engine.verify(catalog, claims, papers=files, options=options, progress=progress)
    except KeyboardInterrupt:
        _say(["interrupted: what was finished is in the cache, the same command goes on from there."], error=True)
        raise typer.Exit(130) from None
    _print(ledger, tally, error=json == "-")
    if json:
        _write(json, ledger.as_text())
    if junit:
        _write(junit, report.junit(ledger))
    differing: list[str] = []
    if options.standard:
        _say(shards.update(catalog, ledger) if update_ledger else [], error=True)
        differing = shards.differences(ledger, shards.papers(ledger), whole=not labels and not files)
        _say([f"ledger: {line}" for line in differing], error=True)
    raise typer.Exit(ledger.exit_code or int(check_ledger and bool(differing)))


@app.command()
def certify(labels: Labels = None, paper: PaperFile = None) -> None:
    """Find certificates anew and store them, for the claims named and whatever lacks one below them.

    The finders are untrusted: what is written has been accepted by the kernel. A claim without an obligation
    or without a certificate is listed with the reason; nothing is overwritten by a failure.
    """
    from verify.certify import store

    _, catalog, claims = _selected(labels, paper)
    missing = 0
    for label, line in store(catalog, claims):
        missing += line is not None
        typer.echo(f"{label}: {line or 'stored'}")
    raise typer.Exit(1 if missing else 0)


@app.command("list")
def list_claims(labels: Labels = None, paper: PaperFile = None) -> None:
    """List claims: label, kind, where in the source, title.

    [bold]Examples[/bold]

    rateproof list                  the built-in papers

    rateproof list 'zhang2020/thm*'

    rateproof list my_paper.py
    """
    from rich.table import Table

    _, _, claims = _selected(labels, paper)
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("claim", "kind", "expect", "where", "title"):
        grid.add_column(name, no_wrap=name == "claim")
    for claim in claims:
        grid.add_row(claim.label, claim.kind, claim.expect, claim.locator, claim.title)
    _console().print(grid)


@app.command()
def show(label: Label, paper: PaperFile = None) -> None:
    """Show one claim: statement, source, findings, certificate, and the command that reproduces each.

    [bold]Examples[/bold]

    rateproof show zhang2020/thm3

    rateproof show --paper my_paper.py doe2026/last-iterate
    """
    from verify import engine, report

    files, _ = _split(None, paper)
    catalog = _catalog(files)
    claim = catalog[label]
    entry = engine.remembered(catalog, claim)[label]
    home = next((file for file in files if _key(catalog, file) == claim.paper), "")
    _say(report.page(catalog, claim, entry, paper=home))


@app.command()
def derive(
    label: Label,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Give a constant an exact value.", show_default=False),
    ] = None,
    paper: PaperFile = None,
) -> None:
    """Derive a bound step by step, with its constants symbolic or as you set them.

    [bold]Examples[/bold]

    rateproof derive zhang2020/thm3

    rateproof derive zhang2020/thm3 --set a=1/5 --set b=1/20
    """
    from theory import rates
    from verify.certify import recheck

    files, _ = _split(None, paper)
    catalog = _catalog(files)
    claim, settings = catalog[label], dict(map(_setting, set_ or []))
    derived = rates.chains(claim, settings)
    for chain in derived:
        _say([*str(chain).splitlines(), f"kernel    {recheck(chain.claim, catalog)}", ""])
    if not derived:
        _say([f"{claim.label}: {claim.title}", "", *rates.written(claim), "", f"kernel    {recheck(claim, catalog)}"])


@app.command()
def record(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Of runs.", show_default=False)] = None,
) -> None:
    """Compute anew the numbers that figures read and that take a solver: verify/records/runs/NAME.json."""
    from verify import runs

    for path in runs.record(names):
        typer.echo(f"wrote {path}")


@app.command()
def report(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to.")] = Path("paper/out/report"),
    ledger: Ledger_ = None,
) -> None:
    """Write the web report from the ledger; open index.html in it. No checker is run."""
    from paper.report import build
    from verify import shards

    catalog = _catalog(())
    *_, front = build(catalog, shards.committed(catalog, ledger), out)
    typer.echo(f"wrote {front}")


@app.command("paper")
def manuscript(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to.")] = Path("paper/out/rateproof.pdf"),
    ledger: Ledger_ = None,
) -> None:
    """Write the manuscript as a PDF, its numbers and theorems from the ledger. No checker is run."""
    from paper.manuscript import build
    from verify import shards

    catalog = _catalog(())
    typer.echo(f"wrote {build(catalog, shards.committed(catalog, ledger), out)}")


@app.command()
def figures(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Of figures.", show_default=False)] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of pdf, svg, png, with commas.")
    ] = "pdf,svg,png",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to.")] = Path("figures/out"),
    dark: Annotated[bool, typer.Option("--dark", help="For a dark page; the files end in -dark.")] = False,
    ledger: Ledger_ = None,
) -> None:
    """Draw the figures, and write their captions, from the ledger; no checker is run.

    [bold]Examples[/bold]

    rateproof figures                               all of them

    rateproof figures iterations-m --format png --out .
    """
    from figures import make
    from verify import shards

    known = shards.committed(_catalog(()), ledger)
    for path in make(known, names or [], out, [word.strip() for word in formats.split(",")], dark=dark):
        typer.echo(f"wrote {path}")


@app.command("worst-case")
def worst_case(
    method: Annotated[str, typer.Argument(help="clipped-gd, normalized-gd, ...")],
    functions: Annotated[str, typer.Option("--class", help="Class of functions: l0l1, ...")] = "l0l1",
    L0: Number = None,
    L1: Number = None,
    Delta: Annotated[str | None, typer.Option("--Delta", help="Gap f(x0) - f* at most.", show_default=False)] = None,
    N: Annotated[str | None, typer.Option("--N", help="Number of steps.", show_default=False)] = None,
    eps: Annotated[str | None, typer.Option(help="Accuracy ||grad f|| <= eps.", show_default=False)] = None,
    step: Annotated[str | None, typer.Option(help="Step size [1/(2 L0)].", show_default=False)] = None,
    radius: Annotated[str | None, typer.Option(help="Longest step [1/(2 L1)].", show_default=False)] = None,
    momentum: Annotated[str | None, typer.Option(help="Of heavy-ball.", show_default=False)] = None,
    certificate: Annotated[
        str, typer.Option(metavar="FILE", help="Write the certificate of the proved end.", show_default=False)
    ] = "",
    json: JsonFile = "",
) -> None:
    """How bad can a method be on a class: the answer is in [low, high], and each end has its evidence.

    [bold]Examples[/bold]

    rateproof worst-case clipped-gd --class l0l1 --L0 1 --L1 2 --Delta 1 --N 10

    rateproof worst-case clipped-gd --L0 1 --L1 1 --eps 1/10 --N 4 --step 1/10 --radius 1/10

    rateproof worst-case normalized-gd --L0 1 --L1 1 --Delta 5 --eps 2

    rateproof worst-case gd --class smooth-convex --N 10 --certificate out.json   steps in units of 1/L
    """
    from json import dumps

    from theory.claim import PaperError
    from verify.brackets.problems import answer

    words = {"L0": L0, "L1": L1, "Delta": Delta, "N": N, "eps": eps, "step": step, "radius": radius}
    words["momentum"] = momentum
    options = dict(_setting(f"{name}={text}", option=f"--{name}") for name, text in words.items() if text is not None)
    found = answer(_catalog(()), method, functions, options)
    _report(found.lines, found.data, json)
    if certificate and found.certificate is None:
        raise PaperError("there is no certificate to write: this answer has none of its own, or no bound was proved.")
    if certificate:
        _write(certificate, dumps(found.certificate, indent=1) + "\n")


@app.command(epilog="Exit code: 0 a member (or a black box that survived), 1 refuted, 2 usage, 3 undecided.")
def smoothness(
    function: Annotated[str, typer.Argument(help="A formula such as 'x**4 + exp(x)', or FILE.py:NAME.")],
    class_: Annotated[
        str, typer.Option("--class", metavar="NAME", help="l0l1, smooth, first-order, alpha, h0h1 or convex.")
    ] = "l0l1",
    box: Annotated[
        str, typer.Option(metavar="BOX", help="The domain: -1..2, or x=-1..2,y=0..oo.", show_default="everywhere")
    ] = "",
    dim: Annotated[int, typer.Option(min=0, help="Length of the array that a callable takes.", show_default=False)] = 0,
    at: Annotated[
        list[str] | None, typer.Option(metavar="L1", help="A second constant to ask about; may be repeated.")
    ] = None,
    alpha: Annotated[str, typer.Option(help="Exponent of the class alpha.")] = "1/2",
    trials: Annotated[int, typer.Option(min=1, help="Draws for a black box.")] = 500,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    plot: Annotated[
        str, typer.Option(metavar="FILE", help="Curvature against weight, with the frontier.", show_default=False)
    ] = "",
    json: JsonFile = "",
) -> None:
    """Is a function (L0,L1)-smooth, and with which constants?

    [bold]Examples[/bold]

    rateproof smoothness "x**4"                        the frontier, exact

    rateproof smoothness "(w1*w2 - 1)**2"              refuted, by a valley

    rateproof smoothness losses.py:loss --dim 3 --box=-1..1

    rateproof smoothness "log(1+exp(x))" --class smooth
    """
    from verify import smoothness as room

    result = room.smoothness(
        function, name=class_, box=box, dim=dim, slopes=at or (), alpha=alpha, trials=trials, seed=seed
    )
    if plot:
        _load("verify.smoothness.plot", "draw")(function, result, plot, box=box, dim=dim)
    _report(result.lines(), result.as_json(), json)
    raise typer.Exit(result.exit_code)


@app.command()
def new(name: Annotated[str, typer.Argument(help="Of the file to write, e.g. my_paper.")]) -> None:
    """Write a paper file that runs: one right rate, and a wrong one to uncomment.

    [bold]Example[/bold]

    rateproof new my_paper && rateproof verify my_paper.py
    """
    from verify.start import start

    file = start(name)
    typer.echo(f"wrote {file}; check it with: rateproof verify {file}")


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="gd: gradient descent with a fixed step.")] = "gd",
    second: Annotated[str, typer.Argument(help="clipped-gd; the normalised step is in the table too.")] = "clipped-gd",
    functions: Annotated[str, typer.Option("--class", help="Class of functions: l0l1.")] = "l0l1",
    M: Annotated[str, typer.Option("--M", help="Largest gradients where f <= f(x0).")] = "10..1e6",
    L0: Number = "1",
    L1: Number = "1",
    eps: Annotated[str, typer.Option(help="Accuracy ||grad f|| <= eps.")] = "1/10",
    Delta: Annotated[
        str | None, typer.Option("--Delta", help="Gap f(x0) - f* [what the largest M needs].", show_default=False)
    ] = None,
    json: JsonFile = "",
) -> None:
    """Fixed steps against clipped steps, with lower and upper bounds, as the gradient at the start grows.

    [bold]Examples[/bold]

    rateproof compare gd clipped-gd --class l0l1 --M 10..1e6

    rateproof compare gd clipped-gd --M 10..1e4 --L1 2 --eps 1/100 --json figure.json
    """
    from theory.claim import PaperError
    from verify.brackets import table
    from verify.brackets.compare import compare as compared

    if (first, second, functions) != ("gd", "clipped-gd", "l0l1"):
        raise PaperError(f"no comparison of {first} and {second} on {functions}. Known: gd clipped-gd --class l0l1.")
    words = {"L0": L0, "L1": L1, "eps": eps, "Delta": Delta}
    values = dict(_setting(f"{name}={text}", option=f"--{name}") for name, text in words.items() if text is not None)
    delta = values.pop("Delta", None)
    comparison = compared(_catalog(()), values, table.sweep(M), delta)
    _report(table.lines(comparison), comparison.as_json(), json)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a mistake in what was given is one screen on standard error and exit code 2."""
    from theory.claim import PaperError

    try:
        app(args=arguments, prog_name="rateproof")
    except PaperError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def is_command(word: str) -> bool:
    """Whether the word names a command, or is an option of the program itself."""
    return word in ("-h", "--help") or word in typer.main.get_group(app).commands


def _split(labels: list[str] | None, papers: list[Path] | None) -> tuple[tuple[str, ...], list[str]]:
    """Paper files, and patterns for labels."""
    words = labels or []
    files = [*map(str, papers or []), *(word for word in words if word.endswith(".py"))]
    return tuple(dict.fromkeys(files)), [word for word in words if not word.endswith(".py")]


def _selected(labels: list[str] | None, papers: list[Path] | None) -> "tuple[tuple[str, ...], Catalog, list[Claim]]":
    """The paper files, the catalog with them, and the claims asked for: by default those of the paper files."""
    files, patterns = _split(labels, papers)
    catalog = _catalog(files)
    return files, catalog, catalog.select(patterns or [_key(catalog, file) for file in files])


def _load(module: str, name: str) -> Any:
    """A part that may not be installed."""
    from theory.claim import PaperError

    found = importlib.util.find_spec(module) and getattr(importlib.import_module(module), name, None)
    if found is None:
        raise PaperError(f"this installation has no {module}.{name}; see rateproof --help for what it can do.")
    return found


def _catalog(files: tuple[str, ...]) -> "Catalog":
    from theory import catalog

    return catalog.Catalog([*catalog.built_in(), *map(catalog.load, files)])


def _key(catalog: "Catalog", file: str) -> str:
    """The key of the paper that a file declares."""
    here = Path(file).resolve()
    found = [claim.paper for claim in catalog if Path(claim.file).resolve() == here]
    return found[0] if found else [*catalog.papers][-1]


def _setting(text: str, *, option: str = "--set") -> tuple[str, Any]:
    from theory import Rational
    from theory.claim import PaperError

    name, equals, value = text.partition("=")
    try:
        if not (equals and name.isidentifier()):
            raise ValueError
        return name, Rational(value)
    except (ValueError, TypeError, ZeroDivisionError):
        shown = text if option == "--set" else value
        raise PaperError(
            f"{option} {shown!r}: write {'a name and ' * (option == '--set')}an exact number, e.g. "
            f"{'--set a=1/5' if option == '--set' else f'{option} 1/5'}."
        ) from None


def _report(lines: Any, data: Any, file: str) -> None:
    """Print, and write the same as JSON; to standard output the JSON goes alone."""
    from json import dumps

    _say(lines, error=file == "-")
    if file:
        _write(file, dumps(data, indent=1, sort_keys=True) + "\n")


def _console(*, error: bool = False) -> "Console":
    """Wide enough for one line a claim where the output goes to a file."""
    from rich.console import Console

    console = Console(stderr=error, highlight=False)
    return console if console.is_terminal else Console(stderr=error, highlight=False, width=240)


def _say(lines: Any, *, error: bool = False) -> None:
    for line in lines:
        print(line.rstrip(), file=sys.stderr if error else sys.stdout)


def _print(ledger: "Ledger", tally: Any, *, error: bool) -> None:
    from verify import report

    _console(error=error).print(report.table(ledger))
    _say(["", *report.summary(ledger)], error=error)
    checked = f"{tally.checked} checks on {tally.workers} processes in {tally.seconds:.1f} s"
    _say([*tally.warnings, f"{checked}, {tally.reused} from the cache."], error=True)


def _power(catalog: "Catalog", claims: "list[Claim]", *, json: str, **options: Any) -> None:
    """Print the power table, and write it as JSON where that is asked for; exit code 1 if something is defective."""
    from rich.console import Console

    from verify import report

    with report.Progress(Console(stderr=True)) as progress:
        found = _load("verify.power", "measure")(catalog, claims, progress=progress, **options)
    _console(error=json == "-").print(found.table())
    if json:
        _write(json, found.as_text())
    raise typer.Exit(1 if found.defects() else 0)


def _write(file: str, text: str) -> None:
    from theory.claim import PaperError

    if file == "-":
        sys.stdout.write(text)
        return
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise PaperError(f"{file} cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    main()
