"""Claims of level 3: a biased die."""
