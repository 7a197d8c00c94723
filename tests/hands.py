"""What a hand does to an explorer: move a control, press a button, drag a handle."""


def put(explorer, **fields):
    """Set controls, one after the other, by the fields that they set."""
    for name, value in fields.items():
        explorer.controls[name].value = value


def press(explorer, words):
    """Click the button with these words on it."""
    explorer.buttons[words].click()


def handle(explorer, number=0):
    """One of the handles, where it is now."""
    return explorer.picture.handles(explorer.state)[number]


def drag(explorer, x, y, number=0):
    """Let the hand hold a handle at (x, y), in the data coordinates of its axes.

    Where `x` or `y` is None the hand stays at the handle's own.
    """
    held = handle(explorer, number)
    at = [own if to is None else to for to, own in zip((x, y), held.at, strict=True)]
    left, top = explorer.picture.on_page(held.axes, at)
    explorer.view.drag = {"handle": number, "x": float(left), "y": float(top)}
