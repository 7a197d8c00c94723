"""An explorer as a page shows it, held against its twin, and what a hand does with it."""

import ipywidgets as widgets
from twins import SELECTORS, fingerprint, parts

from xent_lib.controls import Slider

PLAYS = ("Play", "Train")  # buttons that start what goes on by itself

PIXELS = """async (canvas) => {
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const sum = await crypto.subtle.digest('SHA-256', data);
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}"""

# In the page itself, where a look costs nothing: asking from here takes longer than the rest.
STILL = """async (place) => {
    const canvas = place.querySelector('canvas'), words = place.querySelector('.xent-readout');
    const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
    const unanswered = () => [...kernel._futures.values()]
        .some(({msg}) => msg.header.msg_type === 'comm_msg');
    const look = () => `${canvas.dataset.frame} ${words.textContent}`;
    const end = performance.now() + 30_000;
    let last = look();
    // By looks and not by the clock: where others have the processor, each takes longer.
    for (let same = 0; same < 4; same += 1) {
        if (performance.now() > end) return false;
        await new Promise((next) => setTimeout(next, 50));
        if (look() !== last || unanswered()) [last, same] = [look(), -1];
    }
    return true;
}"""

# What is seen once it is what is wanted, or else after a while.
SEEN = f"""async (place, wanted) => {{
    const canvas = place.querySelector('.xent-picture canvas');
    const readout = place.querySelector('.xent-readout');
    const end = performance.now() + 10_000;
    let frame, pixels;
    while (true) {{
        if (canvas.dataset.frame !== frame) {{
            frame = canvas.dataset.frame;
            pixels = await ({PIXELS})(canvas);
        }}
        const seen = {{words: readout.textContent, alt: canvas.ariaLabel, pixels}};
        const equal = Object.keys(wanted).every((key) => wanted[key] === seen[key]);
        if (equal || performance.now() > end) return seen;
        await new Promise((next) => setTimeout(next, 10));
    }}
}}"""


class Shown:
    """An explorer as the page shows it, beside its twin."""

    def __init__(self, place, twin):
        self.place, self.twin, self.start = place, twin, twin.state
        self.canvas = place.locator(".xent-picture canvas")
        self.status = place.locator(".xent-readout")

    def controls(self, kind):
        """Pairs of what the page shows and what the twin has, for one kind of control."""
        on_page = self.place.locator(SELECTORS[kind]).all()
        of_twin = list(parts(self.twin, kind))
        if kind is widgets.Button:  # a toggle is a row of buttons, too
            on_page = self.place.locator("button.widget-button:not(.widget-toggle-button)").all()
        assert len(on_page) == len(of_twin)
        return list(zip(on_page, of_twin, strict=True))

    def agrees(self):
        """The page says and shows what the twin does, at the latest after a moment."""
        view = self.twin.view
        self.shows(words=view.status, alt=view.alt, pixels=fingerprint(self.twin))

    def shows(self, **wanted):
        seen = self.place.evaluate(SEEN, wanted)
        assert {key: seen[key] for key in wanted} == wanted, f"This is not {self.twin!r}."

    def seen(self):
        return self.place.evaluate(SEEN, {})

    def settled(self):
        """What is seen when the kernel has answered all and nothing has changed for a while."""
        assert self.place.evaluate(STILL), "It never came to rest."
        return self.seen()


def drag(page, handle, dx, dy):
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=6)
    page.mouse.up()


def take_over(explorer):
    """Set the twin to what the sliders say: they have followed the hand."""
    fields = {}
    names = {id(control): name for name, control in explorer.twin.controls.items()}
    for slider, twin in explorer.controls(Slider):
        fields[names[id(twin)]] = float(slider.input_value())
    explorer.twin.change(**fields)


def burst(slider):
    slider.evaluate(
        """async (input) => {
            const [low, high] = [Number(input.min), Number(input.max)];
            for (let move = 0; move < 30; move += 1) {
                input.value = low + (high - low) * (0.5 + 0.4 * Math.sin(move));
                input.dispatchEvent(new Event('input', {bubbles: true}));
                await new Promise((next) => setTimeout(next, 1000 / 60));
            }
        }"""
    )
