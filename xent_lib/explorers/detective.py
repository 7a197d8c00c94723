"""DetectiveBoard: six training logs, each of a network with one flaw. Which flaw?"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from xent_lib.explorer import Explorer
from xent_lib.language import _, later
from xent_lib.numerals import numeral
from xent_lib.picture import LOSS, MUTED, QUIET, Picture
from xent_lib.state import Choice, State, kept, of
from xent_lib.training import EPOCHS, LETTERS, logs


class Cause(NamedTuple):
    """A cause as it stands in the list, and the trace that it leaves in a log."""

    name: str
    trace: str


CAUSES = {
    "swapped": Cause(
        later("label and output swapped"),
        later(
            "swapped and clipped at 1e-7, the loss is −ln(1e-7) = 16.118 times the mean of "
            "|y − q|, and behind the sigmoid it is flat where the network is sure, so one that "
            "starts sure and wrong stays so for long"
        ),
    ),
    "zeros": Cause(
        later("the inputs arrive as zeros"),
        later(
            "a network that is told nothing about a sample can only say how common each class is, "
            "and with ten classes equally common that costs ln 10 = 2.3026, for ever"
        ),
    ),
    "twice": Cause(
        later("softmax taken twice"),
        later(
            "the second softmax is given numbers from 0 to 1, so with ten classes the loss ends at "
            "ln(1 + 9/e) = 1.4612, however good the network is"
        ),
    ),
    "0 log 0": Cause(
        later("0 · log 0 left to NumPy"),
        later(
            "once the network is sure enough an output rounds to exactly 1, and (1 − y) log(1 − q) "
            "is 0 times −inf, which is nan, just when all is well"
        ),
    ),
    "no logarithm": Cause(
        later("the logarithm forgotten"),
        later(
            "−q instead of −log q starts at −1/K and falls towards −1, while the −log q of a class "
            "is never below 0"
        ),
    ),
    "coins": Cause(
        later("K coins instead of one die"),
        later(
            "each class is charged as a coin of its own, and with two classes both coins say the "
            "same, so the loss is exactly twice what it should be"
        ),
    ),
    "bits": Cause(
        later("log2 instead of ln"),
        later("in bits every loss is 1/ln 2 = 1.4427 times what it is in nats"),
    ),
    "sum": Cause(
        later("the sum instead of the mean"),
        later("a sum is N times the mean, so N samples would start at N · ln K"),
    ),
}


def answer_to(letter):
    """The rule of an answer: a cause, or "" for none."""
    names = {key: cause.name for key, cause in CAUSES.items()}
    return Choice({"": later("choose a cause"), **names}, letter)


@dataclass(frozen=True)
class DetectiveState(State):
    """What was answered for each log, "" where nothing was, and which answer was the last."""

    A: str = of(answer_to("A"), "")
    B: str = of(answer_to("B"), "")
    C: str = of(answer_to("C"), "")
    D: str = of(answer_to("D"), "")
    E: str = of(answer_to("E"), "")
    F: str = of(answer_to("F"), "")
    last: str = kept(Choice(dict.fromkeys(("", *LETTERS), ""), ""), "", "The log answered last.")

    def is_right(self, letter):
        """True or False for an answer, None where there is none."""
        answer = getattr(self, letter)
        return answer == logs()[letter].cause if answer else None

    @cached_property
    def verdicts(self):
        return {letter: self.is_right(letter) for letter in LETTERS}

    @property
    def right(self):
        return sum(verdict is True for verdict in self.verdicts.values())

    @property
    def answered(self):
        return sum(verdict is not None for verdict in self.verdicts.values())

    @property
    def summary(self):
        ends = ", ".join(f"{letter} {logs()[letter].last:.4f}" for letter in LETTERS)
        return f"{ends}; {self.answered} answered, {self.right} right"

    @property
    def readout(self):
        answer = getattr(self, self.last) if self.last else ""
        if not answer:
            return _(
                "{n} of 6 answered, {right} right. Choose a cause for a log; the number it ends "
                "at is the clue: {ends}."
            ).format(n=self.answered, right=self.right, ends=ends())
        if self.verdicts[self.last]:
            said = _("{letter} is right: {trace}. {right} of 6 are right.")
        else:
            said = _(
                "{letter} is something else. This flaw would look different: {trace}. {right} of 6 "
                "are right."
            )
        return said.format(letter=self.last, trace=_(CAUSES[answer].trace), right=self.right)


def ends():
    """Where each log ends, and where it would have ended, in words."""
    words = _("{letter} ({setting}) {end}, without its flaw {sound}")
    told = (
        words.format(
            letter=letter,
            setting=setting(log),
            end=numeral(log.last),
            sound=numeral(log.sound[-1]),
        )
        for letter, log in logs().items()
    )
    # Translators: between members of a list that are long
    return _("; ").join(told)


def setting(log):
    """How many classes there are, and how exact the outputs are, where it matters."""
    classes = f"K = {log.classes}"
    return classes if log.precision == "float64" else f"{classes}, {log.precision}"


class DetectivePicture(Picture):
    """Six small plots: the log, a run without its flaw, where it ends, and the verdict."""

    height = 410
    limits = {
        "A": (0, 3),
        "B": (-1.25, 1.25),
        "C": (0, 23),
        "D": (-0.1, 1.45),
        "E": (0, 3),
        "F": (0, 0.8),
    }

    def draw(self, state):
        panels = dict(zip(LETTERS, self.figure.subplots(2, 3).flat, strict=True))
        self.verdicts = {}
        for letter, axes in panels.items():
            log = logs()[letter]
            axes.plot(log.sound, color=MUTED, ls="--", lw=1.6, label=_("without the flaw"))
            axes.plot(log.loss, color=LOSS, label=_("the log"))
            words = {"letter": letter, "K": log.classes, "end": numeral(log.last)}
            axes.set_title(_("{letter} (K = {K}) ends at {end}").format(**words), size=12)
            if log.precision != "float64":
                style = {"transform": axes.transAxes, "ha": "right", "va": "top", "size": 11}
                axes.text(0.97, 0.8, log.precision, **style)
            axes.set(xlim=(0, EPOCHS), ylim=self.limits[letter])
            self._mark_the_ends(axes, log)
            self.verdicts[letter] = self.moving(
                axes.text(0.97, 0.96, "", transform=axes.transAxes, ha="right", va="top", size=13)
            )
        for letter in "DEF":
            panels[letter].set_xlabel(_("epoch"))
        self.figure.legend(
            *panels["A"].get_legend_handles_labels(), loc="outside upper left", ncols=2
        )

    def _mark_the_ends(self, axes, log):
        """What the sound run reaches, and where the log breaks off, if it does."""
        end, (low, high) = log.sound[-1], axes.get_ylim()
        under = end - low > 0.1 * (high - low)  # where there is room, clear of the log
        y = end + (-0.03 if under else 0.03) * (high - low)
        style = {"ha": "right", "va": "top" if under else "bottom", "color": QUIET, "size": 11}
        axes.text(EPOCHS, y, f"{end:.4f}", **style)
        finite = np.flatnonzero(np.isfinite(log.loss))[-1]
        if finite < EPOCHS:
            axes.plot(finite, log.loss[finite], "X", color=LOSS, ms=11, mec="white")
            axes.text(finite + 2, log.loss[finite] + 0.06, "nan")

    def move(self, state):
        words = {None: "?", True: _("✓ right"), False: _("✗ not this")}
        for letter, verdict in state.verdicts.items():
            self.verdicts[letter].set_text(words[verdict])


class DetectiveBoard(Explorer):
    """Six training logs, each with one flaw: choose a cause, and read whether it fits, and why."""

    State = DetectiveState
    Picture = DetectivePicture
    alt = later(
        "Six small plots of loss against epoch, A to F, each with the run without its flaw dashed, "
        "the number of classes K, the value at which it ends, and whether the chosen cause is "
        "right. They end like this: {ends}."
    )
    looks = dict.fromkeys(
        LETTERS,
        {
            "kind": widgets.Dropdown,
            "style": {"description_width": "16px"},
            "layout": {"width": "240px"},
        },
    )

    def arrange(self):
        clear = self.button(later("Clear the board"), lambda state: DetectiveState())
        return [self.row(*LETTERS, clear)]

    def dress(self, state):
        self.view.alt = _(self.alt).format(ends=ends())

    def moved(self, state, fields):
        """Also remember what was answered last: the readout speaks of it."""
        answered = [name for name in fields if name in LETTERS]
        return {"last": answered[-1] if answered else "", **fields}
