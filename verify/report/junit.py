"""JUnit XML, which build servers read: one test case a claim."""

import xml.etree.ElementTree as ET

from verify.ledger import Entry, Ledger

__all__ = ["junit"]


def junit(ledger: Ledger) -> str:
    """The ledger as JUnit XML: a claim that did not end as expected fails, a crashed checker is an error."""
    wrong = sum(not entry.expected and not entry.crashed for entry in ledger)
    broken = sum(bool(entry.crashed) for entry in ledger)
    counts = {"tests": str(len(ledger)), "failures": str(wrong), "errors": str(broken)}
    time = f"{sum(entry.seconds for entry in ledger):.3f}"
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", {"name": "rateproof", **counts, "time": time})
    for entry in ledger:
        _case(suite, entry)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, entry: Entry) -> None:
    claim = entry.claim
    attributes = {"classname": claim.paper, "name": claim.slug, "time": f"{entry.seconds:.3f}"}
    case = ET.SubElement(suite, "testcase", attributes)
    message = f"expected {claim.expect}, found {entry.verdict.word}: {entry.reason}"
    if entry.crashed:
        text = "\n".join(f"{finding.checker}: {finding.reason}" for finding in entry.crashed)
        ET.SubElement(case, "error", {"message": _clean(text)}).text = _clean(message)
    elif not entry.expected:
        ET.SubElement(case, "failure", {"message": _clean(message)}).text = _clean(f"{claim.file}:{claim.line}")
    elif entry.silent:
        ET.SubElement(case, "skipped", {"message": "none of the checkers asked applies"})
    ET.SubElement(case, "system-out").text = _clean(f"{entry.verdict.word}: {entry.reason}")


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or c >= " ")
