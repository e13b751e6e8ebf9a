"""The proof kernel: exact, standard library only; what it accepts is proved, what it does not know it refuses."""
