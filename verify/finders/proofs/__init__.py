"""From derivations and goals to kernel steps: instances, branches, arithmetic certificates."""
