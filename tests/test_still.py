"""A plot of the notebook's own, kept with its size and with words for who cannot see it."""

import base64
import io
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure
from PIL import Image

from xent_lib.picture import show


def image_of(still):
    """Attributes of the one element that a page gets."""
    elements = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: elements.append((tag, dict(attributes)))
    parser.feed(still._repr_html_())
    [(tag, attributes)] = elements
    assert tag == "img"
    return attributes


def test_a_figure_is_shown_with_its_words_and_twice_as_sharp_as_it_is_wide():
    image = image_of(show(Figure((6, 3)), 'It rises from "1" to 3 & <more>.'))
    assert image["alt"] == 'It rises from "1" to 3 & <more>.'
    assert image["width"] == str(6 * 96)
    kind, data = image["src"].split(",")
    assert kind == "data:image/png;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (2 * 6 * 96, 2 * 3 * 96)


def test_the_same_figure_gives_the_same_bytes():
    def still():
        figure = Figure((2, 1))
        figure.subplots().plot([1, 3, 2])
        return show(figure, "A line.")._repr_html_()

    assert still() == still()


def test_jupyter_does_not_show_a_figure_of_pyplot_once_more():
    figure, _axes = plt.subplots()
    show(figure, "An empty plot.")
    assert plt.get_fignums() == []


@pytest.mark.parametrize("alt", ["", "  ", None, 3])
def test_a_figure_without_words_is_refused(alt):
    with pytest.raises(ValueError, match="a sentence was expected"):
        show(Figure(), alt)
