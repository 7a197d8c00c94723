"""What a loss accepts: a refusal is a sentence with the argument, the place and the value."""

from functools import wraps
from math import prod

import numpy as np

REDUCTIONS = ("mean", "sum", "none")


# One argument -----------------------------------------------------------------------------------


def numbers(name, value):
    """`value` as an array of finite or infinite numbers, never empty, never NaN, none masked."""
    if np.ma.is_masked(value):
        mask = np.ma.getmaskarray(value)
        refuse(name, value, mask, "but a mask would be lost here: leave out masked entries")
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; all must be as long.") from None
    if array.dtype.kind not in "biuf":
        is_object = str(getattr(value, "dtype", "")) == "object"
        raise ValueError(
            f"{name} must hold numbers, but it is {value!r:.60}"
            + (", of dtype object: try .astype(float)." if is_object else ".")
        )
    if array.size == 0:
        raise ValueError(f"{name} is empty; at least one value is needed.")
    if array.dtype.kind == "f" and np.isnan(array.max()):
        refuse(name, array, np.isnan(array), "and no loss can be computed from it")
    return array


def number(name, value):
    """`value` as a single Python number."""
    array = numbers(name, value)
    if array.ndim:
        raise ValueError(f"{name} is {value!r:.60}, but it must be a single number.")
    return array.item()


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
        refuse(name, array, (array < 0) | (array > 1), "but a probability lies between 0 and 1")
    return array.astype(dtype, copy=False)


def distributions(name, array, dtype):
    """`array` as rows of probabilities, each row with the sum 1, classes on the last axis."""
    rows = probabilities(name, array, dtype)
    if rows.ndim == 0:
        raise ValueError(
            f"{name} is the single number {array}; a distribution lists one probability a class."
        )
    total = rows @ np.ones(rows.shape[-1], dtype)
    tolerance = np.sqrt(np.finfo(array.dtype if array.dtype.kind == "f" else dtype).eps)
    if not (total.min() >= 1 - tolerance and total.max() <= 1 + tolerance):
        row = np.argwhere(np.abs(total - 1) > tolerance)[0]
        raise ValueError(
            f"{place(name, row)} sums to {total[*row]:.10g}, "
            "but the probabilities of a distribution sum to 1."
        )
    return rows


def class_indices(name, array, classes):
    """`array` as class indices 0 to `classes` - 1."""
    if not (array.min() >= 0 and array.max() < classes):
        wrong = (array < 0) | (array >= classes)
        refuse(
            name, array, wrong, f"but with {classes} classes an index lies in 0 to {classes - 1}"
        )
    return array.astype(np.intp, copy=False)


def counts(value, dtype):
    """`value` as whole numbers, none below zero, of type `dtype`."""
    array = numbers("count", value)
    wrong = (array < 0) | (array != np.floor(array)) | np.isinf(array)
    if wrong.any():
        refuse("count", array, wrong, "but a count is a whole number, 0 or more")
    return array.astype(dtype, copy=False)


# Arguments together -----------------------------------------------------------------------------


def fitting(*, reduction="none", classes=None, **arrays):
    """Refuse shapes that do not broadcast, or whose reduced table holds every pair.

    The array with the name `classes` has them on its last axis, which meets no other.
    """
    shapes = [a.shape[:-1] if name == classes else a.shape for name, a in arrays.items()]
    told = " and ".join(f"{name} has shape {a.shape}" for name, a in arrays.items())
    try:
        together = np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(f"{told}; these do not fit together.") from None
    if reduction != "none" and prod(together) > max(map(prod, shapes)):
        raise ValueError(
            f"{told}, which makes {prod(together)} pairs, every {' with every '.join(arrays)}. "
            "Put the samples of both on the same axes, with .reshape say; "
            'for all the pairs, take reduction="none".'
        )


def not_swapped(label, output):
    """Refuse labels that look like outputs beside outputs that look like labels.

    Outputs of a whole-number type beside fractional labels are the mark of the swap. Certain
    outputs are legal all the same: written as floats, or as a single number, they go through.
    """
    if output.dtype.kind in "biu" and output.ndim and label.dtype.kind == "f":
        if ((label > 0) & (label < 1)).any():
            raise ValueError(
                "output holds whole numbers and label holds fractions: are the two swapped? "
                "label is what happened, output is what the network says "
                "(an output that is certain is written 0.0 or 1.0)."
            )


def two_distributions(p, q):
    """The truth and the guess, over the same classes."""
    p, q, dtype = arrays(p=p, q=q)
    p, q = distributions("p", p, dtype), distributions("q", q, dtype)
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(
            f"p has {p.shape[-1]} classes and q has {q.shape[-1]}; they must be the same classes."
        )
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
            whole = (label == np.floor(label)).all()
            raise ValueError(
                f"label has shape {label.shape} beside {name} of shape {rows.shape}; rows of label "
                "need one probability a class. "
                + (
                    "Class indices are whole numbers: label.astype(int)."
                    if whole
                    else f"Are label and {name} swapped?"
                )
            )
        label = class_indices("label", label, classes)
        fitting(label=label, **{name: rows}, classes=name, reduction=reduction)
        return label
    if label.shape[-1] != classes:
        raise ValueError(
            f"label has rows of {label.shape[-1]} and {name} has {classes} classes; give class "
            f"indices of shape {rows.shape[:-1]} or rows of {classes}."
        )
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
    if reduction not in REDUCTIONS:
        raise ValueError(f'reduction is {reduction!r}, but it is one of "mean", "sum" or "none".')


def refuse(name, array, wrong, expected):
    """Raise the sentence about the first entry of `array` that is `wrong`."""
    index = tuple(np.argwhere(wrong)[0])
    raise ValueError(f"{place(name, index)} is {array[index]}, {expected}.")


def place(name, index):
    """`name` with an index behind it as Python writes it: label[2], output[0, 1]."""
    return f"{name}[{', '.join(map(str, index))}]" if len(index) else name
