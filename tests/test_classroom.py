"""The hands of the classroom's benchmark speak to an explorer as its page does."""

import asyncio
import re
from pathlib import Path

import pytest
from hand import HandOnOurs

import xent_lib
from xent_lib.explorers.coin import CoinExplorer

CONTROLS = Path(xent_lib.__file__).parent / "controls"


class Desk:
    """An explorer and whoever listens to it, in place of a kernel and its connection."""

    def __init__(self, explorer):
        self.widgets = {"slider": explorer.controls["q"], "view": explorer.view}
        slider = self.widgets["slider"]
        self.models = {"slider": {name: getattr(slider, name) for name in ("min", "max", "step")}}
        self.listeners, self.told = [], []
        for comm, widget in self.widgets.items():
            widget.send_state = lambda key, comm=comm: self.update(comm, key)
        explorer.view.send = lambda content, buffers=(): self.custom(content, buffers)

    def made_by(self, _cell, **traits):
        return "view" if "version" in traits else "slider"

    def tell(self, comm, data):
        self.told.append(data["content"])
        hear = self.widgets[comm]._handle_custom_msg
        asyncio.get_running_loop().call_soon(hear, data["content"], [])

    def update(self, comm, keys):
        keys = [keys] if isinstance(keys, str) else keys
        state = {key: getattr(self.widgets[comm], key) for key in keys}
        paths = [[key] for key in state if isinstance(state[key], bytes)]
        plain = {key: value for key, value in state.items() if not isinstance(value, bytes)}
        self.say(comm, {"method": "update", "state": plain, "buffer_paths": paths}, ())

    def custom(self, content, buffers):
        self.say("view", {"method": "custom", "content": content}, buffers)

    def say(self, comm, data, buffers):
        for listener in self.listeners:
            listener("comm_msg", None, {"comm_id": comm, "data": data}, buffers)


@pytest.fixture
def explorer():
    explorer = CoinExplorer()
    yield explorer
    explorer.close()


def test_a_hand_moves_the_explorer_and_sees_a_picture_of_every_move(explorer):
    async def drag():
        hand = HandOnOurs(Desk(explorer), None, "q")
        for move in range(5):
            hand.move(0.3 + move / 100)
            await asyncio.sleep(0.05)
        while hand.unseen:
            await asyncio.sleep(0.01)
        hand.let_go()
        return hand

    hand = asyncio.run(asyncio.wait_for(drag(), 20))
    assert explorer.state.q == 0.34
    assert len(hand.waits) == hand.moves == 5 and not hand.unanswered


def test_a_hand_that_rests_far_away_is_sent_pictures_and_says_that_it_has_them(explorer):
    async def rest():
        hand = HandOnOurs(Desk(explorer), None, "q", far=True)
        hand._rests(0.5)
        while len(hand.frames) < 5:
            await asyncio.sleep(0.01)
        hand.move(0.51)
        hand.let_go()
        return hand

    hand = asyncio.run(asyncio.wait_for(rest(), 20))
    told = [next(iter(content)) for content in hand.learner.told]
    assert told[0] == "rests" and told.count("got") >= 5
    assert hand.at_once == 1


@pytest.mark.parametrize(
    ("file", "name", "unit"),
    [
        ("moves.js", "BUSY", 1000),
        ("moves.js", "LOST", 1000),
        ("picture_view.js", "PAUSES", 1000),
        ("ahead.js", "MARGIN", 1),
        ("ahead.js", "KEEP", 1),
    ],
)
def test_a_hand_has_the_patience_of_the_page(file, name, unit):
    (value,) = re.findall(rf"^const {name} = (\d+)", (CONTROLS / file).read_text(), re.MULTILINE)
    assert getattr(HandOnOurs, name) * unit == float(value)
