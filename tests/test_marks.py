"""Marks that wait at the edge, values in the corner, bars with their numbers; handles on them."""

from math import inf, nan

import pytest

from xent_lib.marks import Bars, Mark, Reading
from xent_lib.picture import Picture


class Paper(Picture):
    width, height = 240, 160

    def draw(self, state):
        self.axes = self.figure.add_subplot()
        self.axes.set(xlim=(0, 4), ylim=(0, 2))


@pytest.fixture
def paper():
    paper = Paper()
    paper.show(None)
    return paper


def told(height):
    return f"<{height:g}>"


@pytest.mark.parametrize(
    ("y", "shown", "shape"),
    [(1.5, 1.5, "o"), (2, 2, "o"), (2.1, 2, "^"), (inf, 2, "^"), (-0.1, 0, "v"), (0, 0, "o")],
)
def test_a_mark_beyond_its_axis_waits_at_the_edge_as_an_arrow(paper, y, shown, shape):
    mark = Mark(paper, paper.axes, "black")
    mark.put(3, y)
    assert mark.line.get_data() == ([3], [shown]) and mark.line.get_marker() == shape
    assert mark.handle(x="q").at == (3, shown)


def test_what_is_no_number_is_not_seen_but_can_be_gripped(paper):
    mark = Mark(paper, paper.axes, "black")
    mark.put(1, nan)
    assert not mark.line.get_visible() and mark.handle(x="q").at == (1, 2)
    mark.put(1, 1)
    assert mark.line.get_visible()


def test_a_reading_tells_its_value_and_has_a_line_through_it(paper):
    reading = Reading(paper, paper.axes, "black", told)
    reading.put(1, 5)
    assert reading.value.get_text() == "<5>" and reading.through.get_xdata() == [1, 1]
    bare = Reading(paper, paper.axes, "black", told, through=False, corner=(0, 1.1), size=9)
    bare.put(1, 0.5)
    assert bare.through is None and bare.value.get_text() == "<0.5>"
    assert bare.value.get_ha() == "left" and bare.value.get_size() == 9


def test_bars_have_their_numbers_at_their_ends(paper):
    bars = Bars(paper, paper.axes, [1, 2, 3], 0.5, "black", told, top=1.5, gap=0.1)
    bars.put([1, -0.5, 7])
    assert [bar.get_height() for bar in bars.bars] == [1, -0.5, 1.5]
    assert [number.get_text() for number in bars.numbers] == ["<1>", "<-0.5>", "▲<7>"]
    assert [number.get_position() for number in bars.numbers] == [(1, 1.1), (2, -0.6), (3, 1.6)]
    assert [number.get_va() for number in bars.numbers] == ["bottom", "top", "bottom"]
    assert [bars.handle(n, y="p").at for n in range(3)] == [(1, 1), (2, -0.5), (3, 1.5)]


class MarkedPaper(Paper):
    def draw(self, state):
        super().draw(state)
        Reading(self, self.axes, "black", told).put(1, 1)
        Bars(self, self.axes, [1, 2], 0.5, "black", told).put([1, 2])


def test_all_of_them_move_and_are_no_part_of_what_stands_still(paper):
    marked = MarkedPaper()
    marked.show(None)
    assert (marked.base == paper.base).all() and len(marked._moving) == 3 + 4


def test_a_handle_carries_the_way_from_its_place_to_its_field(paper):
    mark = Mark(paper, paper.axes, "black")
    mark.put(3, 1)
    assert mark.handle(x="a", y="b").sets(2, 1) == {"a": 2, "b": 1}
    assert mark.handle(y="b", inverse=lambda y: 10 * y).sets(2, 1) == {"b": 10}
