"""What a person reads in a terminal, and what a build server reads, from the ledger."""

from verify.report.junit import junit
from verify.report.page import page
from verify.report.progress import Progress
from verify.report.table import summary, table

__all__ = ["Progress", "junit", "page", "summary", "table"]
