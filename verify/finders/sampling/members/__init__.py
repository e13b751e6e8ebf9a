"""Members of the classes beyond (L0,L1)-smooth functions: with kinks, proximal maps, components, or no potential."""
