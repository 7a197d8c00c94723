"""What goes into the browser's Python, file by file, and nothing that no lesson needs."""

import io
import zipfile
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# From the release: these, and what they depend on.
RELEASE = ("numpy", "matplotlib", "pillow", "ipython", "traitlets", "packaging")
LEFT_OUT = {
    "fonttools",  # for PDF files, which a page cannot save
    "matplotlib-pyodide",  # draws into pages without a notebook
    "pytz",  # pandas' need, not Matplotlib's
}
# From this environment: pure Python, as it is installed. Those that the page's kernel is made of
# come with its extension.
INSTALLED = ("ipywidgets", "anywidget", "psygnal", "comm", "typing_extensions")
KERNEL = ("pyodide_kernel", "ipykernel")

# No lesson and no learner asks for these.
NEEDLESS = (
    "matplotlib/fontlist.json",  # of fonts on the machine that made the wheel; ours comes instead
    *("*.pyi", "*.h", "*.pxd", "*.c", "*.a", "*/tests/*", "*/sphinxext/*"),
    *("numpy/f2py/*", "numpy/distutils/*", "numpy/_pyinstaller/*"),
    *("matplotlib/testing/*", "matplotlib/mpl-data/sample_data/*", "matplotlib/mpl-data/images/*"),
    *("matplotlib/mpl-data/fonts/afm/*", "matplotlib/mpl-data/fonts/pdfcorefonts/*"),
    *("*/ttf/DejaVuSerif-*", "*/ttf/DejaVuSansMono-*", "*/ttf/DejaVuSans-BoldOblique.ttf"),
    *("matplotlib/backends/web_backend/*", "matplotlib/backends/qt_editor/*"),
    *(f"matplotlib/backends/*{kit}*" for kit in ("gtk", "_qt", "_tk", "tkagg", "wx", "macosx")),
    *(f"matplotlib/backends/*{kind}*" for kind in ("pdf", "_ps", "pgf", "cairo", "nbagg", "web")),
    *("ipywidgets/widgets/trait_types_tests/*", "*/labextension/*", "*/nbextension/*"),
)
# Of three hundred languages that Pygments colours, those that IPython names.
PYGMENTS = ("__init__", "_mapping", "python", "shell", "html", "javascript", "ruby", "perl")
PYGMENTS += ("markup", "css", "jvm", "special", "_css_builtins", "_unicode", "_asy_builtins")
# What an installation writes about itself, and what no longer holds of changed wheels.
OF_THE_MACHINE = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"}


def unpacked(data):
    """{name: bytes} of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}


def stored(files):
    """{name: bytes} as a zip file, not yet compressed: that is left to the browser's Python."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def wanted(files):
    """Of {name: bytes}, what a lesson can come to need."""
    return {name: data for name, data in files.items() if not needless(name)}


def needless(name):
    """Whether no lesson can come to need a file of a wheel."""
    folder, _, file = name.rpartition("/")
    if folder == "pygments/lexers":
        return file.removesuffix(".py") not in PYGMENTS
    return file in OF_THE_MACHINE or any(fnmatch(name, pattern) for pattern in NEEDLESS)


def installed(name):
    """File name and {name: bytes} of an installed distribution, as a wheel for any machine.

    Its compiled modules are for this one; the sources that they were compiled from lie beside them.
    """
    found = distribution(name)
    files = {}
    for path in found.files:
        if not path.parts[0] == ".." and path.suffix not in (".so", ".pyd", ".pyc", ".pth"):
            files[path.as_posix()] = path.locate().read_bytes()
    return f"{name}-{found.version}-py3-none-any.whl", files


def ours():
    """File name and {name: bytes} of the library as it stands in this repository."""
    found = distribution("xent-lib")
    about = f"xent_lib-{found.version}.dist-info"
    files = {
        f"{about}/METADATA": found.read_text("METADATA").encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    for path in (ROOT / "xent_lib").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            files[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    return f"xent_lib-{found.version}-py3-none-any.whl", files
