"""PenguinsExplorer: a network learns three species of penguins while one watches."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb

from xent_lib.datasets import penguins
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.network import Network, Progress
from xent_lib.picture import GUESS, LOSS, MUTED, Picture

MEASURES = "bill_length_mm", "bill_depth_mm"
HIDDEN_UNITS = 8
LEARNING_RATES = 1, 8, 16
LAST_STEP = 1000

# Colours that mean nothing else in these pictures (Okabe and Ito), with a shape for each.
SPECIES = (("#E69F00", "o"), ("#CC79A7", "^"), ("#56B4E9", "s"))
TINTS = 0.20, 0.36, 0.70  # how much colour a region has: they differ in greyscale too
LENGTHS, DEPTHS = (31.0, 61.0), (12.5, 22.5)  # limits of the axes, in mm


@dataclass(frozen=True, eq=False)
class Training:
    """What a network has learnt, never changed in place, and how it came there."""

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]
    history: tuple[Progress, ...]

    @classmethod
    def start(cls, hidden):
        """A network that knows nothing yet."""
        network = Network(inputs=2, outputs=3, hidden=hidden)
        return cls.of(network, (network.progress(birds().x, birds().label),))

    @classmethod
    def of(cls, network, history):
        for array in network.weights + network.biases:
            array.setflags(write=False)
        return cls(tuple(network.weights), tuple(network.biases), history)

    @property
    def network(self):
        """The network with these weights, to be asked or trained on."""
        network = Network(inputs=2, outputs=3, hidden=tuple(map(len, self.biases[:-1])))
        network.weights, network.biases = list(self.weights), list(self.biases)
        network.steps = self.history[-1].step
        return network

    def descend(self, steps, learning_rate):
        """What `steps` more steps of gradient descent make of it."""
        network, (_mm, x, label) = self.network, birds()
        taken = tuple(network.descend(x, label, steps=steps, learning_rate=learning_rate))
        return self.of(network, self.history + taken)


class Birds(NamedTuple):
    """The 342 birds whose bill was measured."""

    mm: np.ndarray
    x: np.ndarray  # the same, with mean 0 and spread 1
    label: np.ndarray


@lru_cache(maxsize=1)
def birds():
    """The birds with both measures of the bill, as arrays."""
    measured = penguins().measured(*MEASURES)
    mm = np.column_stack([getattr(measured, name) for name in MEASURES])
    return Birds(mm, (mm - mm.mean(0)) / mm.std(0), measured.label)


@lru_cache(maxsize=2)
def knows_nothing(hidden):
    """A network at step 0, with or without a hidden layer."""
    return Training.start(HIDDEN_UNITS if hidden else ())


@dataclass(frozen=True)
class PenguinsState:
    """Two networks, one with a hidden layer, what each has learnt, and which one is trained."""

    hidden: bool = False
    learning_rate: float = 1
    trainings: tuple[Training, Training] = ()

    def __post_init__(self):
        if self.learning_rate not in LEARNING_RATES:
            raise ValueError(
                _("learning_rate is {rate}; expected one of {rates}.").format(
                    rate=self.learning_rate, rates=", ".join(map(str, LEARNING_RATES))
                )
            )
        if not self.trainings:
            both = knows_nothing(False), knows_nothing(True)
            object.__setattr__(self, "trainings", both)

    @property
    def training(self):
        return self.trainings[bool(self.hidden)]

    @property
    def history(self):
        """Step, loss and accuracy from before the first step to now."""
        return self.training.history

    @property
    def now(self):
        return self.history[-1]

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
        """The history as an array: rows step, loss, accuracy."""
        return np.array([(at.step, at.loss, at.accuracy) for at in self.history]).T

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
        """Which birds are taken for another species."""
        return self.training.network.logits(birds().x).argmax(axis=1) != birds().label

    def species_at(self, mm):
        """Index of the surest species for each bill, rows of length and depth in millimetres."""
        x = (mm - birds().mm.mean(0)) / birds().mm.std(0)
        return self.training.network.logits(x).argmax(axis=1)

    @property
    def summary(self):
        return (
            f"step={self.now.step}, hidden={HIDDEN_UNITS if self.hidden else 0}, "
            f"rate={self.learning_rate:g}, loss={self.now.loss:.4f}, "
            f"accuracy={self.now.accuracy:.3f}"
        )

    @property
    def readout(self):
        return _(
            "Step {step}: the loss is {loss:.4f} nats a bird, and {right} of {n} birds are right "
            "(accuracy {accuracy:.3f}). Loss and accuracy both fell ▼ at {fell}, "
            "both rose ▲ at {rose}."
        ).format(
            step=self.now.step,
            loss=self.now.loss,
            right=int((~self.wrong).sum()),
            n=len(self.wrong),
            accuracy=self.now.accuracy,
            fell=_listed(self.both_fell),
            rose=_listed(self.both_rose),
        )


def _listed(steps, most=3):
    if not steps:
        return _("no step")
    first = ", ".join(map(str, steps[:most]))
    if len(steps) <= most:
        return (_("step {steps}") if len(steps) == 1 else _("steps {steps}")).format(steps=first)
    return _("steps {steps} and {n} more").format(steps=first, n=len(steps) - most)


class PenguinsPicture(Picture):
    """The birds on the regions of the three species; loss and accuracy against steps."""

    height = 390
    columns, rows = 120, 100  # of the grid on which the network is asked

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.1, 1])
        self._draw_birds(self.figure.add_subplot(grid[:, 0]))
        self.loss = self.figure.add_subplot(grid[0, 1])
        self.loss.set(title=_("loss (nats a bird)"), ylim=(0, 1.2), yticks=[0, 0.5, 1])
        self.loss.axhline(knows_nothing(False).history[0].loss, color=MUTED, ls=":")
        self.loss.text(1000, 1.06, "ln 3", ha="right", va="top")
        self.accuracy = self.figure.add_subplot(grid[1, 1])
        self.accuracy.set(title=_("accuracy"), ylim=(0.85, 1.005), xlabel=_("steps"))
        self.curves = [
            self._curve(self.loss, LOSS, "-"),
            self._curve(self.accuracy, GUESS, "-"),
        ]

    def _draw_birds(self, axes):
        axes.set(xlim=LENGTHS, ylim=DEPTHS)
        axes.set(xlabel=_("bill length (mm)"), ylabel=_("bill depth (mm)"))
        (left, right), (low, high) = LENGTHS, DEPTHS
        wide, tall = (right - left) / self.columns, (high - low) / self.rows
        length = left + wide * (0.5 + np.arange(self.columns))
        depth = low + tall * (0.5 + np.arange(self.rows))
        self.cells = np.stack(np.meshgrid(length, depth), axis=-1).reshape(-1, 2)
        self.regions = self.moving(axes.add_artist(Regions(axes)))
        mm, _x, label = birds()
        for kind, (color, shape) in enumerate(SPECIES):
            name = penguins().classes[kind].replace("Adelie", _("Adélie"))
            style = {"color": color, "mec": "#333333", "mew": 0.8, "ms": 7, "label": name}
            axes.plot(*mm[label == kind].T, shape, **style)
        style = {"mfc": "none", "mec": "black", "mew": 1.4, "ms": 11, "label": _("wrong")}
        (self.wrong,) = axes.plot([], [], "o", **style)
        self.moving(self.wrong)
        self.figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=4)

    def _curve(self, axes, color, line):
        """The moving curve of a panel, its end, and where both fell and both rose."""
        axes.set_xscale("symlog", linthresh=10)
        axes.set(xlim=(0, LAST_STEP), xticks=[0, 10, 100, 1000])
        axes.set_xticklabels(["0", "10", "100", "1000"])
        styles = (line, {}), ("o", {"ms": 9}), ("v", {"ms": 9}), ("^", {"ms": 9})
        made = []
        for shape, style in styles:
            fill = color if shape in ("-", "o") else "black"
            (artist,) = axes.plot([], [], shape, color=fill, mec="white", clip_on=False, **style)
            made.append(self.moving(artist))
        made[0].set_clip_on(True)
        return made

    def move(self, state):
        self.regions.species = state.species_at(self.cells).reshape(self.rows, self.columns)
        self.wrong.set_data(*birds().mm[state.wrong].T)
        step, *values = state.curves
        for value, (line, end, fell, rose) in zip(values, self.curves, strict=True):
            line.set_data(step, value)
            # Beyond the axis a mark waits at its edge, the last one as an arrow.
            low, high = line.axes.get_ylim()
            shown = np.clip(value, low, high)
            end.set_data(step[-1:], shown[-1:])
            end.set_marker("v" if value[-1] < low else "^" if value[-1] > high else "o")
            for marks, steps in ((fell, state.both_fell), (rose, state.both_rose)):
                marks.set_data(steps, shown[list(steps)])


class Regions(Artist):
    """Its axes, tinted cell by cell for a grid of species.

    The axes and all that stands still in them are drawn once on the tint of each species. A cell
    is then copied from the one it belongs to, which costs a tenth of drawing the birds again.
    """

    def __init__(self, axes):
        super().__init__()
        colors = np.array([to_rgb(color) for color, _shape in SPECIES])
        self.tints = 1 - np.array(TINTS)[:, None] * (1 - colors)
        axes.set_facecolor(self.tints[0])
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
            starts = np.flatnonzero(np.diff(species, prepend=-1))
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
        self.axes.set_facecolor(self.tints[0])
        return panels


class PenguinsExplorer(Explorer):
    """Train a softmax network on the bills of three species; stop it anywhere, and go on.

    Parameters
    ----------
    hidden : bool
        Whether there is a hidden layer of 8 units. Each of the two networks keeps what it learnt.
    learning_rate : {1, 8, 16}
        Of gradient descent on all 342 birds at once.
    """

    State = PenguinsState
    Picture = PenguinsPicture
    alt = _(
        "Left, 342 penguins by bill length and depth, a marker shape for each species, on the "
        "regions where the network takes a bird for that species; wrong birds are ringed. Right, "
        "loss and accuracy against steps, with triangles where the two disagree."
    )

    def build(self, state):
        return {
            "hidden": widgets.ToggleButtons(
                options=[(_("none"), False), (_("8 units"), True)],
                value=state.hidden,
                description=_("hidden layer"),
            ),
            "learning_rate": widgets.ToggleButtons(
                options=[(str(rate), rate) for rate in LEARNING_RATES],
                value=state.learning_rate,
                description=_("learning rate"),
            ),
        }

    def arrange(self):
        for control in self.controls.values():
            control.style = {"button_width": "auto", "description_width": "92px"}
            control.layout = {"display": "flex", "align_items": "center"}
        self.train, self.halt = (
            widgets.Button(description=name, layout=widgets.Layout(width="auto"))
            for name in (_("Train"), _("Stop"))
        )
        self.train.on_click(lambda _button: self.start())
        self.halt.on_click(lambda _button: self.stop())
        self.progress = widgets.IntProgress(max=LAST_STEP, description=_("steps"))
        return [
            row(*self.controls.values()),
            row(
                self.train,
                self.halt,
                self.button(_("One step"), lambda state: state.train(1)),
                self.button(_("Start again"), self.from_the_start),
                self.progress,
            ),
        ]

    def start(self):
        """Train, picture by picture, until `stop` or the last step."""
        self.play(PenguinsState.go_on, every=0.02)
        self._follow(playing=True)

    def from_the_start(self, state):
        """The state with this network knowing nothing; training is stopped."""
        self.stop()
        return state.start_again()

    def stopped(self):
        self._follow(playing=False)

    def _follow(self, playing):
        self.train.disabled = playing or self.state.now.step >= LAST_STEP
        self.halt.disabled = not playing

    def _show(self):
        super()._show()
        self.progress.value = self.state.now.step
        self._follow(self.playing)
