"""The widgets, one module each: a state, its picture, its explorer."""
