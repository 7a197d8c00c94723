"""What a loss accepts: every refusal is a sentence that names the argument, the place and the value."""

import numpy as np

REDUCTIONS = ("mean", "sum", "none")


def numbers(name, value):
    """`value` as an array of finite or infinite numbers, never empty, never NaN."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; all must be as long.") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold numbers, but it is {value!r:.60}.")
    if array.size == 0:
        raise ValueError(f"{name} is empty; at least one value is needed.")
    if array.dtype.kind == "f" and np.isnan(array.max()):
        refuse(name, array, np.isnan(array), "and no loss can be computed from it")
    return array


def floating(**values):
    """The floating type that a result has: float32 where nothing wider came in.

    Whole numbers and bare Python numbers do not widen it, as in NumPy.
    """
    arrays = [numbers(n, v).dtype for n, v in values.items() if not isinstance(v, (int, float))]
    floats = [dtype for dtype in arrays if dtype.kind == "f"]
    return np.result_type(*floats) if floats else np.dtype(np.float64)


def probabilities(name, value, dtype):
    """`value` as an array of probabilities, or a sentence that says which entry is none."""
    array = numbers(name, value).astype(dtype, copy=False)
    if not (array.min() >= 0 and array.max() <= 1):
        refuse(name, array, (array < 0) | (array > 1), "but a probability lies between 0 and 1")
    return array


def distributions(name, value, dtype):
    """`value` as rows of probabilities, each row with the sum 1, classes on the last axis."""
    array = probabilities(name, value, dtype)
    if array.ndim == 0:
        raise ValueError(
            f"{name} is the single number {array[()]:g}; a distribution lists one probability a class."
        )
    total = array.sum(axis=-1)
    wrong = np.abs(total - 1) > np.sqrt(np.finfo(dtype).eps)
    if wrong.any():
        where = place(name, np.argwhere(wrong)[0])
        raise ValueError(
            f"{where} sums to {total[wrong].flat[0]:g}, "
            "but the probabilities of a distribution sum to 1."
        )
    return array


def class_indices(name, array, classes):
    """`array` as class indices 0 to `classes` - 1."""
    wrong = (array < 0) | (array >= classes)
    if wrong.any():
        refuse(name, array, wrong, f"but with {classes} classes an index lies in 0 to {classes - 1}")
    return array.astype(np.intp, copy=False)


def counts(value):
    """`value` as an array of whole numbers, none below zero."""
    array = numbers("count", value)
    wrong = (array < 0) | (array != np.floor(array))
    if wrong.any():
        refuse("count", array, wrong, "but a count is a whole number, 0 or more")
    return array


def fitting(**arrays):
    """The shape that `arrays` broadcast to, or a sentence with their shapes."""
    try:
        return np.broadcast_shapes(*(a.shape for a in arrays.values()))
    except ValueError:
        shapes = " and ".join(f"{name} has shape {a.shape}" for name, a in arrays.items())
        raise ValueError(f"{shapes}; these do not fit together.") from None


def not_swapped(label, output):
    """Refuse labels that look like outputs beside outputs that look like labels.

    Outputs of a whole-number type beside fractional labels are the mark of the swap. Certain
    outputs are legal all the same: written as floats, or as a single number, they go through.
    """
    label, output = numbers("label", label), numbers("output", output)
    if output.dtype.kind in "biu" and output.ndim and label.dtype.kind == "f":
        if ((label > 0) & (label < 1)).any():
            raise ValueError(
                "output holds whole numbers and label holds fractions: are the two swapped? "
                "label is what happened, output is what the network says "
                "(an output that is certain is written 0.0 or 1.0)."
            )


def reduced(loss, reduction):
    """One number for all samples, or the losses as they are for "none"."""
    if reduction not in REDUCTIONS:
        raise ValueError(f'reduction is {reduction!r}, but it is one of "mean", "sum" or "none".')
    return loss[()] if reduction == "none" else getattr(np, reduction)(loss)


def refuse(name, array, wrong, expected):
    """Raise the sentence about the first entry of `array` that is `wrong`."""
    index = tuple(np.argwhere(wrong)[0])
    raise ValueError(f"{place(name, index)} is {array[index]:g}, {expected}.")


def place(name, index):
    """`name` with an index behind it as Python writes it: label[2], output[0, 1]."""
    return f"{name}[{', '.join(map(str, index))}]" if len(index) else name
