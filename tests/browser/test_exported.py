"""Each lesson as `jupyter nbconvert --to html` exports it, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import NOTEBOOKS, WINDOW
from nbconvert import HTMLExporter

pytestmark = pytest.mark.browser
LESSONS = sorted(path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb"))
# What nbconvert's own template colours: the prompts, the code, and links without a line.
NOT_OURS = {"exclude": [[".jp-InputPrompt"], [".jp-OutputPrompt"], [".highlight"]]}
RULES = {"link-in-text-block": {"enabled": False}}


@pytest.mark.parametrize("lesson", LESSONS)
def test_axe_finds_nothing_to_object_to_in_a_lesson_that_was_exported(lesson, browser, tmp_path):
    exported = tmp_path / "lesson.html"
    exported.write_text(HTMLExporter().from_filename(NOTEBOOKS / lesson)[0], "utf-8")
    page = browser.new_page(viewport=WINDOW)
    page.goto(exported.as_uri())
    assert page.locator("img[alt]").count()
    results = Axe().run(page, context=NOT_OURS, options={"rules": RULES})
    page.close()
    found = {v["id"]: [node["html"] for node in v["nodes"]] for v in results.response["violations"]}
    assert found == {}
