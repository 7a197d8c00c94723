"""The machinery behind the exercises: it runs an answer, compares it and says what was mixed up.

An exercise (a module of the folder above) brings words, inputs, the truth and named mistakes.

======================= ==========================================================
`exercise`              words, hints, solution: what every exercise has
`function_exercise`     an answer that is a function, recognised by what it computes
`value_exercise`        an answer that is a value; `choosing`: one letter of a list
`probes`                the inputs
`running`, `deadline`   one call, whatever it does, and never longer than it may
`comparing`             when two answers count as the same
`recognising`           which of the named mistakes explains the answers
`reporting`, `wording`  what the learner reads; `feedback`: how it is shown
======================= ==========================================================
"""
