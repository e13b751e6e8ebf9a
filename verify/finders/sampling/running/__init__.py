"""Values of a trial in floats and in balls: expressions, sequences, runs, processes; the recheck of a violation."""
