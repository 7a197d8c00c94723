"""Cross-entropy you can take in your hand: losses, pictures and exercises for three notebooks."""

__version__ = "0.2.0.dev0"
