"""The static site as built: the lessons in a browser's own Python, and nobody else asked.

The oracle of numbers is what is committed and what the library says in this process. Pictures are
another Matplotlib's here, so readouts are compared and not pixels.
"""

import configparser
import os
import re

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import MIXED, NOTEBOOKS
from nbclient import NotebookClient
from playwright.sync_api import expect
from shown import PLAYS, Shown, burst, drag, take_over
from site_page import Site, Visit, build
from twins import twins_meanwhile

import xent_lib.exercises as exercises
from xent_lib.controls import Slider

pytestmark = pytest.mark.browser
LESSONS = sorted(
    (
        path.relative_to(NOTEBOOKS).as_posix()
        for path in NOTEBOOKS.rglob("level*.ipynb")
        if ".ipynb_checkpoints" not in path.parts and nbformat.read(path, 4).cells
    ),
    key=lambda name: (name.count("/"), name),  # English first
)
first = pytest.mark.parametrize("lesson", LESSONS[:1], indirect=True, scope="module")


@pytest.fixture(scope="module")
def site(browser, tmp_path_factory):
    if not os.environ.get("PYODIDE_RELEASE"):
        pytest.skip("PYODIDE_RELEASE names no folder with an unpacked Pyodide release.")
    site = Site(build(tmp_path_factory.mktemp("site") / "built"))
    yield site
    site.close()


@pytest.fixture(scope="module", params=MIXED)
def lesson(request, browser, site):
    """A lesson opened from the first page by somebody who has never been here, and run."""
    visit = Visit(browser, site)
    page = visit.follow(request.param)
    with twins_meanwhile(NOTEBOOKS / request.param) as page.twins:
        page.run_all()
    page.name = request.param
    yield page
    visit.close()


@pytest.fixture(scope="module")
def shown(lesson):
    pairs = zip(lesson.explorers.all(), lesson.twins.result(), strict=True)
    return [Shown(place, twin) for place, twin in pairs]


@pytest.fixture
def other(browser, site):
    """Opens pages for a visitor of its own; `how` is what makes that browser another one."""
    visits = []

    def new(**how):
        visits.append(Visit(browser, site, **how))
        return visits[-1]

    yield new
    for visit in visits:
        visit.close()


@pytest.fixture(autouse=True)
def nothing_goes_wrong_and_nobody_else_is_asked(request):
    lesson = request.getfixturevalue("lesson") if "lesson" in request.fixturenames else None
    yield
    if lesson:
        assert lesson.errors == []
        assert lesson.complaints == []
        assert lesson.visit.elsewhere == []
        assert len(lesson.visit.asked) > 50  # requests are seen


# All lessons ------------------------------------------------------------------------------------


def test_one_click_on_the_first_page_opened_the_lesson(lesson):
    title = nbformat.read(NOTEBOOKS / lesson.name, 4).cells[0].source.splitlines()[0][2:]
    expect(lesson.page.locator(".jp-Notebook h1").first).to_contain_text(title)


def test_python_started_while_jupyterlab_did_and_only_once(lesson):
    visit = lesson.visit
    opened = visit.asked.index(visit.site.address(lesson.name))
    asked = [url.rpartition("/")[2] for url in visit.asked[opened:]]
    assert asked.index("kernel.json") < next(
        number for number, name in enumerate(asked) if name.startswith("jlab_core")
    )
    assert [worker.url.rpartition("/")[2] for worker in lesson.page.workers] == ["comlink.mjs"]


def sanitized(text):
    rules = configparser.RawConfigParser()
    rules.read(NOTEBOOKS.parent / "tests/nbval_sanitize.cfg")
    for name in rules.sections():
        text = re.sub(rules[name]["regex"], rules[name]["replace"], text)
    return text


def said(cell):
    """What a cell's outputs say: every text of every output, without pictures and widgets."""
    texts = {}
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            key = output["name"]
            texts[key] = texts.get(key, "") + "".join(output["text"])
        for kind, data in output.get("data", {}).items():
            if kind.startswith("text/"):
                texts[kind] = texts.get(kind, "") + "".join(data)
        if output["output_type"] == "error":
            texts["error"] = output["evalue"]
    return {kind: sanitized(text) for kind, text in texts.items()}


def test_every_cell_says_what_is_committed(lesson):
    committed = nbformat.read(NOTEBOOKS / lesson.name, 4).cells
    here = lesson.notebook()["cells"]
    assert len(here) == len(committed)
    compared = 0
    for cell, before in zip(here, committed, strict=True):
        if before.cell_type == "code":
            assert said(cell) == said(before), before.source
            compared += bool(said(before))
    assert compared > 10


def test_every_explorer_has_the_librarys_readout(shown, lesson, gallery):
    assert shown
    for number, explorer in enumerate(shown, start=1):
        agrees(explorer)
        name = f"site-{lesson.name.partition('.')[0].replace('/', '-')}-{number}.png"
        explorer.place.screenshot(path=gallery / name)


def agrees(explorer):
    explorer.shows(words=explorer.twin.view.status)


def test_every_slider_moves_by_its_keys(shown):
    for explorer in shown:
        for slider, twin in explorer.controls(Slider):
            slider.focus()
            for key in ("End", "Home", "ArrowRight"):
                slider.press(key)
            twin.value = twin.min + twin.step
            assert float(slider.input_value()) == pytest.approx(twin.value)
            agrees(explorer)


def test_the_notebooks_own_keys_stay_out_of_a_slider(shown, lesson):
    cells = lesson.page.locator(".jp-Cell")
    before = cells.count()
    slider, twin = shown[0].controls(Slider)[0]
    slider.focus()
    for key in ("a", "b", "d", "d", "Home"):  # two cells more and one less, were they not ours
        lesson.page.keyboard.press(key)
        lesson.page.wait_for_timeout(50)
    assert cells.count() == before
    twin.value = twin.min
    assert float(slider.input_value()) == pytest.approx(twin.min)
    agrees(shown[0])


def test_what_can_be_dragged_goes_with_the_mouse(shown, lesson):
    for explorer in shown:
        for handle in explorer.place.locator(".xent-handle").all()[:1]:
            before = explorer.seen()
            drag(lesson.page, handle, 60, -45)
            # At the end of its way it can only go back: far enough for a step of any slider.
            if explorer.settled() == before:
                drag(lesson.page, handle, -200, 45)
                assert explorer.settled() != before
            take_over(explorer)
            agrees(explorer)


def test_a_fast_hand_leaves_no_readout_behind(shown):
    for explorer in shown:
        for slider, twin in explorer.controls(Slider)[:1]:
            burst(slider)
            twin.value = float(slider.input_value())
            agrees(explorer)


def test_what_plays_goes_on_until_it_is_stopped_and_then_again(shown, lesson):
    for explorer in shown:
        for button in explorer.place.locator("button.widget-button").all():
            words = button.inner_text()
            if not words.startswith(PLAYS):
                continue
            for _ in range(2):
                before = explorer.status.inner_text()
                button.click()
                expect(explorer.status).not_to_have_text(before)
                explorer.place.get_by_role("button", name=re.compile("Stop|Pause")).first.click()
                lesson.page.wait_for_timeout(600)
            stopped = explorer.status.inner_text()
            lesson.page.wait_for_timeout(400)
            assert explorer.status.inner_text() == stopped


# The exercises ----------------------------------------------------------------------------------


CHECK = """
import re
from xent_lib import exercises
for exercise in exercises.ALL:
    names = {}
    code = re.search(r"```python\\n(.*?)```", exercise.solution()._repr_markdown_(), re.DOTALL)[1]
    exec(code, names)
    print(exercise.name, exercise.check(names[exercise.name]).outcome)
"""


@first
def test_every_solution_is_correct(lesson):
    lines = lesson.run(CHECK).splitlines()
    assert lines == [f"{exercise.name} correct" for exercise in exercises.ALL]


@first
def test_a_mistake_is_named_as_it_is_here(lesson):
    code = """
    from xent_lib import exercises
    print(exercises.surprise.check(lambda p: __import__("numpy").log(p)))
    """
    here = str(exercises.surprise.check(lambda p: __import__("numpy").log(p)))
    assert lesson.run(code).strip() == here.strip()
    assert "minus" in here.lower() or "sign" in here.lower()


@first
def test_an_endless_answer_ends_after_three_seconds(lesson):
    code = """
    import time
    from xent_lib import exercises
    def surprise(p):
        while True:
            pass
    start = time.monotonic()
    print(exercises.surprise.check(surprise).outcome, time.monotonic() - start)
    """
    outcome, _, seconds = lesson.run(code).strip().rpartition(" ")
    assert outcome == "raised"
    assert 2.5 < float(seconds) < 6


@first
def test_versions_are_those_of_the_release(lesson):
    code = """
    import sys, numpy, matplotlib
    print(sys.version_info[:2], numpy.__version__, matplotlib.__version__)
    """
    python, numpy, matplotlib = lesson.run(code).strip().rsplit(" ", 2)
    assert python == "(3, 12)"
    assert numpy.startswith("2.") and matplotlib.startswith("3.")


@first
def test_nothing_can_be_installed_and_the_page_says_so(lesson):
    assert "Nothing can be installed on this page" in lesson.run("%pip install numpy")


@first
def test_words_are_completed(lesson):
    ask = """async (code) => {
        const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
        const answer = await kernel.requestComplete({code, cursor_pos: code.length});
        return answer.content.matches;
    }"""
    lesson.run("import numpy as np")
    assert any("linspace" in match for match in lesson.page.evaluate(ask, "np.linsp"))


# A learner's page -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def without_python(browser, site):
    """Opens a lesson for a visitor of its own whose Python is on its way for ever."""
    visits = []

    def opened(lesson):
        visits.append(visit := Visit(browser, site, service_workers="block"))
        visit.context.route(re.compile("/pyodide.asm.wasm"), lambda route: None)
        return visit.open(lesson)

    yield opened
    for visit in visits:
        visit.close()


@pytest.fixture(scope="module")
def written(without_python):
    """A lesson in which a learner has written something, before Python is there."""
    page = without_python(LESSONS[0])
    page.cell = page.page.locator(".jp-CodeCell .cm-content").nth(1)
    page.cell.click()
    page.page.keyboard.press("Control+Home")
    page.page.keyboard.type("# mine\n")
    return page


def test_a_lesson_can_be_read_while_python_is_on_its_way(written, gallery):
    can_be_read(written, "en", "You can read on meanwhile", gallery)


def test_a_japanese_lesson_can_be_read_while_python_is_on_its_way(without_python, gallery):
    lesson = without_python("ja/level1_distance.ipynb")
    can_be_read(lesson, "ja", "その間に読み進められます", gallery)


def can_be_read(lesson, lang, said, gallery):
    expect(lesson.page.locator(".jp-OutputArea img").first).to_be_visible()
    expect(lesson.note).to_contain_text(said)
    expect(lesson.note).to_have_attribute("lang", lang)
    assert Axe().run(lesson.page, context="#lesson-note").response["violations"] == []
    lesson.page.screenshot(path=gallery / f"site-loading-{lang}.png")


def test_what_was_written_can_be_downloaded_and_run_elsewhere(written, tmp_path):
    with written.page.expect_download() as download:
        written.menu("File", "Download")
    assert download.value.suggested_filename == LESSONS[0]
    notebook = nbformat.read(download.value.path(), 4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code[1].source.startswith("# mine\n")
    notebook.cells = code[:2]
    done = NotebookClient(notebook, kernel_name="python3").execute()
    assert done.cells[1].outputs[0].data["text/markdown"]


def test_what_was_written_is_there_after_a_reload(written):
    saved = "() => !jupyterapp.shell.currentWidget.context.model.dirty"
    written.page.wait_for_function(saved, timeout=30_000)
    written.page.reload()
    written.wait_for_cells()
    expect(written.cell).to_contain_text("# mine")


def test_a_lesson_that_is_deleted_is_the_original_again(written):
    file = written.page.locator(".jp-DirListing-item", has_text=LESSONS[0])
    file.click()
    file.press("Delete")
    written.page.locator("dialog .jp-mod-accept").click()
    deleted = """async (path) => {
        const {content} = await jupyterapp.serviceManager.contents.get(path);
        return !JSON.stringify(content).includes('# mine');
    }"""
    written.page.wait_for_function(deleted, arg=LESSONS[0])
    expect(written.page.locator(".jp-Notebook")).to_have_count(0)  # JupyterLab closes it
    written.page.reload()
    written.wait_for_cells()
    expect(written.cell).not_to_contain_text("# mine")


@first
def test_a_lesson_that_has_run_goes_on_without_a_network(shown, lesson):
    lesson.visit.context.set_offline(True)
    try:
        slider, twin = shown[0].controls(Slider)[0]
        for key in ("Home", "ArrowRight"):
            slider.press(key)
        twin.value = twin.min + twin.step
        agrees(shown[0])
        assert lesson.run("print(6 * 7)") == "42\n"
    finally:
        lesson.visit.context.set_offline(False)


LATER = """(seconds) => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 1000 * seconds;
}"""


@first
def test_a_cell_that_never_ends_is_answered_with_what_to_do(lesson, gallery):
    cell = lesson.page.locator(".jp-CodeCell .cm-content").nth(1)
    cell.click()
    lesson.page.keyboard.press("Control+a")
    lesson.page.keyboard.type("while True: pass")
    lesson.page.keyboard.press("Control+Enter")
    expect(lesson.page.locator(".jp-CodeCell .jp-InputPrompt").nth(1)).to_have_text("[*]:")
    lesson.page.wait_for_timeout(2000)
    assert "Restart Kernel" not in lesson.note.inner_text()
    lesson.page.evaluate(LATER, 10)
    expect(lesson.note).to_contain_text("Restart Kernel", timeout=20_000)
    lesson.page.screenshot(path=gallery / "site-endless.png")
    lesson.menu("Kernel")
    lesson.page.locator(".lm-Menu-item", has_text="Restart Kernel…").first.click()
    lesson.page.locator("dialog .jp-mod-accept, .jp-Dialog .jp-mod-accept").first.click()
    lesson.wait_for_python()
    assert lesson.run("print(6 * 7)") == "42\n"
    expect(cell).to_have_text("while True: pass")
    assert [worker.url.rpartition("/")[2] for worker in lesson.page.workers] == ["comlink.mjs"]


def test_python_is_not_called_ready_before_a_cell_can_run(other, site):
    visit = other(service_workers="block")
    visit.context.route(re.compile("/jlab_core"), lambda route: None)  # never comes
    page = visit.context.new_page()
    page.add_init_script("""const Plain = self.Worker;
        self.Worker = class extends Plain {
            constructor(...how) {
                super(...how);
                this.onmessage = ({data}) => { self.done ||= data?.lesson?.ready; };
            }
        };""")
    page.goto(site.address(LESSONS[0]), wait_until="commit")
    page.wait_for_function("() => self.done", timeout=60_000)
    expect(page.locator("#lesson-note p")).to_have_text(re.compile("^Python is starting"))


def test_a_start_that_fails_is_told_on_the_page(other, site, gallery):
    visit = other(service_workers="block")
    visit.context.route(re.compile("/numpy-.*whl"), lambda route: route.fulfill(status=404))
    visit.context.route(re.compile("/jlab_core"), lambda route: None)  # never comes
    page = visit.context.new_page()
    page.goto(site.address(LESSONS[0]), wait_until="commit")
    note = page.locator("#lesson-note")
    expect(note).to_contain_text("Python did not start: numpy", timeout=40_000)
    expect(note).to_contain_text("reload the page")
    page.screenshot(path=gallery / "site-failed.png")


def test_a_start_that_fails_before_the_page_is_there_is_told_when_it_is(other, site):
    visit, held = other(service_workers="block"), []
    late = '<script src="../late.js"></script><body'

    def with_a_late_part(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<body", late, 1))

    visit.context.route(re.compile("/lab/index.html"), with_a_late_part)
    visit.context.route(re.compile("/late.js"), lambda route: held.append(route))
    visit.context.route(re.compile("/kernel.json"), lambda route: route.fulfill(status=404))
    page = visit.context.new_page()
    with page.expect_response(re.compile("/kernel.json")):
        page.goto(site.address(LESSONS[0]), wait_until="commit")
    page.wait_for_timeout(1000)
    assert page.locator("#lesson-note").count() == 0
    held[0].fulfill(body="")
    expect(page.locator("#lesson-note")).to_contain_text("Python did not start: kernel.json")


def test_a_start_that_is_silent_for_a_minute_is_told_on_the_page(other, site):
    visit = other(service_workers="block")
    visit.context.route(re.compile("/jlab_core"), lambda route: route.fulfill(status=404))
    visit.context.route(re.compile("/comlink.mjs"), lambda route: None)  # never comes
    page = visit.context.new_page()
    page.clock.install()
    page.goto(site.address(LESSONS[0]))
    note = page.locator("#lesson-note")
    page.clock.fast_forward(50_000)
    expect(note).to_have_text(re.compile("^JupyterLab is opening the lesson"))
    page.clock.fast_forward(11_000)
    expect(note).to_contain_text("nothing has been heard of it for 60 seconds")
    expect(note).to_contain_text("reload the page")


@pytest.mark.parametrize("lacking", ["WebAssembly", "DecompressionStream"])
def test_a_browser_that_cannot_is_told_so_on_both_pages(other, site, lacking, gallery):
    visit = other(service_workers="block")
    visit.context.add_init_script(f"delete self.{lacking}")
    page = visit.context.new_page()
    page.goto(site.address(LESSONS[0]))
    expect(page.locator("#lesson-note")).to_contain_text("This browser cannot run the lesson")
    page.screenshot(path=gallery / f"site-without-{lacking}.png")
    page.locator("#lesson-note a").click()
    expect(page.locator("#old.warning")).to_be_in_viewport()
    expect(page.locator("#ahead")).to_be_empty()


def test_a_lesson_says_what_it_is_without_javascript(other, site):
    page = other(java_script_enabled=False).context.new_page()
    page.goto(site.address(LESSONS[0]))
    # Playwright finds no text in the element itself, but in what it holds.
    expect(page.locator("noscript p")).to_contain_text("JavaScript is off")
    expect(page.locator("noscript p")).to_be_visible()


# The first page ---------------------------------------------------------------------------------


FIRST_PAGES = {  # and the first words of what each says when all is fetched
    "": ("en", "All of it is in your browser now."),
    "index.ja.html": ("ja", "すべてこのブラウザに入りました。"),
}


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_the_first_page_leads_to_every_lesson_without_javascript(name, other, site, gallery):
    visit = other(java_script_enabled=False)
    page = visit.context.new_page()
    page.goto(f"{site.url}/{name}")
    links = [link.get_attribute("href") for link in page.locator("a.start").all()]
    assert sorted(link.partition("path=")[2] for link in links) == site.lessons == sorted(LESSONS)
    for picture in page.locator("img").all():
        assert picture.evaluate("(img) => img.complete && img.naturalWidth > 100")
    expect(page.locator("noscript")).to_be_visible()
    assert page.locator("a.start").first.get_attribute("lang") == FIRST_PAGES[name][0]
    page.screenshot(path=gallery / f"site-first-{FIRST_PAGES[name][0]}.png", full_page=True)
    assert visit.elsewhere == []


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_the_first_page_is_accessible_and_fetches_ahead(name, other, site, gallery):
    lang, fetched = FIRST_PAGES[name]
    visit = other()
    page = visit.context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(f"{site.url}/{name}")
    assert page.locator("html").get_attribute("lang") == lang
    assert Axe().run(page).response["violations"] == []
    expect(page.locator("#ahead")).to_have_text(fetched, timeout=30_000)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=gallery / f"site-first-phone-{lang}.png", full_page=True)
    assert errors == [] and visit.elsewhere == []
