"""Makes trend.csv: python3 trend.py > trend.csv (SciPy 1.17.1, NumPy).

Each line: name, samples one apart, block width, then slope, low and high as SciPy's theilslopes and
a bootstrap of 50,000 repetitions with NumPy's own generator find them, then the samples.
"""

import numpy as np
from scipy import stats


def slopes(x, ys):
    i, j = np.triu_indices(len(x), 1)
    return np.median((ys[:, j] - ys[:, i]) / (x[j] - x[i]), axis=1)


def stretch(x, run, width):
    """See RedrawnSpread: Satterthwaite's moments of the bootstrap's variance as a quadratic form."""
    n = len(x)
    lever = x - x.mean()
    alike = 0.4 ** (np.abs(x[:, None] - x[None, :]) / width)
    line = np.column_stack([np.ones(n), x])
    left = np.eye(n) - line @ np.linalg.pinv(line)
    form = np.zeros((n, n))
    for at in range(0, n, run):
        piece = lever[at : at + run]
        drawn = np.zeros((n - run + 1, n))
        for start in range(n - run + 1):
            drawn[start, start : start + len(piece)] = piece
        form += np.cov(drawn.T, bias=True)
    found = left @ form @ left @ alike
    expected = np.trace(found)
    freedom = expected**2 / np.trace(found @ found)
    return np.sqrt(lever @ alike @ lever / expected) * stats.t.ppf(0.975, freedom) / stats.norm.ppf(0.975)


def trend(y, width):
    t = np.arange(len(y), dtype=float)
    count = round((len(y) - 1) / width)
    piece = np.minimum((t / width).astype(int), count - 1)
    x = np.array([t[piece == p].mean() for p in range(count)])
    m = np.array([y[piece == p].mean() for p in range(count)])
    slope = stats.theilslopes(m, x).slope
    left = m - slope * x
    left -= left.mean()
    run = 1 if count < 10 else int(np.ceil(np.cbrt(count)))
    rng = np.random.default_rng(7)
    starts = rng.integers(0, count - run + 1, size=(50_000, -(-count // run)))
    drawn = left[(starts[:, :, None] + np.arange(run)).reshape(50_000, -1)[:, :count]]
    low, high = np.quantile(slopes(x, drawn), [0.025, 0.975])
    wider = stretch(x, run, max(width, (len(y) - 1) / 40))
    return slope, slope - wider * high, slope - wider * low


rng = np.random.default_rng(42)
series = {
    "noise of a minute": (100 + rng.normal(0, 5, 61), 10),
    "rise in five minutes": (100 + 0.05 * np.arange(301) + rng.normal(0, 5, 301), 10),
    "fall with outliers": (
        50 - 0.1 * np.arange(201) + rng.normal(0, 1, 201) + 80 * (np.arange(201) % 61 == 0),
        10,
    ),
}
for name, (y, width) in series.items():
    y = np.round(y, 3)
    print(name, len(y), width, *(f"{v:.9g}" for v in trend(y, width)), *y, sep=",")
