"""The old name of `training`, for lessons that have not moved yet."""

from xent_lib.training import COINS as COINS
