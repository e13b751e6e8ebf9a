"""A performance estimation problem as data: units, forms, rows, the table of its dual."""
