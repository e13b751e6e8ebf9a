"""Performance estimation: worst cases of fixed-step methods as semidefinite programs, and exact proofs from them."""
