"""Every word that a learner reads comes through ``_()``, so that it can come in another language."""

import gettext
from pathlib import Path

_ = gettext.translation("xent_lib", Path(__file__).parent / "locale", fallback=True).gettext
