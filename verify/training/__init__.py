"""Real training, measured: what the paper's experiments look at, by an estimator without their artefacts.

``probe`` measures a model at a point, ``runs`` trains and records, ``records`` and ``statistics`` read what was
recorded.  Only the last two do without torch; ``make training`` makes the environment that has it.
"""
