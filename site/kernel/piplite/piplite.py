"""The installer's two names that the kernel sets, and its one function, which says no."""

_PIPLITE_URLS = []
_PIPLITE_DISABLE_PYPI = True
SENTENCE = (
    "Nothing can be installed on this page, which asks no other computer for anything. "
    "On a machine of your own you can: download the notebook (File, Download)."
)


async def install(*_requirements, **_options):
    """Say that there is nothing to install from."""
    print(SENTENCE)
