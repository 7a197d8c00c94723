"""Cross-entropy you can take in your hand: losses, pictures and exercises for three notebooks."""
