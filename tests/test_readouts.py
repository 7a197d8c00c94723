"""Every sentence under a picture, whole: its numbers come from a formula, or from elsewhere.

From elsewhere are the entropies of the penguins and of Wolf's die, and what training reaches.
"""

from math import exp, log

import pytest

from xent_lib.explorers.bets import BetState
from xent_lib.explorers.coin import CoinState
from xent_lib.explorers.coins import CoinsState
from xent_lib.explorers.coins_to_die import CoinsToDieState
from xent_lib.explorers.descent import DescentState
from xent_lib.explorers.detective import DetectiveState
from xent_lib.explorers.die import DieState
from xent_lib.explorers.gap import GapState
from xent_lib.explorers.logits import LogitsState
from xent_lib.explorers.penguins import PenguinsState
from xent_lib.explorers.rivals import RivalsState
from xent_lib.explorers.swap import SwapState
from xent_lib.explorers.truth_guess import TruthGuessState


def cost(a, b):
    """Cross-entropy of two coins."""
    return -a * log(b) - (1 - a) * log(1 - b)


def softmax(*logits):
    total = sum(map(exp, logits))
    return [exp(logit) / total for logit in logits]


GAP = (
    "The output says 0.30 and the label is 1: "
    f"cross-entropy {-log(0.3):.3f} (slope −{1 / 0.3:.2f}), absolute error 0.700 (slope −1.00), "
    f"squared error {0.7**2:.3f} (slope −{2 * 0.7:.2f}), 0/1 error 1.000 (slope 0)."
)
COIN = (
    f"With q = 0.60, these 10 tosses (7 heads) have the likelihood {0.6**7 * 0.4**3:.3g} and the "
    f"mean negative log-likelihood {cost(0.7, 0.6):.4f} nats. "
    f"The lowest any q can reach is {cost(0.7, 0.7):.4f}, at heads/tosses = 0.7000."
)
RULED_OUT = (
    "With q = 1.00, these 10 tosses (7 heads) have the likelihood 0 and the summed negative "
    f"log-likelihood ∞ nats. The lowest any q can reach is {10 * cost(0.7, 0.7):.4f}, at "
    "heads/tosses = 0.7000."
)
UNTRAINED = (
    f"At step 0 (w = 0.00, b = 0.00) a bird costs {log(2):.4f} on average (cross-entropy); 137 "
    "of 274 have the likelier label. 274 coins are fair: there a label is drawn by lot, and half "
    "are right. Costliest: none, all cost the same."
)
TRAINED = (
    "At step 100 (w = 5.11, b = −0.57) a bird costs 0.1863 on average (cross-entropy); 249 of 274 "
    "have the likelier label. Costliest: 3,950 g Gentoo 2.88, 4,775 g Adélie 2.33, 4,725 g Adélie "
    "2.05."
)
CLIPPED = -log(1e-7) + log(1 - 1e-7)
SWAPPED = (
    f"Label 1, output 0.20: the right way round costs {-log(0.2):.4f} (slope −0.8000 in the "
    f"logit), swapped {0.8 * -log(1e-7):.4f} (−{CLIPPED * 0.2 * 0.8:.4f}). Swapped, it pulls up "
    "less below q = 0.062. After 5,000 steps, right way: 0.186 nats a bird, 249 of 274 right, "
    "0.922 sure; swapped: 0.576, 251, 0.987, and ever surer."
)
NOT_CLIPPED = (
    f"Label 1, output 0.20: the right way round costs {-log(0.2):.4f} (slope −0.8000 in the "
    "logit), swapped ∞ (−∞). Swapped, its slope is infinite wherever 0 < q < 1. After 5,000 "
    "steps, right way: 0.186 nats a bird, 249 of 274 right, 0.922 sure; swapped there is no "
    "first step."
)
DESCENT = (
    "The label is 1, the learning rate 1.0. At step 0 the output is 0.010 with cross-entropy "
    f"(slope −0.9900) and 0.010 with squared error (slope −{2 * 0.99 * 0.0099:.4f})."
)
TRUTH = (
    f"a = 0.90, b = 0.60: H(a, b) = {cost(0.9, 0.6):.3f} = H(a) {cost(0.9, 0.9):.3f} + KL "
    f"{cost(0.9, 0.6) - cost(0.9, 0.9):.3f}. Lamps: zero when equal (no: H(a, a) = "
    f"{cost(0.9, 0.9):.3f}), the same both ways (no: {cost(0.9, 0.6):.3f} and "
    f"{cost(0.6, 0.9):.3f}), no longer than a detour (yes: {cost(0.9, 0.6):.3f} ≤ "
    f"{cost(0.9, 0.93) + cost(0.93, 0.6):.3f} by a coin c = 0.93)."
)
FAIR = (
    "The guess (1: 16.7 %, 2: 16.7 %, 3: 16.7 %, 4: 16.7 %, 5: 16.7 %, 6: 16.7 %) costs "
    f"{log(6):.4f} nats a roll: 1.7850 that no guess can avoid, the entropy of the frequencies, "
    "and 0.0068 more, the KL divergence. Over all 20,000 that gap adds up to 135.4 nats."
)
WRONG, RIGHT = -log(0.1) - log(0.2) - log(0.9), -log(0.8) - 2 * log(0.9)
COINS = (
    "The label is dog. Output 0.100, 0.800, 0.100: the formula “a coin per class” charges "
    f"{WRONG:.4f} nats, the die {-log(0.1):.4f}. It would charge {WRONG:.4f}, {RIGHT:.4f}, "
    f"{WRONG:.4f} were the label dog, cat, koala. One step pushes the logits by +1.311, −1.511, "
    f"+0.200. To one-hot labels it leaves {200 * exp(-WRONG) + 100 * exp(-RIGHT):.1f} % "
    "of its probability."
)
PRINTED = (
    "The label is dog. Output 0.100, 0.100, 0.100: the formula “as printed” charges "
    f"{-log(0.1 * 0.81):.4f} nats, the die {-log(0.1):.4f}. It would charge 2.5133, 2.5133, 2.5133 "
    "were the label dog, cat, koala. One step pushes the one logit by +0.700. To "
    f"one-hot labels it leaves {300 * 0.1 * 0.81:.1f} % of its probability."
)
ONE_HEAD = (
    "Coins with P(heads) A .500, B .269, C .119, D .378: 442 of 1,000 tosses show exactly one "
    "head, and 42.3 % should. Among these 442, the head was that of coin A .457, B .192, C .077, "
    "D .274. softmax(z) is "
) + (
    "A {:.3f}, B {:.3f}, C {:.3f}, D {:.3f}.".format(*softmax(0, -1, -2, -0.5)).replace(" 0.", " .")
)
Q = softmax(2, 1, -1)
ONCE = (
    f"q = ({Q[0]:.3f}, {Q[1]:.3f}, {Q[2]:.3f}); dog is right and its loss is {-log(Q[0]):.4f}. One "
    f"step pushes the logits by y − q = (+{1 - Q[0]:.3f}, −{Q[1]:.3f}, −{Q[2]:.3f})."
)
AGAIN = softmax(*Q)
TWICE = (
    f"After the second softmax q = ({AGAIN[0]:.3f}, {AGAIN[1]:.3f}, {AGAIN[2]:.3f}); dog is right "
    f"and its loss is {-log(AGAIN[0]):.4f}. It can never cost less than {log(1 + 2 / exp(1)):.4f}. "
    f"With one softmax: {-log(Q[0]):.4f}."
)
OVERFLOW = (
    "exp(1002) overflows to inf, and inf/inf is nan, not a number. q = (nan, nan, nan); dog is "
    f"right and its loss is nan. Taken stably, the same logits cost {-log(Q[0]):.4f}."
)
LEARNT = (
    "Step 40: the 228 birds trained on cost 0.1642 nats each, 217 are right (accuracy "
    f"{217 / 228:.3f}); the 114 kept back cost 0.1544, 108 are right ({108 / 114:.3f}), and of "
    "those it is 0.895 sure. Wrong (ringed): trained on 1 Adélie, 9 Chinstrap, 1 Gentoo; kept back "
    "0 Adélie, 5 Chinstrap, 1 Gentoo. Trained on: loss and accuracy both fell ▼ at steps 12, 30, "
    "both rose ▲ at no step."
)
UNANSWERED = (
    "0 of 6 answered, 0 right. Choose a cause for a log; the number it ends at is the clue: A (K = "
    f"10) {log(10):.4f}, without its flaw 0.0196; B (K = 3) −0.9302, without its flaw 0.0868; C (K "
    f"= 2) {-log(1e-7):.4f}, without its flaw 0.0140; D (K = 2) {2 * 0.18626:.4f}, without its "
    f"flaw 0.1863; E (K = 10) {log(1 + 9 / exp(1)):.4f}, without its flaw 0.0196; F (K = 2, "
    "float32) nan, without its flaw 0.0265."
)
SURE = {f"answer_{number}": 99 for number in range(1, 7)} | {"revealed": True}
REVEALED = (
    "Your answers cost 0.01, 0.01, 4.61, 0.01, 4.61, 4.61: "
    f"{-(log(0.99) + log(0.01)) / 2:.2f} in the mean, where no idea costs {log(2):.2f}. No "
    "answer costs more than number 3: it gave 0.01 to what is so, and that costs "
    f"{-log(0.01):.2f}."
)
HIDDEN = (
    "Nothing is revealed yet. If all your answers lean the right way, they cost 0.69 in the mean; "
    "if all lean the wrong way, 0.69. An answer of 50 %, no idea, costs 0.69 either way."
)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (GapState(q=0.3, label=1, slopes="all"), GAP),
        (CoinState(q=0.6, reduction="mean"), COIN),
        (CoinState(q=1.0), RULED_OUT),
        (CoinsState(), UNTRAINED),
        (CoinsState().descended(100), TRAINED),
        (SwapState(output=0.2, label=1.0, eps=1e-7), SWAPPED),
        (SwapState(output=0.2, label=1.0, eps=0.0), NOT_CLIPPED),
        (DescentState(), DESCENT),
        (TruthGuessState(a=0.9, b=0.6), TRUTH),
        (DieState(), FAIR),
        (RivalsState(formula="coins"), COINS),
        (RivalsState(formula="printed"), PRINTED),
        (CoinsToDieState(only_one=True), ONE_HEAD),
        (LogitsState(form="stable"), ONCE),
        (LogitsState(form="twice"), TWICE),
        (LogitsState(shift=1000), OVERFLOW),
        (PenguinsState(learning_rate=1).train(40), LEARNT),
        (DetectiveState(), UNANSWERED),
        (BetState(), HIDDEN),
        (BetState(**SURE), REVEALED),
    ],
    ids=lambda part: type(part).__name__ if not isinstance(part, str) else "",
)
def test_the_readout_says_just_this(state, sentence):
    assert state.readout == sentence
