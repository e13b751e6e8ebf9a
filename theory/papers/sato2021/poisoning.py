"""The poisoning experiment: does a third level, an attacker, make predictions from noisy data more stable?"""

from theory import Observation, symbols
from theory.papers.sato2021.setting import paper

half, half_error, one, one_error = symbols("half half_error one one_error")

paper.claim(
    "poisoning-more-stable",
    Observation(
        text="On the diabetes data with noise of 1/2 and of 1 standard deviation on the test features, the standard "
        "deviation of the test error over random splits is lower for the three-level model than for the two-level one.",
        contradicted_by="a reduction within two standard errors of none, at either level of noise",
        then=(half > 2 * half_error, one > 2 * one_error),
        measured_by="poisoning",
    ),
    kind="experiment",
    title="hyperparameter learning under poisoning gives more stable predictions",
    locator="Sec. 5, second experiment; abstract",
    expect="open",
    note="Exploratory, on one data set. Level 1 chooses the regularisation, level 2 an attacker's perturbation P of "
    "the training features (penalty c |P|^2, c = 20), level 3 fits a smoothed-l1 regression; T_2 = T_3 = 20. Details "
    "and c are from memory and not tuned. half and one are the fractions by which the standard deviation falls, with "
    "the standard errors of the jackknife over the splits; these share the patients, so the errors are rather too "
    "small. The criterion was settled after first measurements, so read the numbers, not the verdict: about 2 per "
    "cent less at noise 1, no clear difference at noise 1/2, and at noise 0, if anything, more (evidence).",
)
