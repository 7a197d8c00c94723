"""What every explorer must show, from its controls' values: numbers of the readout, and grips.

Each `Shown` has the values of the controls, and of the state only what no control sets. It gets
its numbers from `xent_lib.losses`, `training` and plain arithmetic, never from the state.
"""

import re
from functools import cache
from math import ceil, exp, inf, isnan, log
from types import SimpleNamespace

import numpy as np

from xent_lib import losses, mistakes, training
from xent_lib.datasets import die_rolls, penguins
from xent_lib.explorers.detective import CAUSES
from xent_lib.numerals import numeral, percent, plain, probability
from xent_lib.state import controlled

NUMBER = re.compile(r"[+−]?(?:∞|nan\b|\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)")


def numbers_in(words):
    """The numbers of a sentence as they are written, one after the other."""
    return NUMBER.findall(words)


def listed(values, decimals, signed=False):
    return " ".join(numeral(value, decimals, signed) for value in values)


def cost(label, output):
    """Cross-entropy of one toss."""
    return float(losses.binary_cross_entropy(label=label, output=output))


def sigmoid(z):
    return 1 / (1 + exp(-z))


def clipped(value, low, high, nowhere=None):
    """Where a mark waits at the edge of its axis; `nowhere` is the place of what is no number."""
    return nowhere if isnan(value) else min(max(value, low), high)


class Shown:
    """One explorer's controls, what they must lead to, and what each button brings about."""

    kept = ()  # fields of the state that no control sets

    def __init__(self, explorer):
        self.state = explorer.state
        for name in controlled(explorer.State):
            refused = name in explorer._refused
            value = getattr(self.state, name) if refused else explorer.controls[name].value
            setattr(self, name, value)
        for name in self.kept:
            setattr(self, name, getattr(explorer.state, name))

    def numbers(self):
        """The numbers of the readout in their order, in a string; … where the rest is free."""
        raise NotImplementedError

    def grips(self):
        """Where each handle lies, in data coordinates of its axes."""
        return []

    def after(self, words):
        """Fields of the state, approximately, after the button with these words was pressed."""
        return {}


class Coin(Shown):
    kept = ("tossed",)

    def numbers(self):
        n = self.heads + self.tails
        total = self._total(self.q)
        share = self.heads / n
        lowest = self._total(share)
        scale = n if self.reduction == "mean" else 1
        likelihood = self.q**self.heads * (1 - self.q) ** self.tails
        told = plain(likelihood)
        if likelihood == 0 and total != inf:  # too small for a float: times 10 to a power, raised
            told = f"{10 ** (-total / log(10) % 1):.2f} 10"
        q = numeral(self.q, 4 if n > 1000 else 2)
        costs = [numeral(c, 4 if c < 1000 else 1) for c in (total / scale, lowest / scale)]
        return f"{q} {n:,} {self.heads:,} {told} {costs[0]} {costs[1]} {numeral(share)}"

    def _total(self, q):
        sides = (self.heads, cost(1, q)), (self.tails, cost(0, q))
        return sum(count * each for count, each in sides if count)

    def grips(self):
        n = self.heads + self.tails
        best = self._total(self.heads / n)
        if best > -log(1e-300):  # then it is drawn as a share of its top
            high, here = 1, exp(best - self._total(self.q))
        else:
            high, here = exp(-best), exp(-self._total(self.q))
        shown = self._total(self.q) / (n if self.reduction == "mean" else 1)
        top = 3 * (n if self.reduction == "sum" else 1)
        return [(self.q, min(here, 1.1 * high)), (self.q, min(shown, top)), (0.5, self.q)]

    def after(self, words):
        if words == "Toss again":
            return {"tossed": self.tossed + 1}
        return {"7 heads of 10": dict(heads=7, tails=3), "The real flips": dict(heads=178_079)}[
            words
        ]


class Gap(Shown):
    def numbers(self):
        q, y = self.q, self.label
        gap = abs(y - q)
        costs = cost(y, q), gap, gap**2, 0.5 if q == 0.5 else float(gap > 0.5)
        up = 1 if q > y else -1
        slopes = (
            up / (1 - gap) if gap < 1 else up * inf,
            np.sign(q - y),
            2 * (q - y),
            None if q == 0.5 else 0,
        )
        names = "cross_entropy", "absolute", "squared", "zero_one"
        told = [numeral(q, 2), str(y)]
        for name, here, slope in zip(names, costs, slopes, strict=True):
            told += ["0/1"] * (name == "zero_one") + [numeral(here, 3)]
            if self.slopes in (name, "all") and slope is not None:
                told.append(numeral(slope, 2, signed=True))
        return " ".join(told)

    def grips(self):
        return [(self.q, min(cost(self.label, self.q), 5.0)), (self.q, -0.42)]


class TruthGuess(Shown):
    def numbers(self):
        a, b = [self.a, 1 - self.a], [self.b, 1 - self.b]
        here, back = losses.cross_entropy(a, b), losses.cross_entropy(b, a)
        floor = losses.entropy(a)
        parts = here, floor, losses.kl_divergence(a, b), floor, here, back
        return f"{listed([self.a, self.b], 2)} {listed(parts, 3)} …"

    def grips(self):
        return [(self.b, self.a), (self.a, self.b)]

    def after(self, words):
        return {"a": self.b, "b": self.a}


class Die(Shown):
    def counts(self):
        if self.data == "wolf":
            return die_rolls()
        names = self.names()
        typed = getattr(self, self.data).replace(",", " ").split()
        return np.array([typed.count(name) for name in names])

    def names(self):
        return ["dog", "cat", "koala", "penguin"] if self.data == "photos" else list("123456")

    def output(self):
        weights = np.array([getattr(self, f"w{n + 1}") for n in range(len(self.names()))])
        return weights / weights.sum()

    def numbers(self):
        counts, output = self.counts(), self.output()
        share = counts / counts.sum()
        charged = float(losses.cross_entropy(share, output))
        gap = float(losses.kl_divergence(share, output))
        guess = zip(self.names(), map(percent, output), strict=True)
        told = (
            f"{' '.join(map(' '.join, guess))} {listed([charged, losses.entropy(share), gap], 4)}"
        )
        if counts.sum() == 1:
            return told
        return f"{told} {counts.sum():,} {numeral(counts.sum() * gap, 1)}"

    def grips(self):
        counts = self.counts()
        top = min(1, max(0.4, ceil(15 * (counts / counts.sum()).max()) / 10))
        return [(n + 0.2, min(q, top)) for n, q in enumerate(self.output())]

    def after(self, words):
        n = len(self.names())
        if words == "The frequencies":
            return {"w1": round(5 * self.counts()[0] / self.counts().max(), 2) // 0.02 * 0.02}
        return {f"w{n}": 2.5 if words == "Loaded" else 1.0, "w1": 1.0}


class Rivals(Shown):
    def output(self):
        if self.formula == "printed":
            return np.full(3, self.q)
        rest = 1 - self.q
        return np.array([self.q, rest * self.split, rest * (1 - self.split)])

    def each(self):
        """Cost of the output, were the label this class or that."""
        output, one_hot = self.output(), np.eye(3)
        if self.formula == "categorical":
            return [float(losses.cross_entropy(row, output)) for row in one_hot]
        return [sum(cost(y, q) for y, q in zip(row, output, strict=True)) for row in one_hot]

    def push(self):
        output = self.output()
        if self.formula == "printed":
            return np.full(3, 1 - 3 * self.q)
        if self.formula == "categorical":
            return np.eye(3)[0] - output
        logit = np.log(np.maximum(output, 1e-300))
        return -mistakes.coin_per_class_gradient(label=0, logit=logit)

    def numbers(self):
        each, mass = self.each(), 1.0
        if self.formula != "categorical":
            mass = losses.probability_of_exactly_one_head(self.output())
        return (
            f"{listed(self.output(), 3)} {listed([each[0], cost(1, self.q)], 4)} "
            f"{listed(each, 4)} {listed(self.push(), 3, signed=True)} {percent(mass)}"
        )

    def grips(self):
        bars = [(n + 0.2, q) for n, q in enumerate(self.output())]
        shown = bars[:1] if self.formula == "printed" else bars
        return [*shown, (self.split, min(self.each()[0], 7.0))]


class Logits(Shown):
    def numbers(self):
        z = np.array([self.dog, self.cat, self.koala]) + self.shift
        once = losses.softmax(z)
        right = self.label
        textbook = float(losses.categorical_cross_entropy_from_logits(label=right, logit=z))
        if self.form == "twice":
            twice = losses.softmax(once)
            parts = cost(1, twice[right]), log(1 + 2 / exp(1)), textbook
            return f"{listed(twice, 3)} {listed(parts, 4)}"
        with np.errstate(all="ignore"):
            large = np.exp(z)
            naive = large / large.sum()
            charged = -np.log(naive[right])
            large_sum = large.sum()
        if self.form == "naive" and np.isinf(large_sum):
            why = f"{z.max():g} nan" if np.isinf(large).any() else "0"
            return f"{why} {listed(naive, 3)} {listed([charged, textbook], 4)}"
        q, charged = (naive, charged) if self.form == "naive" else (once, textbook)
        return f"{listed(q, 3)} {numeral(charged)} {listed(np.eye(3)[right] - q, 3, signed=True)}"

    def grips(self):
        z = [self.dog, self.cat, self.koala]
        charged = self.charged()
        mark = z[self.label], clipped(charged, 0, 5, nowhere=2.5)
        return [*enumerate(z), mark]

    def charged(self):
        z = np.array([self.dog, self.cat, self.koala]) + self.shift
        if self.form == "naive":
            with np.errstate(all="ignore"):
                return float(-np.log((np.exp(z) / np.exp(z).sum())[self.label]))
        if self.form == "twice":
            return cost(1, losses.softmax(losses.softmax(z))[self.label])
        return float(losses.categorical_cross_entropy_from_logits(label=self.label, logit=z))


class CoinsToDie(Shown):
    kept = ("tossed",)

    def numbers(self):
        z = [self.z1, self.z2, self.z3, self.z4]
        coins = np.array([sigmoid(each) for each in z])
        die = losses.softmax(z)
        heads = np.random.default_rng(self.tossed).random((1000, 4)) < losses.sigmoid(z)
        single = heads[heads.sum(axis=1) == 1]
        counted = single if self.only_one else heads
        shares = counted.sum(axis=0) / max(counted.sum(), 1)
        mass = percent(losses.probability_of_exactly_one_head(coins))
        which = f"{len(single)} " if self.only_one else ""
        told = [" ".join(map(probability, each)) for each in (coins, shares, die)]
        return f"{told[0]} {len(single)} 1,000 {mass} {which}{told[1]} {told[2]}"

    def grips(self):
        return [(n, sigmoid(z)) for n, z in enumerate((self.z1, self.z2, self.z3, self.z4))]

    def after(self, words):
        return {"tossed": self.tossed + 1}


@cache
def weights_of(start, learning_rate):
    """Weights on cross-entropy and on squared error, step by step."""
    runs = []
    for slope in (losses.binary_cross_entropy_gradient, losses.squared_error_gradient):
        run = [log(start / (1 - start))]
        for _step in range(60):
            run.append(run[-1] - learning_rate * float(slope(label=1, logit=run[-1])))
        runs.append(run)
    return runs


class Descent(Shown):
    kept = ("step",)

    def numbers(self):
        told = [f"{self.learning_rate:.1f}", str(self.step)]
        crossed, squared = (run[self.step] for run in weights_of(self.start, self.learning_rate))
        for weight, slope in (
            (crossed, losses.binary_cross_entropy_gradient),
            (squared, losses.squared_error_gradient),
        ):
            told += [f"{sigmoid(weight):.3f}", numeral(float(slope(label=1, logit=weight)))]
        return f"1 {' '.join(told)}"

    def grips(self):
        weight = clipped(log(self.start / (1 - self.start)), -6.5, 6.5)
        return [(weight, cost(1, sigmoid(weight))), (weight, (1 - sigmoid(weight)) ** 2)]

    def after(self, words):
        return {"step": 0 if words == "Reset" else min(self.step + 1, 60)}


class Swap(Shown):
    def both(self):
        q, y, eps = self.output, self.label, self.eps
        low, high = np.clip([y, 1 - y], eps, 1 - eps)
        with np.errstate(all="ignore"):
            return cost(y, q), float(-(q * np.log(low) + (1 - q) * np.log(high)))

    def numbers(self):
        right, swapped = self.both()
        q, y, eps = self.output, self.label, self.eps
        low, high = np.clip([y, 1 - y], eps, 1 - eps)
        with np.errstate(all="ignore"):
            slope = float(-(np.log(low) - np.log(high)) * q * (1 - q))
        nan = "nan 0 0"  # 0·log 0
        charged = [numeral(right), numeral(q - y), nan if isnan(swapped) else numeral(swapped)]
        edges = training.pulls_less(y, eps)
        told = f"{y:g} {q:.2f} {' '.join(charged)} {numeral(slope)}"
        if edges:
            told += f" {edges[1] if y > 0.5 else edges[0]:.3f}"
        soft = round(min(y, 1 - y), 12)
        runs = training.coin_run(False, soft), training.coin_run(True, soft, 0.0 if soft else eps)
        ends = [(run.losses[-1], round(run.right[-1]), run.sure[-1]) for run in runs]
        told += f" 5,000 {ends[0][0]:.3f} {ends[0][1]} 274 {ends[0][2]:.3f}"
        if runs[1].steps[-1] == 5000:
            told += f" {ends[1][0]:.3f} {ends[1][1]} {ends[1][2]:.3f}"
        return told

    def grips(self):
        q, y, eps = self.output, self.label, self.eps
        top = 1.1 * -log(eps) if y in (0, 1) and eps else 5.0
        right, swapped = self.both()
        return [(q, min(right, top)), (q, clipped(swapped, 0, top, nowhere=top))]


MASS = penguins().of("Adelie", "Gentoo").measured("body_mass_g")
GRAMS, IS_GENTOO = MASS.body_mass_g, MASS.label
STANDARD = (GRAMS - GRAMS.mean()) / GRAMS.std()


class Coins(Shown):
    kept = ("trace",)

    def __init__(self, explorer):
        super().__init__(explorer)
        if self.trace:  # descent lands between the steps of the sliders
            self.w, self.b = explorer.state.w, explorer.state.b

    def costs(self):
        z = self.w * STANDARD + self.b
        if self.trained_on == "squared error":
            return (IS_GENTOO - losses.sigmoid(z)) ** 2
        return losses.binary_cross_entropy_from_logits(label=IS_GENTOO, logit=z, reduction="none")

    def numbers(self):
        z, costs = self.w * STANDARD + self.b, self.costs()
        fair = int((z == 0).sum())
        right = (np.sign(z) == 2 * IS_GENTOO - 1).sum() + fair / 2
        told = f"{len(self.trace)} {listed([self.w, self.b], 2)} {costs.mean():.4f} {right:g} 274"
        told += f" {fair}" * bool(fair)
        dearest = {}
        for bird in np.argsort(-costs, kind="stable"):
            if costs[bird] > costs.mean() * (1 + 1e-9) and len(dearest) < 3:
                dearest.setdefault(GRAMS[bird], costs[bird])
        for mass, dear in dearest.items():
            told += f" {mass:,.0f} {dear:.2f}"
        return told

    def grips(self):
        if self.w == 0:
            return []
        half = GRAMS.mean() - self.b / self.w * GRAMS.std()
        return [(clipped(half, 2600, 6500), 0.5)]

    def after(self, words):
        if words == "Start over":
            return {"w": 0.0, "b": 0.0}
        steps = 1 if words == "1 step" else min(20, 100 - len(self.trace)) or 20
        if len(self.trace) + steps > 100:
            return {"w": self.w, "b": self.b}
        w, b = self.w, self.b
        for _step in range(steps):
            q = losses.sigmoid(w * STANDARD + b)
            pull = q - IS_GENTOO
            if self.trained_on == "squared error":
                pull = 2 * pull * q * (1 - q)
            w, b = w - 4 * (pull * STANDARD).mean(), b - 4 * pull.mean()
        return {"w": w, "b": b}


TRUE = True, True, False, True, False, False  # of the six claims, as test_explorer_bets has them


class Bet(Shown):
    kept = ("revealed",)

    def p(self):
        return [getattr(self, f"answer_{n}") / 100 for n in range(1, 7)]

    def numbers(self):
        p = self.p()
        if not self.revealed:
            best = np.mean([-log(max(q, 1 - q)) for q in p])
            worst = np.mean([-log(min(q, 1 - q)) for q in p])
            return f"{listed([best, worst], 2)} 50 {log(2):.2f}"
        left = [q if so else 1 - q for q, so in zip(p, TRUE, strict=True)]
        costs = [-log(each) for each in left]
        most = int(np.argmax(costs))
        last = listed([left[most], costs[most]], 2)
        return f"{listed([*costs, np.mean(costs), log(2)], 2)} {most + 1} {last}"

    def grips(self):
        if self.revealed:
            return []
        rows = list(enumerate(self.p(), 1))
        return [(-log(q), n - 0.16) for n, q in rows] + [(-log(1 - q), n + 0.16) for n, q in rows]

    def after(self, words):
        return {"revealed": words == "Reveal all six"}


class Room(Shown):
    kept = ("revealed",)

    def hands(self):
        return np.array([getattr(self, f"at_{answer}") for answer in range(0, 101, 20)])

    def numbers(self):
        hands, p = self.hands(), np.array([0.01, 0.2, 0.4, 0.6, 0.8, 0.99])
        if not hands.any():
            return "0 20 0 1 100 99"
        mean, room = float(hands @ p / hands.sum()), int(hands.sum())
        yes, no = (float(hands @ -np.log(q) / room) for q in (p, 1 - p))
        if not self.revealed:
            count = str(room) if room > 1 else ""
            return f"{count} {100 * mean:.0f} {listed([yes, no], 2)} 2 {log(2):.2f}"
        # "fair_or_bent" is false: a fair coin is 0.44 times as probable.
        fair, bent = 0.5**10, 0.7**7 * 0.3**3
        ends = listed([no, -log(0.99), log(2)], 2)
        together = numeral(-log(1 - mean), 2)
        return f"{fair:.5f} {bent:.5f} {fair / bent:.2f} {ends} {100 * mean:.0f} {together}"

    def grips(self):
        return [(n, min(count, 30)) for n, count in enumerate(self.hands())]

    def after(self, words):
        return {"revealed": words == "Reveal"}


class Detective(Shown):
    kept = ("last",)

    def numbers(self):
        logs = training.logs()
        answers = {letter: getattr(self, letter) for letter in logs}
        right = sum(answer == logs[letter].cause for letter, answer in answers.items())
        answered = sum(bool(answer) for answer in answers.values())
        if self.last and answers[self.last]:
            return f"{CAUSES[answers[self.last]].trace} {right} 6"
        told = [f"{answered} 6 {right}"]
        for log_ in logs.values():
            exact = " float32" * (log_.precision == "float32")
            told.append(f"{log_.classes}{exact} {listed([log_.loss[-1], log_.sound[-1]], 4)}")
        return " ".join(told)

    def after(self, words):
        return dict.fromkeys("ABCDEF", "")


class Penguins(Shown):
    kept = ("trainings",)

    def numbers(self):
        now = self.trainings[self.hidden]
        network, told, wrong = now.network, [f"{now.seen[-1].step}"], []
        for birds in training.three_species():
            layer = birds.x
            for weights, biases in zip(network.weights[:-1], network.biases[:-1], strict=True):
                layer = np.tanh(layer @ weights + biases)
            q = losses.softmax(layer @ network.weights[-1] + network.biases[-1])
            charged = losses.categorical_cross_entropy(label=birds.label, output=q)
            largest = q == q.max(axis=1, keepdims=True)
            right = (largest / largest.sum(axis=1, keepdims=True))[
                range(len(birds.label)), birds.label
            ].mean()
            own = q[range(len(birds.label)), birds.label]
            ringed = birds.label[own < q.max(axis=1)]
            wrong += [str(np.sum(ringed == kind)) for kind in range(3)]
            n = len(birds.label)
            told += [f"{n} {charged:.4f} {round(n * right)} {right:.3f}"]
        ringed = " ".join(wrong) if now.seen[-1].step else ""
        return f"{' '.join(told)} {q.max(axis=1).mean():.3f} {ringed} …"


SHOWN = {
    "BetExplorer": Bet,
    "CoinExplorer": Coin,
    "CoinsExplorer": Coins,
    "CoinsToDieExplorer": CoinsToDie,
    "DescentExplorer": Descent,
    "DetectiveBoard": Detective,
    "DieExplorer": Die,
    "GapExplorer": Gap,
    "LogitsExplorer": Logits,
    "PenguinsExplorer": Penguins,
    "RivalsExplorer": Rivals,
    "RoomExplorer": Room,
    "SwapExplorer": Swap,
    "TruthGuessExplorer": TruthGuess,
}


def shown(explorer):
    """What an explorer must show now."""
    return SHOWN[type(explorer).__name__](explorer)


def of(kind, **fields):
    """What an explorer of this kind must show of these fields, without one being made."""
    state = kind.State(**fields)
    controls = {
        name: SimpleNamespace(value=getattr(state, name)) for name in controlled(kind.State)
    }
    made = SimpleNamespace(State=kind.State, state=state, controls=controls, _refused={})
    return SHOWN[kind.__name__](made)
