"""What the READMEs promise is there, and their commands are the ones that CI runs."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from repository import current, pages

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text(encoding="utf-8")
PYTHON = ".venv/bin/python"


def commands(readme, *languages):
    """The blocks of commands: for a shell, then for PowerShell."""
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    return [
        text.strip()
        for wanted in languages or ("sh", "powershell")
        for language, text in blocks
        if language == wanted
    ]


def links(readme):
    """Where its links and pictures lead."""
    return re.findall(r"\]\(([^)]+)\)", readme) + re.findall(r'src="([^"]+)"', readme)


SHELL, POWERSHELL = commands(README, "sh"), commands(README, "powershell")
LINKS = links(README)
# Every word in code marks that holds a slash or ends as a file does, and is no command.
QUOTED = [
    word
    for word in re.findall(r"`([^`\s]+)`", README)
    if "/" in word and word != "OWNER/REPO" or re.search(r"\.(py|txt|md|toml|ipynb)$", word)
]
IN_COMMANDS = re.findall(
    r"(?:notebooks|tests|tools)[/\\]\S+\.(?:py|ipynb)", "\n".join(SHELL + POWERSHELL)
)


def test_the_readme_fits_on_eighty_lines():
    assert len(README.splitlines()) <= 80


@pytest.mark.parametrize("path", sorted({link for link in LINKS if "://" not in link}))
def test_every_link_leads_to_a_file(path):
    assert (ROOT / path).is_file()


def test_the_editions_link_to_each_other():
    assert "](README.ja.md)" in README and "](README.md)" in JAPANESE


@pytest.mark.parametrize("path", sorted({p for p in links(JAPANESE) if "://" not in p}))
def test_every_link_of_the_japanese_edition_leads_to_a_file(path):
    assert (ROOT / path).is_file()


def test_the_japanese_edition_has_the_same_commands_for_its_own_notebooks():
    own, japanese = commands(README), commands(JAPANESE)
    moved = [re.sub(r"(notebooks)([/\\])(level)", r"\1\2ja\2\3", command) for command in own]
    assert [japanese[:2], japanese[3:]] == [moved[:2], moved[3:]]
    assert japanese[2].splitlines() == [
        moved[2].splitlines()[0],
        f"{PYTHON} tools/editions.py check ja",
    ]


@pytest.mark.parametrize("path", sorted({path.replace("\\", "/") for path in QUOTED + IN_COMMANDS}))
def test_every_path_that_is_named_exists(path):
    assert (ROOT / path).exists()


def test_paths_and_links_were_found_to_check():
    assert "notebooks/level1_distance.ipynb" in LINKS and "LICENSE" in LINKS
    assert "xent_lib/losses.py" in QUOTED
    assert "tools/refresh_outputs.py" in IN_COMMANDS


@pytest.mark.parametrize("link", [link for link in LINKS if "://" in link])
def test_every_address_on_the_web_is_https(link):
    assert urlsplit(link).scheme == "https" and urlsplit(link).netloc


@pytest.mark.parametrize("readme", [README, JAPANESE])
def test_the_moving_picture_moves_is_small_and_has_words_and_a_still(readme):
    tag = (
        r'<picture><source media="\(prefers-reduced-motion: reduce\)" srcset="([^"]+)">'
        r'<img src="([^"]+)" alt="([^"]+)"></picture>'
    )
    [(still, moving, alt)] = re.findall(tag, readme)
    assert len(alt) > 60
    assert (ROOT / moving).stat().st_size < 2_000_000
    with Image.open(ROOT / still) as first, Image.open(ROOT / moving) as picture:
        assert picture.n_frames > 30
        begin = np.asarray(picture.convert("RGB"))
        assert np.array_equal(begin, first.convert("RGB"))
        picture.seek(picture.n_frames // 2)
        share = (np.asarray(picture.convert("RGB")) != begin).any(axis=-1).mean()
        assert 0.01 < share < 0.5  # a marker, a coin and some numbers, not another page


def test_the_article_is_credited():
    assert "https://tips-memo.com/cross-entropy" in LINKS


def test_the_binder_link_opens_level_1_in_jupyterlab():
    (link,) = (link for link in LINKS if urlsplit(link).path.startswith("/v2/gh/"))
    (opened,) = parse_qs(urlsplit(link).query)["urlpath"]
    assert opened.removeprefix("lab/tree/") == "notebooks/level1_distance.ipynb"


def test_the_first_button_opens_level_1_on_the_static_site():
    first = next(link for link in LINKS if "://" in link)
    address, _, query = first.partition("?")
    assert address == pages(current()) + "lab/index.html"
    assert (ROOT / "notebooks" / parse_qs(query)["path"][0]).is_file()


def test_each_command_makes_its_own_environment_and_says_which_requirements():
    start, test = (command.split(" && ") for command in SHELL[:2])
    assert start == [
        "python3 -m venv .venv",
        ".venv/bin/pip install -r requirements.txt",
        ".venv/bin/jupyter lab notebooks/level1_distance.ipynb",
    ]
    assert test == [
        "python3 -m venv .venv",
        '.venv/bin/pip install -r requirements.txt -e ".[test]"',
        ".venv/bin/pytest -n auto",
    ]


@pytest.mark.parametrize("number", [0, 1])
def test_the_windows_form_says_the_same_in_separate_lines(number):
    # PowerShell 5 has no &&.
    command = SHELL[number].replace("python3 -m", "py -m").replace("/bin/", "/Scripts/")
    assert POWERSHELL[number].replace("\\", "/").splitlines() == command.split(" && ")


def test_ci_runs_the_test_command_of_the_readme_and_ruff_between_its_parts():
    script = (ROOT / ".ci/run").read_text()
    pattern = re.search(r"grep -m 1 '([^']+)' README\.md", script)[1]
    assert [line for line in README.splitlines() if re.search(pattern, line)] == [SHELL[1]]
    assert script.splitlines()[-4:] == [
        'bash -euo pipefail -c "${command% && *}"',
        ".venv/bin/ruff check .",
        ".venv/bin/ruff format --check .",
        'bash -euo pipefail -c "${command##* && }"',
    ]


def test_the_workflow_covers_the_pythons_the_systems_and_the_lowest_versions():
    workflow = (ROOT / ".github/workflows/test.yml").read_text()
    assert "- run: .ci/run" in workflow and 'python: ["3.11", "3.14"]' in workflow
    assert "os: [windows-latest, macos-latest]" in workflow
    assert "--resolution lowest-direct" in workflow


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script needs a shell")
def test_the_ci_script_is_executable_and_parses():
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=True)
