"""What a person reads: the web report and the manuscript, generated from the ledger.  No checker runs here."""
