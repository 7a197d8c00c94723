"""What a loss accepts: a refusal is a sentence with the argument, the place and the value."""

from functools import wraps
from itertools import combinations
from math import inf, prod
from operator import index

import numpy as np

from xent_lib.language import _, plural

# What frameworks compute in float32 is as good a probability in a list or in float64: 1 may have
# become 1.0000001 there, and a row of many may miss 1 by some more.
ROUNDING = 4 * np.finfo(np.float32).eps
REDUCTIONS = ("mean", "sum", "none")


# One argument -----------------------------------------------------------------------------------


def numbers(name, value):
    """`value` as an array of finite or infinite numbers, never empty, never NaN, none masked."""
    if np.ma.is_masked(value):
        mask = np.ma.getmaskarray(value)
        sentence = _("{place} is {value}, but a mask would be lost here: leave out masked entries.")
        refuse(name, value, mask, sentence)
    try:
        array = np.asarray(value)
    except ValueError:
        sentence = _("{name} has rows of different lengths; all must be as long.")
        raise ValueError(sentence.format(name=name)) from None
    if array.dtype.kind not in "biuf":
        sentence = _("{name} must hold numbers, but it is {value}.")
        if str(getattr(value, "dtype", "")) == "object":
            sentence = _(
                "{name} must hold numbers, but it is {value}, of dtype object: try .astype(float)."
            )
        raise ValueError(sentence.format(name=name, value=f"{value!r:.60}"))
    if array.size == 0:
        raise ValueError(_("{name} is empty; at least one value is needed.").format(name=name))
    if array.dtype.kind == "f" and np.isnan(array.max()):
        sentence = _("{place} is {value}, and nothing can be computed from it.")
        refuse(name, array, np.isnan(array), sentence)
    return array


def number(name, value):
    """`value` as a single Python number."""
    array = numbers(name, value)
    if array.ndim:
        sentence = _("{name} is {value}, but it must be a single number.")
        raise ValueError(sentence.format(name=name, value=f"{value!r:.60}"))
    return array.item()


def positive(name, value):
    """`value` as a finite number above 0."""
    value = number(name, value)
    if not 0 < value < inf:
        sentence = _("{name} is {value}, but it must be above 0 and finite.")
        raise ValueError(sentence.format(name=name, value=f"{value!s:.60}"))
    return value


def clipping(name, value):
    """`value` as the eps of what is clipped to [eps, 1 - eps]."""
    value = number(name, value)
    if not 0 <= value < 0.5:
        sentence = _("{name} is {value}, but it must be 0 or more and below one half.")
        raise ValueError(sentence.format(name=name, value=f"{value!s:.60}"))
    return value


def whole(name, value, *, least, most=None):
    """`value` as a whole number from `least` to `most`."""
    try:
        found = index(value)
    except TypeError:
        sentence = _("{name} is {value}, but it must be a whole number.")
        raise ValueError(sentence.format(name=name, value=f"{value!r:.60}")) from None
    told = {"name": name, "value": f"{found!s:.60}"}
    if found < least:
        sentence = _("{name} is {value}, but it must be at least {least}.")
        raise ValueError(sentence.format(least=least, **told))
    if most is not None and found > most:
        sentence = _("{name} is {value}, but it must be at most {most:,}.")
        raise ValueError(sentence.format(most=most, **told))
    return found


def instance(name, value, kind, expected):
    """`value`, which must be of this kind: what was `expected`, in words."""
    if not isinstance(value, kind):
        sentence = _("{name} is {value}, but expected {expected}.")
        raise ValueError(sentence.format(name=name, value=f"{value!r:.60}", expected=expected))
    return value


def arrays(**values):
    """Each value as an array of numbers, and behind them the floating type of what they give.

    That is float32 where nothing wider came in, for float16 too, whose counts end at 65,504; whole
    numbers and bare Python numbers do not widen it, as in NumPy.
    """
    found = {name: numbers(name, value) for name, value in values.items()}
    floats = [
        array.dtype
        for name, array in found.items()
        if array.dtype.kind == "f" and not isinstance(values[name], float)
    ]
    return *found.values(), np.result_type(np.float32, *floats) if floats else np.dtype(np.float64)


def probabilities(name, array, dtype):
    """`array` as probabilities of type `dtype`, or a sentence that says which entry is none."""
    if not (array.min() >= 0 and array.max() <= 1):
        sentence = _("{place} is {value}, but a probability lies between 0 and 1.")
        wrong = (array < -ROUNDING) | (array > 1 + ROUNDING)
        if wrong.any():
            refuse(name, array, wrong, sentence)
        array = np.clip(array, 0, 1)
    return array.astype(dtype, copy=False)


def distributions(name, array, dtype):
    """`array` as rows of probabilities, each row with the sum 1, classes on the last axis."""
    rows = probabilities(name, array, dtype)
    if rows.ndim == 0:
        sentence = _(
            "{name} is the single number {value}; a distribution lists one probability a class."
        )
        raise ValueError(sentence.format(name=name, value=array))
    total = rows @ np.ones(rows.shape[-1], dtype)
    kind = array.dtype if array.dtype.kind == "f" else dtype
    tolerance = max(np.sqrt(np.finfo(kind).eps), 8 * ROUNDING)
    if not (total.min() >= 1 - tolerance and total.max() <= 1 + tolerance):
        row = np.argwhere(np.abs(total - 1) > tolerance)[0]
        sentence = _("{place} sums to {total}, but the probabilities of a distribution sum to 1.")
        raise ValueError(sentence.format(place=place(name, row), total=f"{total[*row]:.10g}"))
    return rows


def class_indices(name, array, classes):
    """`array` as class indices 0 to `classes` - 1."""
    if not (array.min() >= 0 and array.max() < classes):
        wrong = (array < 0) | (array >= classes)
        sentence = plural(
            "{place} is {value}, but with {classes} class the only index is 0.",
            "{place} is {value}, but with {classes} classes an index lies in 0 to {last}.",
            classes,
        )
        refuse(name, array, wrong, sentence, classes=classes, last=classes - 1)
    return array.astype(np.intp, copy=False)


def counts(value, dtype):
    """`value` as whole numbers, none below zero, of type `dtype`."""
    array = numbers("count", value)
    wrong = (array < 0) | (array != np.floor(array)) | np.isinf(array)
    if wrong.any():
        sentence = _("{place} is {value}, but a count is a whole number, 0 or more.")
        refuse("count", array, wrong, sentence)
    return array.astype(dtype, copy=False)


# Arguments together -----------------------------------------------------------------------------


def fitting(*, reduction="none", classes=None, **arrays):
    """Refuse shapes that do not broadcast, or whose reduced table holds every pair.

    The array with the name `classes` has them on its last axis, which meets no other.
    """
    known(reduction)
    shapes = {name: a.shape[:-1] if name == classes else a.shape for name, a in arrays.items()}
    for one, other in combinations(arrays, 2):  # shapes fit together where every two of them do
        told = dict(one=one, one_shape=arrays[one].shape)
        told |= dict(other=other, other_shape=arrays[other].shape)
        try:
            pairs = prod(np.broadcast_shapes(shapes[one], shapes[other]))
        except ValueError:
            sentence = _(
                "{one} has shape {one_shape} and {other} has shape {other_shape}; "
                "these do not fit together."
            )
            raise ValueError(sentence.format(**told)) from None
        if reduction != "none" and pairs > max(prod(shapes[one]), prod(shapes[other])):
            sentence = _(
                "{one} has shape {one_shape} and {other} has shape {other_shape}, which makes "
                "{pairs} pairs, every {one} with every {other}. Put the samples of both on the "
                'same axes, with .reshape say; for all the pairs, take reduction="none".'
            )
            raise ValueError(sentence.format(**told, pairs=pairs))


def not_swapped(label, output):
    """Refuse labels that look like outputs beside outputs that look like labels.

    Outputs of a whole-number type beside fractional labels are the mark of the swap. Certain
    outputs are legal all the same: written as floats, or as a single number, they go through.
    """
    if output.dtype.kind in "biu" and output.ndim and label.dtype.kind == "f":
        if ((label > 0) & (label < 1)).any():
            raise ValueError(
                _(
                    "output holds whole numbers and label holds fractions: are the two swapped? "
                    "label is what happened, output is what the network says "
                    "(an output that is certain is written 0.0 or 1.0)."
                )
            )


def two_distributions(p, q):
    """The truth and the guess, over the same classes."""
    p, q, dtype = arrays(p=p, q=q)
    p, q = distributions("p", p, dtype), distributions("q", q, dtype)
    if p.shape[-1] != q.shape[-1]:
        sentence = plural(
            "p has {p} class and q has {q}; they must be the same classes.",
            "p has {p} classes and q has {q}; they must be the same classes.",
            p.shape[-1],
        )
        raise ValueError(sentence.format(p=p.shape[-1], q=q.shape[-1]))
    fitting(p=p, q=q)
    return p, q


def label_and_output(label, output, reduction="none"):
    """Two arrays of probabilities that fit together and are not swapped."""
    label, output, dtype = arrays(label=label, output=output)
    not_swapped(label, output)
    label, output = probabilities("label", label, dtype), probabilities("output", output, dtype)
    fitting(label=label, output=output, reduction=reduction)
    return label, output


def label_and_logit(label, logit, reduction="none"):
    """Probabilities and logits that fit together."""
    label, logit, dtype = arrays(label=label, logit=logit)
    label, logit = probabilities("label", label, dtype), logit.astype(dtype, copy=False)
    fitting(label=label, logit=logit, reduction=reduction)
    return label, logit


def class_label(label, name, rows, reduction="none"):
    """`label` as class indices, or as distributions over the classes of `rows`."""
    classes = rows.shape[-1]
    if label.ndim < rows.ndim:
        if label.dtype.kind == "f":
            if (label == np.floor(label)).all():
                sentence = _(
                    "label has shape {shape} beside {name} of shape {rows}; rows of label need one "
                    "probability a class. Class indices are whole numbers: label.astype(int)."
                )
            else:
                sentence = _(
                    "label has shape {shape} beside {name} of shape {rows}; rows of label need one "
                    "probability a class. Are label and {name} swapped?"
                )
            raise ValueError(sentence.format(shape=label.shape, name=name, rows=rows.shape))
        label = class_indices("label", label, classes)
        fitting(label=label, **{name: rows}, classes=name, reduction=reduction)
        return label
    if label.shape[-1] != classes:
        sentence = plural(
            "label has rows of {given} and {name} has {classes} class; "
            "give class indices of shape {indices} or rows of {classes}.",
            "label has rows of {given} and {name} has {classes} classes; "
            "give class indices of shape {indices} or rows of {classes}.",
            classes,
        )
        told = dict(given=label.shape[-1], indices=rows.shape[:-1])
        raise ValueError(sentence.format(name=name, classes=classes, **told))
    label = distributions("label", label, rows.dtype)
    fitting(label=label, **{name: rows}, reduction=reduction)
    return label


def class_rows(label, name, rows, reduction="none"):
    """`class_label` with class indices written out as one-hot rows."""
    label = class_label(label, name, rows, reduction)
    return np.eye(rows.shape[-1], dtype=rows.dtype)[label] if label.ndim < rows.ndim else label


# What goes out ----------------------------------------------------------------------------------


def quiet(function):
    """Let NumPy compute log 0 and underflow in silence: both are answers, not accidents."""

    @wraps(function)
    def silent(*args, **kwargs):
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return silent


def over_classes(rows):
    """Sum over the last axis."""
    if rows.shape[-1] < 16:  # several times as fast there; on long rows `sum` rounds less
        return np.einsum("...k->...", rows)
    return rows.sum(axis=-1)


def reduced(loss, reduction):
    """One number for all samples, or the losses as they are for "none"."""
    known(reduction)
    return loss[()] if reduction == "none" else getattr(np, reduction)(loss)


def shared(slope, reduction, samples=None):
    """Slopes of the reduced loss: for "mean" each sample has its share."""
    known(reduction)
    return slope / (samples or slope.size) if reduction == "mean" else slope[()]


def known(reduction):
    """Refuse a reduction that does not exist."""
    if not (isinstance(reduction, str) and reduction in REDUCTIONS):
        sentence = _('reduction is {reduction}, but it is one of "mean", "sum" or "none".')
        raise ValueError(sentence.format(reduction=f"{reduction!r:.60}"))


def refuse(name, array, wrong, sentence, **numbers):
    """Raise `sentence` about the place and the value of the first entry that is `wrong`."""
    index = tuple(np.argwhere(wrong)[0])
    raise ValueError(sentence.format(place=place(name, index), value=array[index], **numbers))


def place(name, index):
    """`name` with an index behind it as Python writes it: label[2], output[0, 1]."""
    return f"{name}[{', '.join(map(str, index))}]" if len(index) else name
