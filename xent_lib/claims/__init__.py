"""What is bet on: one function a claim, one module a level; each computes whether it is true.

A notebook calls a claim by its name and holds neither its truth nor its reason, so that nobody who
opens the notebook's source reads the answer before betting.
"""

from xent_lib.claims import level1, level2, level3
from xent_lib.claims.claim import CLAIMS, Claim, claim, named

__all__ = ["CLAIMS", "Claim", "claim", "level1", "level2", "level3", "named"]
