"""DetectiveBoard: six training logs, each of a network with one flaw. Which flaw?"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.numerals import numeral
from xent_lib.picture import LOSS, MUTED, Picture
from xent_lib.training import EPOCHS, LETTERS, logs


class Cause(NamedTuple):
    """A cause as it stands in the list, and the trace that it leaves in a log."""

    name: str
    trace: str


CAUSES = {
    "swapped": Cause(
        _("label and output swapped"),
        _(
            "swapped and clipped at 1e-7, the loss is −ln(1e-7) = 16.118 times the mean of "
            "|y − p|, and behind the sigmoid it is flat where the network is sure, so one that "
            "starts sure and wrong stays so"
        ),
    ),
    "zeros": Cause(
        _("the inputs arrive as zeros"),
        _(
            "a network that is told nothing about a sample can only say how common each class is, "
            "and with ten classes equally common that costs ln 10 = 2.3026, for ever"
        ),
    ),
    "twice": Cause(
        _("softmax taken twice"),
        _(
            "the second softmax is given numbers from 0 to 1, so with ten classes the loss ends at "
            "ln(1 + 9/e) = 1.4612, however good the network is"
        ),
    ),
    "0 log 0": Cause(
        _("0 · log 0 left to NumPy"),
        _(
            "once the network is sure enough an output rounds to exactly 1, and (1 − y) log(1 − p) "
            "is 0 times −inf, which is nan, just when all is well"
        ),
    ),
    "no logarithm": Cause(
        _("the logarithm forgotten"),
        _(
            "−p instead of −log p starts at −1/K and falls towards −1, while the −log p of a class "
            "is never below 0"
        ),
    ),
    "coins": Cause(
        _("K coins instead of one die"),
        _(
            "each class is charged as a coin of its own, and with two classes both coins say the "
            "same, so the loss is exactly twice what it should be"
        ),
    ),
    "bits": Cause(
        _("log2 instead of ln"),
        _("in bits every loss is 1/ln 2 = 1.4427 times what it is in nats"),
    ),
    "sum": Cause(
        _("the sum instead of the mean"),
        _("a sum is N times the mean, so N samples would start at N · ln K"),
    ),
}


@dataclass(frozen=True)
class DetectiveState:
    """What was answered for each log, "" where nothing was, and which answer was the last."""

    A: str = ""
    B: str = ""
    C: str = ""
    D: str = ""
    E: str = ""
    F: str = ""
    last: str = ""

    def __post_init__(self):
        for letter in LETTERS:
            if (answer := getattr(self, letter)) and answer not in CAUSES:
                raise ValueError(
                    _("{letter} is {answer!r}; expected one of {causes}.").format(
                        letter=letter, answer=answer, causes=", ".join(map(repr, CAUSES))
                    )
                )

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
                "at is the clue, the dashed line a run without the flaw."
            ).format(n=self.answered, right=self.right)
        trace = CAUSES[answer].trace
        if self.verdicts[self.last]:
            said = _("{letter} is right: {trace}.")
        else:
            said = _("{letter} is something else. This flaw would look different: {trace}.")
        told = said.format(letter=self.last, trace=trace)
        return _("{told} {right} of 6 are right.").format(told=told, right=self.right)


class DetectivePicture(Picture):
    """Six small plots: the log, a run without its flaw, where it ends, and the verdict."""

    height = 410
    limits = {
        "A": (0, 3),
        "B": (-1.25, 1.25),
        "C": (0, 23),
        "D": (0, 1.45),
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
            end = numeral(log.last)
            axes.set_title(_("{letter} ends at {end}").format(letter=letter, end=end))
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
        y = end + (-0.01 if under else 0.03) * (high - low)
        style = {"ha": "right", "va": "top" if under else "bottom", "color": "#595959", "size": 11}
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
    """Six training logs, each with one flaw: choose a cause, and read whether it fits, and why.

    Parameters
    ----------
    A, B, C, D, E, F : str
        Answers given already: keys of `CAUSES`, or "".
    """

    State = DetectiveState
    Picture = DetectivePicture
    alt = _(
        "Six small plots of loss against epoch, A to F, each with the run without its flaw dashed, "
        "the value at which it ends, and whether the chosen cause is right."
    )

    def build(self, state):
        causes = [(_("choose a cause"), ""), *((cause.name, key) for key, cause in CAUSES.items())]
        return {
            letter: widgets.Dropdown(
                options=causes,
                value=getattr(state, letter),
                description=letter,
                style={"description_width": "16px"},
                layout=widgets.Layout(width="240px"),
            )
            for letter in LETTERS
        }

    def arrange(self):
        clear = self.button(_("Clear the board"), lambda state: DetectiveState())
        return [row(*self.controls.values(), clear)]

    def change(self, **fields):
        """Also remember what was answered last: the readout speaks of it."""
        answered = [name for name in fields if name in LETTERS]
        super().change(**{"last": answered[-1] if answered else "", **fields})
