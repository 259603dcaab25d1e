"""Makes answers of people who do not exist, and what they come to by SciPy and statsmodels.

Writes answers.csv and expected.json beside itself. Needs numpy, scipy, statsmodels, pandas.
"""
import itertools
import json
import pathlib

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(7)
PICTURES, CLASSES, PEOPLE = 24, 4, 12
taste = random.normal(0, 0.6, PEOPLE)
look = random.normal(0, 0.8, PICTURES)


def answers():
    for display, pairs in (("map", [(2, 1), (32, 1), (2, 32)]), ("heat", [(2, 1)])):
        for (first, second), item in itertools.product(pairs, range(PICTURES)):
            for person in random.choice(PEOPLE, 4, replace=False):
                left, right = random.permutation([first, second])
                good = 1 / (1 + np.exp(-(0.5 + taste[person] + look[item])))
                chosen = "equal" if random.random() < 0.3 else first if random.random() < good else second
                yield dict(experiment="preference", display=display, item=item, **{"class": item % CLASSES},
                           participant=f"p{person}", left=left, right=right, answer=chosen,
                           seconds=f"{random.gamma(3, 2):.3f}")
    for rate, item in itertools.product((1, 2, 32), range(PICTURES)):
        for person in random.choice(PEOPLE, 4, replace=False):
            known = random.random() < (0.6 if rate == 32 else 0.85)
            guess = "dont-know" if random.random() < 0.4 else random.integers(CLASSES)
            yield dict(experiment="recognition", display="map", item=item, **{"class": item % CLASSES},
                       participant=f"p{person}", rate=rate, answer=item % CLASSES if known else guess,
                       seconds=f"{random.gamma(3, 2):.3f}")


def alpha(table, labels):
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", by the matrix of coincidences."""
    values = sorted(labels.unique())
    matrix = np.zeros((len(values), len(values)))
    for _, unit in labels.groupby([table["item"], table["unit"]]):
        given = [values.index(label) for label in unit]
        for i, k in itertools.permutations(range(len(given)), 2):
            matrix[given[i], given[k]] += 1 / (len(given) - 1)
    sums = matrix.sum(0)
    observed = matrix.sum() - np.trace(matrix)
    expected = (sums.sum() ** 2 - (sums ** 2).sum()) / (sums.sum() - 1)
    return 1 - observed / expected


def clustered(table, y, x):
    """The two-way standard error, or the larger of the one-way ones."""
    by = [pd.factorize(table[name])[0] for name in ("participant", "item")]
    return max(float(sm.OLS(y, x).fit(cov_type="cluster", cov_kwds=dict(
        groups=groups, use_correction=False, df_correction=False)).bse[-1]) for groups in (np.column_stack(by), *by))


everything = pd.DataFrame(list(answers()))
columns = ["experiment", "display", "item", "class", "participant", "left", "right", "rate", "answer", "seconds"]
everything[["left", "right", "rate"]] = everything[["left", "right", "rate"]].astype("Int64")
everything[columns].to_csv(HERE / "answers.csv", index=False)
data = pd.read_csv(HERE / "answers.csv", dtype=str)
data["seconds"] = data.seconds.astype(float)
out = dict(preference=[], recognition=[], comparisons=[], agreement={})

preference = data[data.experiment == "preference"].copy()
preference["unit"] = preference.display + preference[["left", "right"]].apply(lambda row: "-".join(sorted(row)), axis=1)
for display, first, second in (("map", "2", "1"), ("map", "32", "1"), ("map", "2", "32"), ("heat", "2", "1")):
    pair = preference[(preference.display == display) & preference.left.isin([first, second])
                      & preference.right.isin([first, second])]
    a, b = int((pair.answer == first).sum()), int((pair.answer == second).sum())
    decided = pair[pair.answer != "equal"]
    sign = decided.assign(sign=np.where(decided.answer == first, 1, -1))
    signs = {}
    for one in ("item", "participant"):
        sums = sign.groupby(one).sign.sum()
        signs[one] = [int((sums > 0).sum()), int((sums < 0).sum())]
        signs[one].append(stats.binomtest(signs[one][0], sum(signs[one][:2])).pvalue)
    chi = stats.chisquare([a, b])
    out["preference"].append(dict(
        display=display, first=float(first), second=float(second), answers=len(pair), equal=len(pair) - a - b,
        firstPreferred=a, secondPreferred=b, chiSquare=chi.statistic, p=chi.pvalue,
        binomialP=stats.binomtest(a, a + b).pvalue, wilson=proportion_confint(a, a + b, method="wilson"),
        deviation=clustered(decided, (decided.answer == first).to_numpy(float), np.ones(len(decided))),
        byPicture=signs["item"], byParticipant=signs["participant"], median=pair.seconds.median()))
for key, name in (("p", "pHolm"), ("binomialP", "binomialHolm")):
    for row, value in zip(out["preference"], multipletests([row[key] for row in out["preference"]], method="holm")[1]):
        row[name] = value

recognition = data[data.experiment == "recognition"].copy()
recognition["unit"] = recognition.rate
recognition["correct"] = recognition.answer == recognition["class"]
for rate in ("1", "2", "32"):
    of_rate = recognition[recognition.rate == rate]
    out["recognition"].append(dict(rate=float(rate), answers=len(of_rate), correct=int(of_rate.correct.sum()),
                                   unknown=int((of_rate.answer == "dont-know").sum())))
table = [[row["correct"], row["answers"] - row["correct"]] for row in out["recognition"]]
out["overall"] = list(stats.chi2_contingency(table, correction=False)[:3])
for first, second in (("2", "1"), ("32", "1"), ("2", "32")):
    pair = recognition[recognition.rate.isin([first, second])]
    counts = [[int((pair[pair.rate == rate].correct == right).sum()) for right in (True, False)] for rate in (first, second)]
    chi = stats.chi2_contingency(counts, correction=False)
    shares = pair.groupby(["item", "rate"]).correct.mean().unstack()
    difference = shares[first] - shares[second]
    out["comparisons"].append(dict(
        first=float(first), second=float(second), chiSquare=chi.statistic, p=chi.pvalue,
        deviation=clustered(pair, pair.correct.to_numpy(float), sm.add_constant((pair.rate == first).to_numpy(float))),
        byPicture=[int((difference > 1e-9).sum()), int((difference < -1e-9).sum())]))
for row, value in zip(out["comparisons"], multipletests([row["p"] for row in out["comparisons"]], method="holm")[1]):
    row["pHolm"] = value

side = np.where(preference.answer == "equal", "equal", np.where(preference.answer == preference.left, "left", "right"))
for display in ("map", "heat"):
    shown = preference[preference.display == display]
    out["agreement"][f"preference {display} side"] = alpha(shown, pd.Series(side, preference.index)[shown.index])
    out["agreement"][f"preference {display} network"] = alpha(shown, shown.answer)
out["agreement"]["recognition map class"] = alpha(recognition, recognition.answer)
known = recognition[recognition.answer != "dont-know"]
known = known[known.groupby(["item", "unit"]).answer.transform("size") > 1]
out["agreement"]["recognition map class, known"] = alpha(known, known.answer)
(HERE / "expected.json").write_text(json.dumps(out, indent=1) + "\n")
