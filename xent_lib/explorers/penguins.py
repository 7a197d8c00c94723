"""PenguinsExplorer: a network learns three species of penguins while one watches."""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb

from xent_lib.explorer import Explorer, row
from xent_lib.language import _, later, listed, plural, sentences
from xent_lib.picture import ACCURACY, EDGE, KINDS, LOSS, MUTED, Picture
from xent_lib.state import Choice, State, of
from xent_lib.training import Training, confidence, three_species

HIDDEN_UNITS = 8
LAST_STEP = 1000
NONE = -1  # the species where several are equally likely

SPECIES = tuple(zip(KINDS, "o^s", strict=True))  # a colour and a shape for each
NAMES = later("Adélie"), later("Chinstrap"), later("Gentoo")  # as `penguins().classes`
TINTS = 0.20, 0.36, 0.70  # how much colour a region has: they differ in greyscale too
LENGTHS, DEPTHS = (31.0, 61.0), (12.5, 22.5)  # limits of the axes, in mm


@cache
def knows_nothing(hidden):
    """A network at step 0, with or without a hidden layer."""
    return Training.start(HIDDEN_UNITS if hidden else ())


@dataclass(frozen=True)
class PenguinsState(State):
    """Two networks, one with a hidden layer, what each has learnt, and which one is trained."""

    hidden: bool = of(
        Choice({False: later("none"), True: later("8 units")}, later("hidden layer")),
        False,
        "Whether there is a hidden layer. Each of the two networks keeps what it learnt.",
    )
    learning_rate: float = of(
        Choice({1: "1", 8: "8", 16: "16"}, later("learning rate")),
        1,
        "Of gradient descent on all 228 birds at once.",
    )
    trainings: tuple[Training, Training] = ()

    def __post_init__(self):
        super().__post_init__()
        if not self.trainings:
            both = knows_nothing(False), knows_nothing(True)
            object.__setattr__(self, "trainings", both)

    @property
    def training(self):
        return self.trainings[bool(self.hidden)]

    @property
    def history(self):
        """Step, loss and accuracy on the birds trained on, from before the first step to now."""
        return self.training.seen

    @property
    def now(self):
        return self.history[-1]

    @property
    def unseen(self):
        """Step, loss and accuracy now, on the birds that were kept back."""
        return self.training.unseen[-1]

    def train(self, steps):
        """The state after so many more steps, as far as the last; the other network stays."""
        left = LAST_STEP - self.now.step
        return self._with(self.training.descend(min(steps, left), self.learning_rate))

    def go_on(self):
        """One picture further: few steps at first, when every step counts; None at the end."""
        step = self.now.step
        return self.train(max(1, step // 25)) if step < LAST_STEP else None

    def start_again(self):
        """The state with this network knowing nothing."""
        return self._with(knows_nothing(bool(self.hidden)))

    def _with(self, training):
        other = self.trainings[not self.hidden]
        return replace(self, trainings=(other, training) if self.hidden else (training, other))

    @cached_property
    def curves(self):
        """The history as an array: rows step, loss, accuracy on the birds trained on."""
        return _as_array(self.training.seen)

    @cached_property
    def unseen_curves(self):
        """The same on the birds that were kept back."""
        return _as_array(self.training.unseen)

    def _steps_with_sign(self, sign):
        step, loss, accuracy = self.curves
        both = (sign * np.diff(loss) > 0) & (sign * np.diff(accuracy) > 0)
        return tuple(step[1:][both].astype(int).tolist())

    @cached_property
    def both_fell(self):
        """Steps at which the loss became better and the accuracy worse."""
        return self._steps_with_sign(-1)

    @cached_property
    def both_rose(self):
        """Steps at which the loss became worse and the accuracy better."""
        return self._steps_with_sign(+1)

    @cached_property
    def wrong(self):
        """Which birds are taken for another species, those trained on first: of both flocks.

        Where the bird's own species ties for the likeliest, it is not wrong.
        """
        network = self.training.network
        return np.concatenate([network.credit(flock.x, flock.label) == 0 for flock in _flocks()])

    @cached_property
    def sure(self):
        """How likely the network calls the species that it names, on average of unseen birds."""
        _seen, unseen = _flocks()
        return confidence(self.training.network.output(unseen.x))

    def species_at(self, mm):
        """Index of the surest species for each bill, length and depth in mm; NONE where some tie.

        The network is asked on the scale of the birds it was trained on.
        """
        seen, _unseen = _flocks()
        logit = self.training.network.logits(seen.scale.standardised(mm))
        tie = (logit == logit.max(axis=1, keepdims=True)).sum(axis=1) > 1
        return np.where(tie, NONE, logit.argmax(axis=1))

    @property
    def summary(self):
        return (
            f"step={self.now.step}, hidden={HIDDEN_UNITS if self.hidden else 0}, "
            f"rate={self.learning_rate:g}, loss={self.now.loss:.4f}, "
            f"unseen={self.unseen.loss:.4f}, accuracy={self.unseen.accuracy:.3f}"
        )

    @property
    def readout(self):
        seen, unseen = (len(flock.label) for flock in _flocks())
        told = _(
            "Step {step}: the {seen} birds trained on cost {loss:.4f} nats each, {right} are right "
            "(accuracy {accuracy:.3f}); the {unseen} kept back cost {unseen_loss:.4f}, "
            "{unseen_right} are right ({unseen_accuracy:.3f}), and of those it is {sure:.3f} sure."
        ).format(
            step=self.now.step,
            seen=seen,
            loss=self.now.loss,
            right=round(seen * self.now.accuracy),
            accuracy=self.now.accuracy,
            unseen=unseen,
            unseen_loss=self.unseen.loss,
            unseen_right=round(unseen * self.unseen.accuracy),
            unseen_accuracy=self.unseen.accuracy,
            sure=self.sure,
        )
        if self.now.step == 0:
            return sentences(
                told, _("All three species are equally likely: by lot, one bird in three is right.")
            )
        signs = _("Trained on: loss and accuracy both fell ▼ at {fell}, both rose ▲ at {rose}.")
        signs = signs.format(fell=_listed(self.both_fell), rose=_listed(self.both_rose))
        ringed = _("Wrong (ringed): trained on {seen}; kept back {unseen}.")
        known, kept = np.split(self.wrong, [seen])
        flocks = zip(("seen", "unseen"), _flocks(), (known, kept), strict=True)
        birds = {name: _by_species(flock.label[wrong]) for name, flock, wrong in flocks}
        return sentences(told, ringed.format(**birds), signs)


def _by_species(label):
    """How many birds there are of each species, in words."""
    counts = np.bincount(label, minlength=len(NAMES))
    words, each = _("{count} {species}"), zip(counts, NAMES, strict=True)
    return listed(words.format(count=count, species=_(name)) for count, name in each)


def _flocks():
    return three_species()


def _as_array(history):
    return np.array([(at.step, at.loss, at.accuracy) for at in history]).T


def _listed(steps, most=3):
    if not steps:
        return _("no step")
    first = ", ".join(map(str, steps[:most]))
    if len(steps) <= most:
        return plural("step {steps}", "steps {steps}", len(steps)).format(steps=first)
    return _("steps {steps} and {n} more").format(steps=first, n=len(steps) - most)


class PenguinsPicture(Picture):
    """The birds on the regions of the three species; loss and accuracy against steps."""

    height = 410
    columns, rows = 120, 100  # of the grid on which the network is asked

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.1, 1])
        self._draw_birds(self.figure.add_subplot(grid[:, 0]))
        self.loss = self.figure.add_subplot(grid[0, 1])
        self.loss.set(title=_("loss (nats a bird)"), ylim=(0, 1.2), yticks=[0, 0.5, 1])
        self.loss.axhline(knows_nothing(False).seen[0].loss, color=MUTED, ls=":")
        self.loss.text(1000, 1.06, "ln 3", ha="right", va="top")
        self.accuracy = self.figure.add_subplot(grid[1, 1])
        self.accuracy.set(title=_("accuracy"), ylim=(0.85, 1.005), xlabel=_("steps"))
        panels = (self.loss, LOSS), (self.accuracy, ACCURACY)
        self.unseen = [self._curve(axes, color, "--", "D") for axes, color in panels]
        self.curves = [
            self._curve(axes, color, "-", "o") + self._disagreements(axes) for axes, color in panels
        ]
        self._draw_key(self.loss)

    def _draw_birds(self, axes):
        axes.set(xlim=LENGTHS, ylim=DEPTHS)
        axes.set(xlabel=_("bill length (mm)"), ylabel=_("bill depth (mm)"))
        (left, right), (low, high) = LENGTHS, DEPTHS
        wide, tall = (right - left) / self.columns, (high - low) / self.rows
        length = left + wide * (0.5 + np.arange(self.columns))
        depth = low + tall * (0.5 + np.arange(self.rows))
        self.cells = np.stack(np.meshgrid(length, depth), axis=-1).reshape(-1, 2)
        self.regions = self.moving(axes.add_artist(Regions(axes)))
        seen, unseen = _flocks()
        self.places = np.concatenate([seen.measured, unseen.measured])
        for kind, (color, shape) in enumerate(SPECIES):
            name = _(NAMES[kind])
            style = {"color": color, "mew": 0.8, "ms": 7}
            of = seen.measured[seen.label == kind]
            axes.plot(*of.T, shape, mec=EDGE, label=name, **style)
            kept = unseen.measured[unseen.label == kind]
            axes.plot(*kept.T, shape, **{**style, "mfc": "white", "mec": EDGE, "mew": 2.6})
            axes.plot(*kept.T, shape, **{**style, "mfc": "white", "mec": color, "mew": 1.4})
        style = {"mfc": "none", "mec": ACCURACY, "mew": 1.4, "ms": 11, "label": _("wrong")}
        (self.wrong,) = axes.plot([], [], "o", **style)
        self.moving(self.wrong)
        (kept,) = axes.plot([], [], "o", mfc="white", mec=MUTED, mew=1.4, ms=7)
        handles, names = axes.get_legend_handles_labels()
        handles, names = [*handles, kept], [*names, _("not trained on")]
        style = {"ncols": 5, "handletextpad": 0.2, "columnspacing": 1.2}
        self.figure.legend(handles, names, loc="outside upper left", **style)

    def _draw_key(self, axes):
        """Which line is which: the lines themselves start at ln 3, above which there is room."""
        for x, line, words in ((0.18, "-", _("trained on")), (0.58, "--", _("not trained on"))):
            style = {"color": LOSS, "linestyle": line, "transform": axes.transAxes}
            axes.plot([x, x + 0.07], [0.66, 0.66], clip_on=False, **style)
            axes.text(x + 0.085, 0.66, words, va="center", size=11, transform=axes.transAxes)

    def _curve(self, axes, color, line, shape):
        """The moving curve of a panel and its end."""
        axes.set_xscale("symlog", linthresh=10)
        axes.set(xlim=(0, LAST_STEP), xticks=[0, 10, 100, 1000])
        axes.set_xticklabels(["0", "10", "100", "1000"])
        (curve,) = axes.plot([], [], line, color=color)
        (end,) = axes.plot([], [], shape, color=color, mec="white", clip_on=False, ms=9)
        return [self.moving(curve), self.moving(end)]

    def _disagreements(self, axes):
        """Where loss and accuracy both fell, and where both rose."""
        style = {"color": "black", "mec": "white", "clip_on": False, "ms": 9}
        return [self.moving(axes.plot([], [], shape, **style)[0]) for shape in "v^"]

    def move(self, state):
        self.regions.species = state.species_at(self.cells).reshape(self.rows, self.columns)
        self.wrong.set_data(*self.places[state.wrong].T)
        step, *values = state.curves
        _step, *unseen = state.unseen_curves
        both = zip(values, self.curves, unseen, self.unseen, strict=True)
        for value, (*curve, fell, rose), other, its_curve in both:
            shown = self._put(step, value, *curve, "o")
            self._put(step, other, *its_curve, "D")
            for marks, steps in ((fell, state.both_fell), (rose, state.both_rose)):
                marks.set_data(steps, shown[list(steps)])

    def _put(self, step, value, line, end, shape):
        """Move a curve; beyond its axis the end waits at the edge, as an arrow that is hollow."""
        line.set_data(step, value)
        low, high = line.axes.get_ylim()
        shown = np.clip(value, low, high)
        end.set_data(step[-1:], shown[-1:])
        beyond = "v" if value[-1] < low else "^" if value[-1] > high else ""
        end.set_marker(beyond or shape)
        colors = ["white", line.get_color()]  # of its edge and its inside
        end.set(mec=colors[bool(beyond)], mfc=colors[not beyond])
        return shown


class Regions(Artist):
    """Its axes, tinted cell by cell for a grid of species; white where several tie.

    The axes and all that stands still in them are drawn once on the tint of each species. A cell
    is then copied from the one it belongs to, which costs a tenth of drawing the birds again.
    """

    def __init__(self, axes):
        super().__init__()
        colors = np.array([to_rgb(color) for color, _shape in SPECIES])
        # The last one is for NONE, which counts from the end.
        self.tints = np.vstack([1 - np.array(TINTS)[:, None] * (1 - colors), [1, 1, 1]])
        axes.set_facecolor(self.tints[NONE])
        self.species = np.zeros((1, 1), int)
        self.panels = None

    def draw(self, renderer):
        left, low, right, high = np.round(self.axes.bbox.extents).astype(int)
        picture = np.asarray(renderer.buffer_rgba()).view(np.uint32)[..., 0]
        inside = picture[len(picture) - high : len(picture) - low, left:right]
        if self.panels is None:
            self.panels = self._panels(renderer, picture, inside)
        height, width = inside.shape
        for bottom, species in enumerate(self.species):  # a row of cells, from below
            top = len(self.species) - bottom
            rows = slice((top - 1) * height // len(self.species), top * height // len(self.species))
            starts = np.flatnonzero(np.diff(species, prepend=-2))
            places = [*(starts * width // len(species)), width]
            for (start, stop), kind in zip(pairwise(places), species[starts], strict=True):
                inside[rows, start:stop] = self.panels[kind][rows, start:stop]

    def _panels(self, renderer, picture, inside):
        before, panels = picture.copy(), []
        for tint in self.tints:
            self.axes.set_facecolor(tint)
            self.axes.draw(renderer)
            panels.append(inside.copy())
            picture[:] = before
        self.axes.set_facecolor(self.tints[NONE])
        return panels


class PenguinsExplorer(Explorer):
    """Train a softmax network on the bills of three species; stop it anywhere, and go on.

    It is trained on 228 birds; the other 114 are kept back, and it is told how it does with both.
    """

    State = PenguinsState
    Picture = PenguinsPicture
    alt = later(
        "Left, 342 penguins by bill length and depth, a marker shape for each species, filled if "
        "trained on, on the regions where the network takes a bird for that species; wrong birds "
        "are ringed. Right, loss and accuracy against steps, solid for birds trained on and dashed "
        "for birds kept back, with triangles where loss and accuracy disagree."
    )

    def arrange(self):
        train = self.action(later("Train"), self.start)
        halt = self.action(later("Stop"), self.stop)
        step = self.button(later("One step"), lambda state: state.train(1))
        again = self.button(later("Start again"), self.from_the_start)
        self.progress = widgets.IntProgress(max=LAST_STEP, description=_("steps"))
        return [
            self.row("hidden", "learning_rate"),
            row(train, halt, step, again, self.progress),
        ]

    def start(self):
        """Train, picture by picture, until `stop` or the last step; from there, start again."""
        if self.state.now.step == LAST_STEP:
            self.state = self.state.start_again()
        self.play(PenguinsState.go_on, every=0.02)

    def from_the_start(self, state):
        """The state with this network knowing nothing; training is stopped."""
        self.stop()
        return state.start_again()

    def dress(self, state):
        self.progress.value = state.now.step
