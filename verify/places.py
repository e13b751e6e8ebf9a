"""Where the records are: certificates, the committed ledger, recorded runs, the schema."""

from pathlib import Path

import theory.papers
from theory.claim import Claim

__all__ = ["CERTIFICATES", "RUNS", "SCHEMA", "SHARDS", "certificate_file", "certificates_of", "run_record"]

HERE = Path(__file__).resolve().parent
PAPERS = Path(theory.papers.__file__).resolve().parent

CERTIFICATES = HERE / "records" / "certificates"
SHARDS = HERE / "records" / "ledger"
RUNS = HERE / "records" / "runs"
SCHEMA = HERE / "schema" / "ledger.schema.json"


def certificates_of(claim: Claim) -> Path:
    """Where the certificates of the claim's paper are kept: with the program, or beside a user's own paper file."""
    home = Path(claim.file).resolve()
    return CERTIFICATES if home.is_relative_to(PAPERS) else home.parent / "certificates"


def certificate_file(claim: Claim) -> Path:
    """Where the claim's certificate is, if there is one."""
    return certificates_of(claim) / f"{claim.label}.json"


def run_record(name: str) -> Path:
    """Where the record of a run is that ``rateproof record`` or an experiment wrote."""
    return RUNS / name
