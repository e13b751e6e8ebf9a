"""The experiments: what the paper reports of training real networks, each with what would contradict it.

The claims are about networks of the paper's kind at a size that two cores train, not about its own runs; each is
measured on recorded runs (``rateproof experiment``).
"""

from sympy import Eq, Rational

from theory import Observation, symbols
from theory.papers.zhang2020.setting import paper

r_low, floor, gain_low, difference_low, departures = symbols("r_low floor gain_low difference_low departures")
TEXT, IMAGES = "training-lstm.json", "training-residual.json"
RECORDS = ("zhang2020/training-records",)

paper.claim(
    "training-records",
    Observation(
        text="The recorded runs are as they were written, and their first twenty steps come out again.",
        contradicted_by="a record whose hash is another, or a run that begins otherwise than recorded",
        then=(Eq(departures, 0),),
        measured_by="records_repeat",
        records=(TEXT, IMAGES),
    ),
    kind="experiment",
    provenance="ours",
    title="records of training runs",
    note="Without torch the hash alone is checked; with it (make training) the first 20 steps of every run are run "
    "again and compared to a relative 1e-3.",
)

paper.claim(
    "smoothness-correlates",
    Observation(
        text="Along clipped training at a large step, local smoothness grows with the gradient norm (LSTM).",
        contradicted_by="a correlation of their logarithms whose 95 % interval over seeds reaches zero, or noise of a "
        "tenth of the estimate",
        then=(r_low > 0, floor < Rational(1, 10)),
        measured_by="correlation_clipped",
        records=(TEXT,),
    ),
    kind="experiment",
    locator="Figs. 1, 2(a)",
    title="smoothness correlates with the gradient norm",
    uses=RECORDS,
    note="Supported, by little: correlations .51, .70, .15, .68 of four seeds. It is no mark of clipping: "
    "zhang2020/correlation-needs-clipping.",
)

paper.claim(
    "hessian-correlates",
    Observation(
        text="Along the same runs the Hessian's operator norm grows with the gradient norm.",
        contradicted_by="a correlation of their logarithms whose 95 % interval over seeds reaches zero",
        then=(r_low > 0,),
        measured_by="correlation_hessian",
        records=(TEXT,),
    ),
    kind="experiment",
    locator="Sec. 3, Figs. 1, 2(a)",
    title="the Hessian norm correlates with the gradient norm",
    uses=RECORDS,
    note="Supported, by little: .23, .77, .53, .48, nine points a run. In the other series of the record (small step, "
    "no clipping, warm-up) the sign differs from seed to seed.",
)

paper.claim(
    "correlation-needs-clipping",
    Observation(
        text="The correlation is stronger in clipped training at a large step than in unclipped training (LSTM).",
        contradicted_by="a difference of Fisher's z whose 95 % interval over seeds reaches zero",
        then=(difference_low > 0,),
        measured_by="correlation_difference",
        records=(TEXT,),
    ),
    kind="experiment",
    locator="Fig. 2(a), (b)",
    title="the correlation is weaker without clipping",
    expect="open",
    uses=RECORDS,
    note="Not seen: .77, .42, .50, .30 without clipping, .51, .70, .15, .68 with it; the paper's Fig. 2 shows a clear "
    "correlation with clipping at a large step and a weak one elsewhere.",
)

paper.claim(
    "smoothness-correlates-images",
    Observation(
        text="Along clipped training of a residual network local smoothness grows with the gradient norm.",
        contradicted_by="for batch or group normalisation a correlation of their logarithms whose 95 % interval over "
        "seeds reaches zero, or noise of a tenth of the estimate",
        then=(r_low > 0, floor < Rational(1, 10)),
        measured_by="correlation_images",
        records=(IMAGES,),
    ),
    kind="experiment",
    locator="Fig. 3(c)",
    title="smoothness correlates with the gradient norm on images",
    uses=RECORDS,
    note="Supported: .91 to .95 in all six runs; with momentum and without clipping it is nearly as large.",
)

paper.claim(
    "affine-beats-constant",
    Observation(
        text="L0 + L1 g predicts the smoothness of a left-out seed better than a constant does (LSTM).",
        contradicted_by="a ratio of mean squared logarithmic errors (its logarithm gain) whose 95 % interval over "
        "seeds reaches one",
        then=(gain_low > 0,),
        measured_by="affine_against_constant",
        records=(TEXT,),
    ),
    kind="experiment",
    locator="Sec. 3",
    title="the linear form against a constant",
    expect="open",
    uses=RECORDS,
    note="Open: on three of four left-out seeds the error falls by a quarter to a half, on the fourth it rises.",
)

paper.claim(
    "affine-beats-power-law",
    Observation(
        text="L0 + L1 g predicts the smoothness of a left-out seed better than a power of g does (LSTM).",
        contradicted_by="a ratio of mean squared logarithmic errors (its logarithm gain) whose 95 % interval over "
        "seeds reaches one",
        then=(gain_low > 0,),
        measured_by="affine_against_power",
        records=(TEXT,),
    ),
    kind="experiment",
    provenance="ours",
    expect="open",
    title="the linear form against a power law",
    uses=RECORDS,
    note="Open: the errors differ by a tenth at most. A correlation does not establish the linear form.",
)

paper.claim(
    "clipping-trains-faster",
    Observation(
        text="After equally many gradients the clipped LSTM has less test loss than the best fixed step without.",
        contradicted_by="a difference of test losses whose 95 % interval over seeds reaches zero",
        then=(gain_low > 0,),
        measured_by="clipped_against_unclipped",
        records=(TEXT,),
    ),
    kind="experiment",
    locator="Fig. 4(a), (b)",
    title="clipping trains the LSTM faster",
    expect="open",
    uses=RECORDS,
    note="Open: clipping is ahead by .34, .40 and .39 nats a byte on three of four seeds and behind by .04 on the "
    "other. The same large step without clipping diverges or ends above the start, but with a warm-up of 100 "
    "iterations and no clipping it comes to 2.52 to 2.55 on all four, where clipping comes to 2.46 to 2.92.",
)

paper.claim(
    "clipping-matches-momentum",
    Observation(
        text="Clipped SGD reaches the test accuracy of momentum SGD on images, to two percentage points.",
        contradicted_by="for batch or group normalisation a difference of accuracies whose 95 % interval over seeds "
        "goes below -1/50",
        then=(difference_low > -Rational(1, 50),),
        measured_by="accuracy_against_momentum",
        records=(IMAGES,),
    ),
    kind="experiment",
    locator="Fig. 4(c), (d)",
    title="clipping matches momentum on images",
    expect="open",
    uses=RECORDS,
    note="Open: with group normalisation the interval is [-.016, .021]; with batch normalisation three seeds leave "
    "[-.063, .051], because one momentum run ends at .937 and the others above .98.",
)

paper.claim(
    "chunk-artefact",
    Observation(
        text="With clipping, chunks drawn anew for each gradient give a correlation even where nothing moves.",
        contradicted_by="a correlation of their logarithms whose 95 % interval over seeds reaches zero, or fixed "
        "chunks that show the same where nothing moves",
        then=(r_low > 0, floor < Rational(1, 10)),
        measured_by="artefact",
        records=(TEXT,),
    ),
    kind="experiment",
    provenance="ours",
    title="the released estimator correlates by construction",
    expect="open",
    uses=RECORDS,
    note="The released code draws the lengths of its chunks anew for each of the two gradients and adds up the chunks' "
    "means. The difference is then nonzero and proportional to the gradient even at zero displacement, while clipping "
    "keeps the displacement that it is divided by constant where it fires. Here it fires on a third of the steps: the "
    "artefact is as large as the estimate (in the median 1.2 of it), but scatters too much from draw to draw to "
    "correlate. With fixed chunks the estimate is free of it.",
)

__all__ = ["IMAGES", "TEXT"]
