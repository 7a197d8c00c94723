"""Every word that a learner reads comes through ``_()``, to come in another language one day."""

import gettext
from pathlib import Path

_ = gettext.translation("xent_lib", Path(__file__).parent / "locale", fallback=True).gettext
