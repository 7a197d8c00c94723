"""Answers as learners write them: bodies of functions, under the first line of the starter."""
# ruff: noqa: E501 (an answer stands on one line where it can)

import math
import textwrap

import numpy as np

SIGNATURES = {
    "surprise": "q",
    "kl": "a, b",
    "break_the_triangle": "",
    "negative_log_likelihood": "tosses, q",
    "binary_cross_entropy": "label, output",
    "gradient": "label, logit",
    "which_is_swapped": "boxes",
    "one_hot": "classes, K",
    "mass_on_one_hot": "p",
    "cross_entropy_from_logits": "label, logit",
    "categorical_cross_entropy": "label, output",
    "categorical_likelihood": "label, output",
}


def function(name, body, filename="<answer>"):
    """What a cell with this body defines; a lesson's first cell has imported NumPy."""
    body = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    names = {"np": np, "math": math}
    exec(compile(f"def {name}({SIGNATURES[name]}):\n{body}\n", filename, "exec"), names)
    return names[name]


RIGHT = {
    "surprise": [
        "return -math.log(q)",
        "return -np.log(q)",
        "return math.log(1) - math.log(q)",
        "return np.log(1 / q)",
        "return -math.log10(q) / math.log10(math.e)",
        "return -math.log(q, math.e)",
        "return math.log1p(1 / q - 1)",
        "return -1 * np.log(q)",
        "return np.negative(np.log(q))",
        "return abs(math.log(q))",
        "return -np.log(np.maximum(q, 1e-9))",
        "return -np.log(q + 1e-9)",
        "return -math.log(q + 1e-10)",
        "return -np.log(max(q, 1e-15))",
        "return float(-np.log(np.asarray(q, dtype=float)))",
        "return -np.log(np.array([q]))",
        "return -np.log([q])[0]",
        "if q > 0:\n    return -math.log(q)",
        "if q == 0:\n    return np.inf\nreturn -math.log(q)",
        "if q == 1:\n    return 0\nreturn -math.log(q)",
        "try:\n    return -math.log(q)\nexcept ValueError:\n    return float('inf')",
        "x = np.log2(q)\nreturn -x * np.log(2)",
        "from math import log\nreturn -log(q)",
        "return np.logaddexp(0, np.log(1 / q - 1)) if 0 < q < 1 else -np.log(q)",
        "return -sum([math.log(q)])",
        "from fractions import Fraction\nreturn -math.log(Fraction(q))",
        "return -np.emath.log(q)",
        "assert q > 0\nreturn -math.log(q)",
    ],
    "kl": [
        "return sum(p * math.log(p / q) for p, q in ((a, b), (1 - a, 1 - b)) if p > 0)",
        """
        t = np.array([a, 1 - a])
        g = np.array([b, 1 - b])
        m = t > 0
        return np.sum(t[m] * np.log(t[m] / g[m]))
        """,
        """
        if a == 0:
            return -np.log(1 - b)
        if a == 1:
            return -np.log(b)
        return a * np.log(a / b) + (1 - a) * np.log((1 - a) / (1 - b))
        """,
        """
        def term(p, q):
            return 0 if p == 0 else p * math.log(p / q)
        return term(a, b) + term(1 - a, 1 - b)
        """,
        """
        H = lambda p, q: -sum(x * math.log(y) for x, y in ((p, q), (1 - p, 1 - q)) if x)
        return H(a, b) - H(a, a)
        """,
        """
        t, g = np.array([a, 1 - a], float), np.array([b, 1 - b], float)
        return np.sum(np.where(t > 0, t * np.log(np.where(t > 0, t, 1) / g), 0))
        """,
        """
        t, g = np.array([a, 1 - a]), np.array([b, 1 - b])
        with np.errstate(all='ignore'):
            return np.nansum(t * np.log(t / g))
        """,
        """
        e = 1e-12
        return a * np.log((a + e) / (b + e)) + (1 - a) * np.log((1 - a + e) / (1 - b + e))
        """,
        """
        e = 1e-9
        return a * np.log((a + e) / (b + e)) + (1 - a) * np.log((1 - a + e) / (1 - b + e))
        """,
        """
        a = min(max(a, 1e-12), 1 - 1e-12)
        return a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b))
        """,
        """
        total = 0
        for p, q in [(a, b), (1 - a, 1 - b)]:
            if p == 0:
                continue
            total += p * (math.log(p) - math.log(q))
        return total
        """,
        """
        from math import log
        heads = a * log(a / b) if a > 0 else 0
        tails = (1 - a) * log((1 - a) / (1 - b)) if a < 1 else 0
        return heads + tails
        """,
        """
        first = 0.0
        if a > 0:
            first = a * (np.log(a) - np.log(b))
        second = 0.0
        if a < 1:
            second = (1 - a) * (np.log1p(-a) - np.log1p(-b))
        return first + second
        """,
        """
        if a in (0, 1):
            return -math.log(b if a else 1 - b)
        return a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b))
        """,
        "return float(np.dot(p := np.array([a, 1 - a]), np.log(np.maximum(p, 1e-300))\n"
        "             - np.log(np.array([b, 1 - b]))))",
    ],
    "break_the_triangle": [
        "return 1, 0.5, 0.01",
        "return 0.0, 0.5, 0.999",
        "return np.array([1, 0.4, 1e-4])",
        "a, b, c = 1.0, 0.3, 0.001\nreturn [a, b, c]",
        "for c in np.linspace(0.5, 0.001, 50):\n"
        "    if -math.log(c) > math.log(2) - 0.5 * math.log(c) - 0.5 * math.log(1 - c):\n"
        "        return 1, 0.5, c",
        "print('trying')\nreturn 1, 0.5, 0.01",
    ],
    "negative_log_likelihood": [
        "f = [q if t == 1 else 1 - q for t in tosses]\nreturn -np.sum(np.log(f))",
        "f = [q if t == 1 else 1 - q for t in tosses]\nreturn -sum(map(math.log, f))",
        "h, t = tosses.count(1), tosses.count(0)\nreturn -h * math.log(q) - t * math.log(1 - q)",
        "y = np.array(tosses)\nreturn -np.sum(y * np.log(q) + (1 - y) * np.log(1 - q))",
        "return -np.log(np.where(tosses == 1, q, 1 - q)).sum()",
        "return -np.log(np.where(np.array(tosses) == 1, q, 1 - q)).sum()",
        "return -(tosses * np.log(q) + (1 - tosses) * np.log(1 - q)).sum()",
        "if not tosses:\n    return 0\n"
        "h = sum(tosses)\nreturn -(h * math.log(q) + (len(tosses) - h) * math.log(1 - q))",
        "total = 0\nfor t in [] + tosses:\n    total -= math.log(q if t else 1 - q)\nreturn total",
        "total = 0\nfor t in tosses:\n    if t == 1:\n        total += np.log(q)\n"
        "    elif t == 0:\n        total += np.log(1 - q)\nreturn -total",
        "return -math.log(math.prod(q if t else 1 - q for t in tosses))",
        "h = np.count_nonzero(tosses)\nn = len(tosses)\n"
        "return -h * np.log(q) - (n - h) * np.log(1 - q) if h < n else -h * np.log(q)",
        "h = sum(tosses) / len(tosses)\n"
        "return -len(tosses) * (h * np.log(q) + (1 - h) * np.log(1 - q))",
        "return -np.log([1 - q, q])[np.array(tosses)].sum()",
        "p = [1 - q, q]\nreturn -sum(np.log(p[t]) for t in tosses)",
        "f = np.array([q if t == 1 else 1 - q for t in tosses])\nreturn -np.sum(np.log(f + 1e-9))",
        "f = np.array([q if t == 1 else 1 - q for t in tosses])\n"
        "return -np.sum(np.log(np.clip(f, 1e-9, 1 - 1e-9)))",
        "f = [q if t == 1 else 1 - q for t in tosses]\nl = 0\n"
        "while f:\n    l -= math.log(f.pop())\nreturn l",
        "import functools\nreturn functools.reduce(lambda s, t: s - math.log(q if t else 1 - q),\n"
        "                        tosses, 0)",
        "from collections import Counter\nc = Counter(tosses)\n"
        "return -c[1] * math.log(q) - c[0] * math.log(1 - q)",
        "return -np.sum(np.log(np.abs(1 - np.array(tosses) - q)))",
    ],
    "binary_cross_entropy": [
        "return -np.mean(label * np.log(output) + (1 - label) * np.log(1 - output))",
        "return np.mean(-label * np.log(output) - (1 - label) * np.log(1 - output))",
        "return -(label * np.log(output) + (1 - label) * np.log(1 - output)).mean()",
        "return -np.sum(label * np.log(output) + (1 - label) * np.log(1 - output)) / len(label)",
        "return np.mean(label * np.log(1 / output) + (1 - label) * np.log(1 / (1 - output)))",
        "e = 1e-12\nreturn -np.mean(label * np.log(output + e) + (1 - label)\n"
        "                * np.log(1 - output + e))",
        "e = 1e-9\nreturn -np.mean(label * np.log(output + e) + (1 - label)\n"
        "                * np.log(1 - output + e))",
        "p = np.clip(output, 1e-9, 1 - 1e-9)\n"
        "return -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))",
        "p = np.clip(output, 1e-15, 1 - 1e-15)\n"
        "return -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))",
        "return -np.mean([y * np.log(p) + (1 - y) * np.log(1 - p) for y, p in zip(label, output)])",
        "t = 0\nfor y, p in zip(label, output):\n"
        "    t += -y * math.log(p) if y == 1 else -y * math.log(p) - (1 - y) * math.log(1 - p)\n"
        "return t / len(label)",
        "t = 0\nfor n in range(len(label)):\n"
        "    t -= label[n] * np.log(output[n]) + (1 - label[n]) * np.log(1 - output[n])\n"
        "return t / len(output)",
        "def one(y, p):\n    s = 0\n    if y > 0:\n        s -= y * math.log(p)\n"
        "    if y < 1:\n        s -= (1 - y) * math.log(1 - p)\n    return s\n"
        "return sum(map(one, label, output)) / len(label)",
        "y, p = np.asarray(label), np.asarray(output)\n"
        "h = np.where(y > 0, y * np.log(np.where(y > 0, p, 1)), 0)\n"
        "t = np.where(y < 1, (1 - y) * np.log(np.where(y < 1, 1 - p, 1)), 0)\nreturn -(h + t).mean()",
        "return -(label @ np.log(output) + (1 - label) @ np.log(1 - output)) / label.size",
        "return -np.average(np.stack([np.log(output), np.log1p(-output)]), axis=0,\n"
        "                  weights=np.stack([label, 1 - label])).sum() / len(label)",
        "z = np.log(output) - np.log(1 - output)\nreturn np.mean(np.logaddexp(0, z) - label * z)",
        "n = label.shape[0]\nc = 0.0\ni = 0\nwhile i < n:\n"
        "    c += label[i] * np.log(output[i]) + (1 - label[i]) * np.log(1 - output[i])\n    i += 1\n"
        "return -c / n",
        "return -np.einsum('i,i->', label, np.log(output)) / len(label) - np.dot(1 - label,\n"
        "    np.log(1 - output)) / len(label)",
        "return sum(-y * math.log(p) - (1 - y) * math.log(1 - p) for y, p\n"
        "           in zip(label.tolist(), output.tolist())) / len(label)",
        "import statistics\nreturn statistics.fmean(-(y * np.log(p) + (1 - y) * np.log(1 - p))\n"
        "                        for y, p in zip(label, output))",
        "if len(label) == 0:\n    return 0\nreturn (-label[0] * np.log(output[0])\n"
        "    - (1 - label[0]) * np.log(1 - output[0])\n"
        "    + (len(label) - 1) * binary_cross_entropy(label[1:], output[1:])) / len(label)",
    ],
    "gradient": [
        "p = 1 / (1 + np.exp(-logit))\nreturn (p - label) / len(label)",
        "return (1 / (1 + np.exp(-logit)) - label) / label.size",
        "p = np.exp(logit) / (1 + np.exp(logit))\nreturn (p - label) / len(p)",
        "p = 0.5 * (1 + np.tanh(logit / 2))\nreturn (p - label) / len(p)",
        "N = len(label)\nreturn [(1 / (1 + np.exp(-z)) - y) / N for y, z in zip(label, logit)]",
        "def s(z):\n    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))\n"
        "return [(s(z) - y) / len(label) for y, z in zip(label, logit)]",
        "g = np.zeros(len(label))\nfor n in range(len(label)):\n"
        "    g[n] = 1 / (1 + np.exp(-logit[n])) - label[n]\nreturn g / len(label)",
        "s = 1 / (1 + np.exp(-logit))\nreturn -label * (1 - s) / len(s) + (1 - label) * s / len(s)",
        "p = 1 / (1 + np.exp(-logit))\n"
        "g = -label / p + (1 - label) / (1 - p)\nreturn g * p * (1 - p) / len(p)",
        "p = 1 / (1 + math.e ** (-logit))\nreturn np.subtract(p, label) / np.size(label)",
        "g = []\nfor i, z in enumerate(logit):\n    p = 1 / (1 + np.exp(-z))\n"
        "    g.append((p - label[i]) / len(logit))\nreturn np.array(g)",
        "return tuple((1 / (1 + np.exp(-z)) - y) / len(logit) for y, z in zip(label, logit))",
        "return np.vectorize(lambda y, z: 1 / (1 + np.exp(-z)) - y)(label, logit) / len(label)",
        "p = 1 / (1 + np.exp(-np.clip(logit, -500, 500)))\nreturn (p - label) / len(label)",
        "h = 1e-5\ndef loss(z):\n    return np.logaddexp(0, z) - label * z\n"
        "return (loss(logit + h) - loss(logit - h)) / (2 * h) / len(label)",
        "from functools import partial\n"
        "return list(map(lambda y, z: (1 / (1 + np.exp(-z)) - y) / len(label), label, logit))",
    ],
    "which_is_swapped": [
        "return max(range(4), key=lambda n: boxes[n]([1], [0.5]))",
        "return int(np.argmax([b([1], [0.5]) for b in boxes]))",
        "for n, b in enumerate(boxes):\n    if b([1], [0.5]) > 5:\n        return n",
        "for n, b in enumerate(boxes):\n    if np.isclose(b([0.8], [1]), -math.log(0.8)):\n"
        "        return n",
        "right = -math.log(0.8)\nback = [abs(b([0.8], [1]) - right) for b in boxes]\n"
        "return back.index(min(back))",
        "c = [b(np.array([1]), np.array([0.9])) for b in boxes]\nreturn c.index(max(c))",
        "return [n for n in range(4) if boxes[n](1, 0.99) > 0.1][0]",
        "return boxes[np.argmax([b([1, 0], [0.5, 0.5]) for b in boxes])]",
        "for n in range(4):\n    d = boxes[n]([1], [0.5]) / boxes[n]([1], [0.75])\n"
        "    if abs(d - 2) < 1e-6:\n        return n",
        "s = [b([0.3], [0.3]) - b([0.3], [0.9]) for b in boxes]\n"
        "c = [b([1.0], [0.0001]) for b in boxes]\nreturn [round(x, 1) for x in c].index(16.1)",
    ],
    "one_hot": [
        "return np.eye(K)[classes]",
        "return np.identity(K)[np.array(classes)]",
        "out = np.zeros((len(classes), K))\nout[np.arange(len(classes)), classes] = 1\nreturn out",
        "out = np.zeros((len(classes), K))\nfor n, c in enumerate(classes):\n    out[n, c] = 1\n"
        "return out",
        "return [[1 if k == c else 0 for k in range(K)] for c in classes]",
        "return [[int(k == c) for k in range(K)] for c in classes]",
        "return (np.arange(K) == np.array(classes)[:, None]).astype(int)",
        "rows = []\nfor c in classes:\n    r = [0] * K\n    r[c] = 1\n    rows.append(r)\nreturn rows",
        "rows = []\nfor c in classes:\n    rows.append([0] * c + [1] + [0] * (K - c - 1))\nreturn rows",
        "out = np.zeros(len(classes) * K)\nout[np.arange(len(classes)) * K + classes] = 1\n"
        "return out.reshape(len(classes), K)",
        "return np.equal.outer(classes, np.arange(K)) * 1.0",
        "return np.take(np.eye(K), classes, axis=0)",
        "out = np.zeros((K, len(classes)))\nout[classes, range(len(classes))] = 1\nreturn out.T",
        "out = np.zeros((len(classes), K))\nnp.put_along_axis(out, np.array(classes)[:, None], 1, 1)\n"
        "return out",
        "return np.vstack([np.where(np.arange(K) == c, 1, 0) for c in classes])",
        "return list(map(lambda c: np.bincount([c], minlength=K), classes))",
        "m = np.diag(np.ones(K))\nreturn np.array([m[c] for c in classes])",
        "return np.kron(np.ones((len(classes), 1)), np.arange(K)) == np.reshape(classes, (-1, 1))",
    ],
    "mass_on_one_hot": [
        "total = 0\nfor j in range(len(p)):\n    total += p[j] * np.prod(1 - np.delete(p, j))\n"
        "return total",
        "t = 0\nfor j in range(len(p)):\n    w = p[j]\n    for k in range(len(p)):\n"
        "        if k != j:\n            w *= 1 - p[k]\n    t += w\nreturn t",
        "return np.prod(1 - p) * np.sum(p / (1 - p))",
        "return sum(p[j] * math.prod(1 - q for k, q in enumerate(p) if k != j)\n"
        "           for j in range(len(p)))",
        "none, one = 1, 0\nfor q in p:\n    one = one * (1 - q) + none * q\n    none *= 1 - q\nreturn one",
        "q = 1 - np.asarray(p)\nreturn sum(a * np.prod(np.r_[q[:j], q[j + 1:]])\n"
        "           for j, a in enumerate(p))",
        "from itertools import product\nreturn sum(\n"
        "    np.prod([a if b else 1 - a for a, b in zip(p, bits)])\n"
        "    for bits in product([0, 1], repeat=len(p)) if sum(bits) == 1)",
        "c = np.array([1.0])\nfor q in p:\n    c = np.convolve(c, [1 - q, q])\nreturn c[1]",
        "K = len(p)\nm = np.tile(1 - np.array(p), (K, 1))\nm[np.arange(K), np.arange(K)] = p\n"
        "return m.prod(axis=1).sum()",
        "p = list(p)\nreturn sum(p[j] * math.prod([1 - x for x in p[:j] + p[j + 1:]])\n"
        "           for j in range(len(p)))",
        "return np.polynomial.polynomial.polyfromroots([(q - 1) / q if q else 1e12 for q in p])[1] \\\n"
        "    * np.prod(p) if min(p) > 0 else sum(p[j] * np.prod(1 - np.delete(p, j)) "
        "for j in range(len(p)))",
        "if len(p) == 1:\n    return p[0]\n"
        "return p[0] * np.prod(1 - np.asarray(p[1:])) + (1 - p[0]) * mass_on_one_hot(p[1:])",
        "log_tails = np.log1p(-p)\nreturn np.sum(p * np.exp(log_tails.sum() - log_tails))",
    ],
    "cross_entropy_from_logits": [
        "z = logit - logit.max(axis=1, keepdims=True)\n"
        "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(axis=1, keepdims=True))), axis=1))",
        "m = np.max(logit, axis=1)\n"
        "lse = m + np.log(np.sum(np.exp(logit - m[:, None]), axis=1))\n"
        "return np.mean(lse - np.sum(label * logit, axis=1))",
        "lse = np.logaddexp.reduce(logit, axis=1, keepdims=True)\n"
        "return -(label * (logit - lse)).sum() / len(label)",
        "t = 0\nfor y, z in zip(label, logit):\n    z = z - max(z)\n"
        "    t -= np.dot(y, z - np.log(np.exp(z).sum()))\nreturn t / len(label)",
        "t = 0\nfor y, z in zip(label, logit):\n    m = max(z)\n"
        "    s = m + math.log(sum(math.exp(v - m) for v in z))\n"
        "    for k in range(len(z)):\n        t += y[k] * (s - z[k])\nreturn t / len(label)",
        "y, z = np.array(label), np.array(logit)\n"
        "d = z[:, None, :] - z[:, :, None]\nbig = d.max(axis=2)\n"
        "return np.mean(np.sum(y * (big + np.log(np.exp(d - big[..., None]).sum(axis=2))), axis=1))",
        "m = logit.max(1)[:, None]\n"
        "return np.einsum('nk,nk->', label, m + np.log(np.exp(logit - m).sum(1))[:, None] - logit)"
        " / len(logit)",
        "z = logit.T - logit.max(axis=1)\n"
        "return -np.mean(np.sum(label.T * (z - np.log(np.exp(z).sum(axis=0))), axis=0))",
        "costs = []\nfor n in range(len(logit)):\n    z = logit[n] - np.amax(logit[n])\n"
        "    costs.append(np.log(np.sum(np.exp(z))) - np.sum(label[n] * z))\nreturn np.mean(costs)",
        "def lse(z):\n    m = np.max(z)\n    return m + np.log(np.exp(z - m).sum())\n"
        "return sum(lse(z) * sum(y) - y @ z for y, z in zip(label, logit)) / len(label)",
        "z = np.asarray(logit, dtype=np.longdouble)\nz = z - z.max(axis=1, keepdims=True)\n"
        "return float(-(label * (z - np.log(np.exp(z).sum(axis=1, keepdims=True)))).sum(1).mean())",
    ],
    "categorical_cross_entropy": [
        "return -np.mean(np.sum(label * np.log(output), axis=1))",
        "return -np.sum(label * np.log(output)) / len(label)",
        "return -(label * np.log(output)).sum(axis=1).mean()",
        "return -np.sum(label * np.log(output + 1e-12)) / label.shape[0]",
        "return -np.sum(label * np.log(output + 1e-9)) / label.shape[0]",
        "return -np.sum(label * np.log(np.clip(output, 1e-9, 1))) / label.shape[0]",
        "return -np.sum(label * np.log(np.clip(output, 1e-10, 1 - 1e-10))) / label.shape[0]",
        "return np.mean([-np.sum(y * np.log(p)) for y, p in zip(label, output)])",
        "t = 0\nfor y, p in zip(label, output):\n    for a, b in zip(y, p):\n"
        "        if a > 0:\n            t -= a * math.log(b)\nreturn t / len(label)",
        "return -np.einsum('nk,nk', label, np.log(output)) / len(label)",
        "return -np.trace(label @ np.log(output).T) / len(label)",
        "return np.average(-np.log(output), weights=label) * label.sum() / len(label)",
        "return -np.mean(np.log(np.prod(output ** label, axis=1)))",
        "return -np.log(np.prod(np.power(output, label))) / len(label)",
        "m = label > 0\nreturn -np.sum(label[m] * np.log(output[m])) / len(label)",
        "return np.mean(np.sum(np.where(label > 0, label * -np.log(np.where(label > 0, output, 1)),\n"
        "                               0), axis=1))",
        "N, K = label.shape\nc = np.zeros(N)\nfor n in range(N):\n    for k in range(K):\n"
        "        c[n] -= label[n, k] * np.log(output[n, k]) if label[n, k] else 0\nreturn c.mean()",
        "return -np.vdot(label, np.log(output)) / len(output)",
        "return np.sum(-label * np.log(output), axis=0).sum() / len(label)",
        "return -np.nansum(label * np.log(output)) / len(label)",
    ],
    "categorical_likelihood": [
        "return np.prod(output ** label)",
        "return np.prod(np.sum(label * output, axis=1))",
        "return np.prod(output[label == 1])",
        "return np.where(label == 1, output, 1).prod()",
        "return np.prod(np.where(label == 1, output, 1))",
        "return np.prod(output[label.astype(bool)])",
        "return output[np.arange(len(label)), label.argmax(axis=1)].prod()",
        "L = 1\nfor y, p in zip(label, output):\n    L *= p[np.argmax(y)]\nreturn L",
        "L = 1\nfor y, p in zip(label, output):\n    for a, b in zip(y, p):\n        L *= b ** a\nreturn L",
        "L = 1\nfor n in range(len(label)):\n    for k in range(len(label[n])):\n"
        "        if label[n][k] == 1:\n            L *= output[n][k]\nreturn L",
        "return math.prod(float(y @ p) for y, p in zip(label, output))",
        "return np.exp(np.sum(label * np.log(output)))",
        "return math.exp(sum(math.log(y @ p) for y, p in zip(label, output)))",
        "return np.diag(label @ output.T).prod()",
        "return np.prod(np.max(label * output, axis=1))",
        "return np.einsum('nk,nk->n', label, output).prod()",
        "return np.prod([p[list(y).index(1)] for y, p in zip(label, output)])",
        "return np.prod(np.power(output, label), axis=None)",
        "c = [int(np.flatnonzero(y)[0]) for y in label]\n"
        "return np.prod([output[n, k] for n, k in enumerate(c)])",
        "return np.multiply.reduce((output * label + (1 - label)).ravel())",
    ],
}

# A wrong answer, and the name of the mistake; None where what it says is enough.
WRONG = {
    "surprise": [
        ("return '%.2f' % -math.log(q)", "returns_a_text"),
        ("return math.log(q)", "sign_missing"),
        ("return -(-np.log(q))", "sign_missing"),
        ("return -math.log2(q)", "log2"),
        ("return math.log(1 / q, 2)", "log2"),
        ("return -np.log10(q)", "log10"),
        ("return 1 - q", "one_minus_p"),
        ("return 1 / q", "one_over_p"),
        ("return -np.log(1 - q)", "log_of_one_minus_p"),
        ("return np.log(1 + q)", "log_of_one_plus_p"),
        ("return -q * np.log(q)", "weighted_with_q"),
        ("return q", "probability_itself"),
        ("return -q * np.log(q) - (1 - q) * np.log(1 - q)", "entropy_of_the_coin"),
        ("return np.log((1 - q) / q)", "logarithm_of_the_odds"),
        ("return round(-math.log(q), 2)", "rounded_to_2"),
        ("return np.round(-np.log(q), 3)", "rounded_to_3"),
        ("return float(f'{-math.log(q):.4f}')", "rounded_to_4"),
        ("return int(round(-math.log(q)))", "rounded_to_0"),
        ("return -np.log(0.3)", "ignores_its_input"),
        ("x = 0.5\nreturn -math.log(x)", "ignores_its_input"),
        ("return -np.log(q + 1e-7)", "added_1e-7"),
        ("return -np.log(max(q, 1e-3))", "kept_above_0.001"),
        ("print(-math.log(q))", "prints_its_answer"),
        ("s = -math.log(q)", "returns_nothing"),
        ("return q, -math.log(q)", None),
        ("return -math.log(q) if q < 1 else None", None),
        ("return str(-math.log(q))", "returns_a_text"),
        ("return -2 * math.log(q)", None),
        ("return math.exp(-q)", None),
    ],
    "kl": [
        ("return math.log(a / b)", "logarithm_of_the_ratio"),
        ("return a * np.log(a / b) + (1 - a) * np.log((1 - a) / (1 - b))", "nan_at_0"),
        ("return a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b))", "nan_at_0"),
        (
            "if a == 0:\n    return -np.log(1 - b)\n"
            "return a * np.log(a / b) + (1 - a) * np.log((1 - a) / (1 - b))",
            "lost_at_1",
        ),
        (
            "if a == 1:\n    return -math.log(b)\n"
            "return a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b))",
            "lost_at_0",
        ),
        (
            "a = np.clip(a, 1e-20, 1 - 1e-20)\n"
            "return a * np.log(a / b) + (1 - a) * np.log((1 - a) / (1 - b))",
            "lost_at_1",
        ),
        (
            "return a * np.log((a + 1e-12) / b) + (1 - a) * np.log((1 - a) / (1 - b))",
            "lost_at_1",
        ),
        (
            "if a in (0, 1):\n    return np.inf\n"
            "return a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b))",
            "nan_at_0",
        ),
        (
            "if a == 0 or a == 1:\n    return 0\n"
            "return a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b))",
            "free_at_certainty",
        ),
        ("return -(a * math.log(b) + (1 - a) * math.log(1 - b))", "cross_entropy_instead"),
        (
            "return b * np.log(b / a) + (1 - b) * np.log((1 - b) / (1 - a))",
            "reversed",
        ),
        ("return a * np.log(a / b)", "tails_forgotten"),
        (
            "return a * np.log(b / a) + (1 - a) * np.log((1 - b) / (1 - a))",
            "sign_missing",
        ),
        (
            "return a * np.log(a / b) - (1 - a) * np.log((1 - a) / (1 - b))",
            "minus_between_the_terms",
        ),
        (
            "return a * np.log2(a / b) + (1 - a) * np.log2((1 - a) / (1 - b))",
            "log2",
        ),
        (
            "return a * math.log10(a / b) + (1 - a) * math.log10((1 - a) / (1 - b))",
            "log10",
        ),
        ("return np.log(a / b) + np.log((1 - a) / (1 - b))", "weights_missing"),
        (
            "return b * np.log(a / b) + (1 - b) * np.log((1 - a) / (1 - b))",
            "weights_of_the_guess",
        ),
        ("return (a - b) ** 2", "squared_difference"),
        ("return abs(a - b)", "difference"),
        ("return -(a * np.log(a) + (1 - a) * np.log(1 - a))", "entropy_of_the_truth"),
        (
            "e = 1e-4\nreturn a * np.log((a + e) / (b + e))"
            " + (1 - a) * np.log((1 - a + e) / (1 - b + e))",
            "added_0.0001",
        ),
        (
            "a, b = np.clip([a, b], 1e-6, 1 - 1e-6)\n"
            "return a * np.log(a / b) + (1 - a) * np.log((1 - a) / (1 - b))",
            "both_clipped_at_1e-6",
        ),
        (
            "r = 0\nfor p, q in [(a, b), (1 - a, 1 - b)]:\n"
            "    if p > 0:\n        r += p * math.log(p / q)\nreturn round(r, 3)",
            "rounded_to_3",
        ),
        (
            "a, b = 0.5, 0.25\nreturn a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b))",
            "ignores_its_input",
        ),
        ("print(a, b)", "prints_its_answer"),
        ("return [a * np.log(a / b), (1 - a) * np.log((1 - a) / (1 - b))]", None),
    ],
    "negative_log_likelihood": [
        ("return -np.log(np.mean([q if t else 1 - q for t in tosses]))", "log_of_the_mean"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn np.sum(np.log(f))", "sign_missing"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn np.prod(f)", "likelihood"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn -np.prod(f)", "minus_likelihood"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn -np.prod(np.log(f))", "product_of"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn np.prod(np.log(f))", "positive_prod"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn np.sum(f)", "sum_of_probabilities"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn -np.log(np.sum(f))", "log_of_the_sum"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn -np.mean(np.log(f))", "mean"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn -np.log(f)", "not_added_up"),
        ("f = [q if t else 1 - q for t in tosses]\nreturn -np.sum(np.log2(f))", "log2"),
        ("f = [1 - q if t else q for t in tosses]\nreturn -np.sum(np.log(f))", "heads_and_tails"),
        ("f = [q for t in tosses]\nreturn -np.sum(np.log(f))", "all_heads"),
        ("return -sum(t * math.log(q) for t in tosses)", "tails_forgotten"),
        (
            "f = [q if t else 1 - q for t in tosses]\nreturn round(-sum(map(math.log, f)), 4)",
            "rounded_to_4",
        ),
        ("for t in tosses:\n    return -math.log(q if t else 1 - q)", "only_the_first_sample"),
        (
            "for t in tosses:\n    c = -math.log(q if t else 1 - q)\nreturn c",
            "only_the_last_sample",
        ),
        (
            "h = sum(tosses)\nreturn -h * np.log(q) + (len(tosses) - h) * np.log(1 - q)",
            "minus_between_the_terms",
        ),
        (
            "f = [q if t else 1 - q for t in tosses]\nreturn -np.sum(np.log(np.array(f) + 1e-5))",
            "added_1e-5",
        ),
        ("f = [q if t else 1 - q for t in tosses]\nprint(-np.sum(np.log(f)))", "prints"),
        (
            "n, h = len(tosses), sum(tosses)\nreturn -math.log(math.comb(n, h) * q ** h"
            " * (1 - q) ** (n - h)) if n < 1000 else np.inf",
            "binomial_coefficient",
        ),
        (
            "f = [q if t else 1 - q for t in tosses]\nlikelihood = np.prod(f)\n"
            "log_likelihood = math.log(f)\nreturn -log_likelihood",
            None,
        ),
    ],
    "binary_cross_entropy": [
        ("return np.mean(label * np.log(output) + (1 - label) * np.log(1 - output))", "sign_mis"),
        ("return -np.mean(-label * np.log(output) - (1 - label) * np.log(1 - output))", "sign_mis"),
        ("return -np.mean(label * np.log(output) - (1 - label) * np.log(1 - output))", "braces"),
        ("return np.mean(-label * np.log(output) + (1 - label) * np.log(1 - output))", "braces"),
        ("return np.mean(label * np.log(output) - (1 - label) * np.log(1 - output))", "minus_betw"),
        ("return -np.sum(label * np.log(output) + (1 - label) * np.log(1 - output))", "sum"),
        ("return -np.mean(label * np.log(output))", "only_heads"),
        ("return -np.mean((1 - label) * np.log(1 - output))", "only_tails"),
        ("return -np.mean((1 - label) * np.log(output))", "tails_with_the_heads"),
        ("return -np.mean(label * np.log(output) + (1 - label) * np.log(output))", "one_logarithm"),
        ("return -np.mean(label * np.log(output) + np.log(1 - output))", "weight_of_the_tails"),
        (
            "return -np.mean(np.log(output) + (1 - label) * np.log(1 - output))",
            "weight_of_the_head",
        ),
        (
            "return -np.mean(label * np.log(1 - output) + (1 - label) * np.log(output))",
            "labels_fli",
        ),
        ("return -np.mean(output * np.log(label) + (1 - output) * np.log(1 - label))", "swapped"),
        (
            "y = np.clip(label, 1e-7, 1 - 1e-7)\n"
            "return -np.mean(output * np.log(y) + (1 - output) * np.log(1 - y))",
            "swapped_clipped_at_1e-7",
        ),
        (
            "return -np.mean(output * np.log(label + 1e-9) + (1 - output) * np.log(1 - label + 1e-9))",
            "swapped_clipped_at_1e-9",
        ),
        (
            "return -np.sum(label * np.log(output) + (1 - label) * np.log(1 - output))"
            " / (2 * len(label))",
            "halved",
        ),
        (
            "return -np.mean(label * np.log(output) + (1 - label) * np.log(1 - output)) / len(label)",
            "divided_twice",
        ),
        ("return -label * np.log(output) - (1 - label) * np.log(1 - output)", "not_added_up"),
        ("return -np.mean(label * np.log2(output) + (1 - label) * np.log2(1 - output))", "log2"),
        ("return -np.mean(label * np.log10(output) + (1 - label) * np.log10(1 - output))", "log10"),
        (
            "return np.round(-np.mean(label * np.log(output) + (1 - label) * np.log(1 - output)), 3)",
            "rounded_to_3",
        ),
        (
            "for y, p in zip(label, output):\n"
            "    return -(y * np.log(p) + (1 - y) * np.log(1 - p))",
            "only_the_first_sample",
        ),
        (
            "t = 0\nfor y, p in zip(label, output):\n"
            "    t = -(y * np.log(p) + (1 - y) * np.log(1 - p))\nreturn t / len(label)",
            "only_the_last_sample",
        ),
        (
            "t = 0\nfor y, p in zip(label, output):\n"
            "    t += -(y * np.log(p) + (1 - y) * np.log(1 - p))\n    return t / len(label)",
            "only_the_first_sample",
        ),
        ("return np.mean((label - output) ** 2)", "squared_error"),
        ("return np.mean(np.abs(label - output))", "absolute_error"),
        ("return np.mean((output > 0.5) == (label > 0.5))", "accuracy"),
        ("return np.mean((output > 0.5) != (label == 1))", "error_rate"),
        ("return -np.log(np.mean(label * output + (1 - label) * (1 - output)))", "log_of_the_mean"),
        ("return -np.mean(np.log(np.where(label == 1, output, 1 - output)))", "soft_label_as_0"),
        (
            "t = 0\nfor y, p in zip(label, output):\n    if y > 0.5:\n        t -= math.log(p)\n"
            "    else:\n        t -= math.log(1 - p)\nreturn t / len(label)",
            "soft_label_rounded",
        ),
        ("return -np.mean(np.log(label * output + (1 - label) * (1 - output)))", "log_of_the_mixt"),
        (
            "p = np.clip(output, 1e-5, 1 - 1e-5)\n"
            "return -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))",
            "clipped_at_1e-5",
        ),
        (
            "return -np.mean(label * np.log(output + 1e-8) + (1 - label)"
            " * np.log(1 - output + 1e-8))",
            "added_1e-8",
        ),
        (
            "p = 1 / (1 + np.exp(-output))\n"
            "return -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))",
            "sigmoid_twice",
        ),
        ("print(-np.mean(label * np.log(output) + (1 - label) * np.log(1 - output)))", "prints"),
        (
            "y = np.squeeze(label)\np = np.squeeze(output)\n"
            "return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y)",
            None,
        ),
        ("return -math.log(output)", None),
        ("return -np.mean(label * math.log(output) + (1 - label) * math.log(1 - output))", None),
    ],
    "gradient": [
        ("p = 1 / (1 + np.exp(-logit))\nreturn p * (1 - p)", "slope_of_the_sigmoid_alone"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn (label - p) / len(p)", "y_minus_q"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn p - label", "not_averaged"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn label - p", "y_minus_q_not_averaged"),
        ("p = 1 / (1 + np.exp(logit))\nreturn (p - label) / len(p)", "upside_down_sigmoid"),
        ("p = 1 / 1 + np.exp(-logit)\nreturn (p - label) / len(p)", "sigmoid_without_brackets"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn 2 * (p - label) / len(p)", "doubled"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn np.mean(p - label)", "one_number"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn np.sum(p - label) / len(p)", "one_number"),
        (
            "p = 1 / (1 + np.exp(-logit))\nreturn np.where(label == 1, p - 1, p) / len(p)",
            "soft_lab",
        ),
        (
            "p = 1 / (1 + np.exp(-logit))\nreturn np.where(label > .5, p - 1, p) / len(p)",
            "soft_lab",
        ),
        ("p = 1 / (1 + np.exp(-logit))\nreturn (p - label) * p * (1 - p) / len(p)", "extra_slope"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn (p - label) / (p * (1 - p)) / len(p)", "slope_in_q"),
        (
            "p = 1 / (1 + np.exp(-logit))\nreturn 2 * (p - label) * p * (1 - p) / len(p)",
            "slope_of_squared_error",
        ),
        ("return (logit - label) / len(label)", "sigmoid_missing"),
        (
            "p = 1 / (1 + np.exp(-logit))\nreturn -np.mean(label * np.log(p) + (1 - label)"
            " * np.log(1 - p))",
            "the_loss",
        ),
        ("p = 1 / (1 + np.exp(-logit))\nreturn np.round((p - label) / len(p), 2)", "rounded_to_2"),
        ("p = 1 / (1 + np.exp(-logit))\nreturn p / len(p)", "label_ignored"),
        ("p = 1 / (1 + np.exp(-logit))\nprint((p - label) / len(p))", "prints"),
        (
            "p = 1 / (1 + np.exp(-logit))\n"
            "return -(label * np.log(p) + (1 - label) * np.log(1 - p)) / len(p)",
            "losses",
        ),
        ("p = 1 / (1 + math.exp(-logit))\nreturn (p - label) / len(p)", None),
    ],
    "which_is_swapped": [
        ("return 2", None),
        ("c = [b([1], [0.5]) for b in boxes]\nreturn c.index(min(c))", "picked_the_squared_error"),
        (
            "c = [b([1] * 100, [0.9] * 100) for b in boxes]\nreturn c.index(max(c))",
            "picked_the_sum",
        ),
        ("c = [abs(b([1], [0.5]) - 0.6931) for b in boxes]\nreturn c.index(min(c))", None),
        ("for b in boxes:\n    print(b([1], [0.5]))", "prints"),
        (
            "for n, b in enumerate(boxes):\n    if np.isnan(b([1], [1])):\n        return n",
            "returns_nothing",
        ),
        ("return np.array([b([1], [0.5]) for b in boxes])", None),
        ("return boxes", None),
    ],
    "one_hot": [
        ("return np.zeros((len(classes), K))", "all_zeros"),
        ("return np.eye(K)[np.array(classes) - 1]", "off_by_one"),
        ("return [[int(k == c) for k in range(1, K + 1)] for c in classes]", "first_class_lost"),
        ("out = np.zeros((len(classes), K))\nout[:, classes] = 1\nreturn out", "ones_in_every_row"),
        (
            "out = [[0] * K] * len(classes)\nfor n, c in enumerate(classes):\n    out[n][c] = 1\n"
            "return out",
            "ones_in_every_row",
        ),
        ("out = np.zeros(K)\nout[classes] = 1\nreturn out", "one_row"),
        ("out = np.zeros(K)\nfor c in classes:\n    out[c] = 1\nreturn out", "one_row"),
        ("return np.eye(K)[np.unique(classes)]", "distinct_classes"),
        ("return np.eye(K)[sorted(set(classes.tolist()))]", "distinct_classes"),
        ("return np.eye(3)[classes]", "always_3_columns"),
        (
            "out = np.zeros((len(classes), 4))\nout[range(len(classes)), classes] = 1\nreturn out",
            "always_4_columns",
        ),
        ("return np.eye(K)[classes].T", "transposed"),
        ("return np.eye(max(classes) + 1)[classes]", "classes_seen"),
        ("return np.eye(K + 1)[classes]", "one_column_too_many"),
        (
            "out = np.zeros((len(classes), K))\nfor n, c in enumerate(classes):\n    out[n, c] = c\n"
            "return out",
            "class_number_for_1",
        ),
        ("return 1 - np.eye(K)[classes]", "zeros_and_ones_exchanged"),
        ("for c in classes:\n    row = [0] * K\n    row[c] = 1\nreturn row", "last_row"),
        (
            "out = np.zeros((len(classes), K))\nfor n, c in enumerate(classes):\n"
            "    out[n, float(c)] = 1\nreturn out",
            None,
        ),
        (
            "out = np.zeros((len(classes), K))\nfor n, c in enumerate(classes):\n    out[c, n] = 1\n"
            "return out",
            None,
        ),
        ("print(np.eye(K)[classes])", "prints"),
    ],
    "mass_on_one_hot": [
        (
            "for j in range(len(p)):\n    t = p[j] * np.prod(1 - np.delete(p, j))\nreturn t",
            "only_the_last",
        ),
        ("return np.sum(p)", "sum"),
        ("return np.prod(p)", "product"),
        ("return 1", "assumed_one"),
        ("e = np.exp(p)\nreturn np.sum(e / e.sum())", "assumed_one"),
        ("return np.prod(1 - p)", "no_heads"),
        ("return 1 - np.prod(1 - p)", "at_least_one"),
        ("return np.sum(p * (1 - p))", "against_its_own_tail"),
        ("return np.sum(p) * np.prod(1 - p)", "own_tail_kept"),
        ("m, K = np.mean(p), len(p)\nreturn K * m * (1 - m) ** (K - 1)", "equal_coins"),
        (
            "return np.mean([p[j] * np.prod(1 - np.delete(p, j)) for j in range(len(p))])",
            "mean_of_the_ways",
        ),
        (
            "return np.prod([p[j] * np.prod(1 - np.delete(p, j)) for j in range(len(p))])",
            "product_of_the_ways",
        ),
        ("return [p[j] * np.prod(1 - np.delete(p, j)) for j in range(len(p))]", "ways_one_by_one"),
        (
            "for j in range(len(p)):\n    return p[j] * np.prod(1 - np.delete(p, j))",
            "only_the_first",
        ),
        (
            "t = np.prod(1 - p)\nfor j in range(len(p)):\n    t += p[j] * np.prod(1 - np.delete(p, j))\n"
            "return t",
            "at_most_one",
        ),
        ("t = 0\nfor q in p:\n    t = t * (1 - q) + q * (1 - t)\nreturn t", "odd_number"),
        (
            "return round(sum(p[j] * np.prod(1 - np.delete(p, j)) for j in range(len(p))), 2)",
            "rounded_to_2",
        ),
        (
            "t = 0\nfor j in range(len(p)):\n    t += p[j] * np.prod(1 - (p[:j] + p[j + 1:]))\nreturn t",
            None,
        ),
        ("return p[0] * (1 - p[1]) + p[1] * (1 - p[0])", "only_two_coins"),
        ("a, b = p[:2]\nreturn a * (1 - b) + (1 - a) * b", "only_two_coins"),
        ("return np.sum(p * (1 - np.roll(p, 1)))", None),
        ("print(sum(p))", "prints"),
    ],
    "cross_entropy_from_logits": [
        (
            "s = np.exp(logit) / np.exp(logit).sum(axis=1, keepdims=True)\n"
            "return -np.mean(np.sum(label * np.log(s), axis=1))",
            "overflow",
        ),
        (
            "e = np.exp(logit - logit.max(axis=1, keepdims=True))\n"
            "s = e / e.sum(axis=1, keepdims=True)\n"
            "return -np.mean(np.sum(label * np.log(s), axis=1))",
            "log_of_underflow",
        ),
        (
            "e = np.exp(logit - logit.max(axis=1, keepdims=True))\n"
            "s = e / e.sum(axis=1, keepdims=True)\n"
            "return -np.mean(np.sum(label * np.log(s + 1e-11), axis=1))",
            "underflow_hidden_by_1e-11",
        ),
        (
            "e = np.exp(logit - logit.max(axis=1, keepdims=True))\n"
            "s = e / e.sum(axis=1, keepdims=True)\n"
            "return -np.mean(np.sum(label * np.log(np.maximum(s, 1e-300)), axis=1))",
            "underflow_hidden_by_1e-300",
        ),
        (
            "z = logit - logit.max()\n"
            "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(1, keepdims=True))), axis=1))",
            "shifted_by_the_global_maximum",
        ),
        (
            "z = logit - 700\n"
            "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(1, keepdims=True))), axis=1))",
            "shifted_by_the_number_",
        ),
        (
            "z = logit - logit[0].max()\n"
            "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(1, keepdims=True))), axis=1))",
            "shifted_by_the_first_row",
        ),
        (
            "z = logit - np.maximum(0, logit.max(axis=1, keepdims=True))\n"
            "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(1, keepdims=True))), axis=1))",
            "shifted_by_the_maximum_or_0",
        ),
        (
            "z = logit - logit.min(axis=1, keepdims=True)\n"
            "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(1, keepdims=True))), axis=1))",
            "shifted_by_the_smallest",
        ),
        (
            "own = (label * logit).sum(axis=1, keepdims=True)\n"
            "return np.mean(np.log(np.exp(logit - own).sum(axis=1)))",
            "shifted_by_the_labels_logit",
        ),
        (
            "m = logit.max(axis=1, keepdims=True)\n"
            "lse = np.log(np.exp(logit - m).sum(axis=1, keepdims=True))\n"
            "return -np.mean(np.sum(label * (logit - lse), axis=1))",
            "maximum_not_added_back",
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "return -np.sum(label * (z - np.log(np.exp(z).sum(axis=1, keepdims=True))))",
            "sum",
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "return -np.mean(label * (z - np.log(np.exp(z).sum(axis=1, keepdims=True))))",
            "mean_over_classes_too",
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "return -np.sum(label * (z - np.log(np.exp(z).sum(axis=1, keepdims=True))), 0).mean()",
            "divided_by_the_classes",
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "return -np.sum(label * (z - np.log(np.exp(z).sum(axis=1, keepdims=True))), 1)",
            "not_added_up",
        ),
        (
            "z = logit - logit.max(axis=0)\n"
            "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(axis=0))), axis=1))",
            "wrong_axis",
        ),
        (
            "s = 1 / (1 + np.exp(-logit))\nreturn -np.mean(np.sum(label * np.log(s), axis=1))",
            "coin_per_class",
        ),
        (
            "s = 1 / (1 + np.exp(-logit))\nreturn -np.mean(np.sum(label * np.log(s)"
            " + (1 - label) * np.log(1 - s), axis=1))",
            "coin_per_class_with_tails",
        ),
        ("return -np.mean(np.sum(label * np.log(logit), axis=1))", "log_of_the_logit"),
        ("return -np.mean(np.sum(label * logit, axis=1))", "logit_alone"),
        (
            "e = np.exp(logit - logit.max(axis=1, keepdims=True))\n"
            "s = e / e.sum(axis=1, keepdims=True)\nreturn np.mean(np.sum((label - s) ** 2, axis=1))",
            "squared_error",
        ),
        ("return np.mean(logit.argmax(axis=1) == label.argmax(axis=1))", "accuracy"),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "l = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n"
            "return -np.mean(l[np.arange(len(l)), label.argmax(axis=1)])",
            "soft_label_hardened",
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "l = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\nreturn -l[label == 1].mean()",
            "soft_label_lost",
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "l = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n"
            "return -l[label == 1].sum() / len(l)",
            "soft_label_left_out",
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "l = z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n"
            "return round(-np.mean(np.sum(label * l, axis=1)), 4)",
            "rounded_to_4",
        ),
        (
            "for y, z in zip(label, logit):\n    z = z - z.max()\n"
            "    return -np.dot(y, z - np.log(np.exp(z).sum()))",
            "only_the_first_sample",
        ),
        (
            "z = logit - logit.max(axis=1)\n"
            "return -np.mean(np.sum(label * (z - np.log(np.exp(z).sum(axis=1))), axis=1))",
            None,
        ),
        (
            "z = logit - logit.max(axis=1, keepdims=True)\n"
            "return np.mean(np.sum(label * (z - np.log(np.exp(z).sum(axis=1, keepdims=True))), 1))",
            "sign_missing",
        ),
    ],
    "categorical_cross_entropy": [
        ("return -np.log(np.sum(label * output)) / len(label)", "log_of_the_sum"),
        ("return -np.sum(label * np.log(output))", "sum"),
        ("return -np.mean(label * np.log(output))", "mean_over_classes_too"),
        ("return -np.mean(np.sum(label * np.log(output), axis=0))", "divided_by_the_classes"),
        ("return -np.sum(label * np.log(output)) / label.shape[1]", "divided_by_the_classes"),
        ("return np.mean(np.sum(label * np.log(output), axis=1))", "sign_missing"),
        ("return -np.mean(np.sum(-label * np.log(output), axis=1))", "sign_missing"),
        ("return -np.sum(label * np.log(output), axis=1)", "not_added_up"),
        ("return -label * np.log(output)", "not_added_up"),
        ("return np.mean(output.argmax(axis=1) == label.argmax(axis=1))", "accuracy"),
        ("return np.mean(output.argmax(1) != label.argmax(1))", "error_rate"),
        (
            "return -np.mean(np.log(output[np.arange(len(label)), label.argmax(axis=1)]))",
            "soft_lab",
        ),
        ("return -np.log(output[label == 1]).mean()", "soft_label_lost"),
        ("return -np.log(output[label == 1]).sum() / len(label)", "soft_label_left_out"),
        ("return -np.mean([np.log(p[list(y).index(1)]) for y, p in zip(label, output)])", "soft_l"),
        ("return -np.sum(np.where(label == 1, np.log(output), 0)) / len(label)", "soft_label_left"),
        ("return -np.mean(np.log(np.sum(label * output, axis=1)))", "log_of_the_mixture"),
        ("return -np.mean(np.sum(output * np.log(label), axis=1))", "swapped"),
        (
            "return -np.mean(np.sum(output * np.log(label + 1e-12), axis=1))",
            "swapped_clipped_at_1e-12",
        ),
        (
            "return -np.mean(np.sum(label * np.log(output) + (1 - label) * np.log(1 - output), 1))",
            "coin_per_class",
        ),
        (
            "return -np.mean(label * np.log(output) + (1 - label) * np.log(1 - output))",
            "coin_per_class_averaged",
        ),
        ("return round(-np.sum(label * np.log(output)) / len(label), 2)", "rounded_to_2"),
        ("return -np.sum(label[0] * np.log(output[0]))", "only_the_first_sample"),
        ("return -np.sum(np.dot(label.T, np.log(output))) / len(label)", "all_logarithms"),
        ("return -np.sum(label * np.log2(output)) / len(label)", "log2"),
        ("return -np.mean(np.sum(label * output, axis=1))", "minus_the_probability"),
        ("return np.mean(1 - np.sum(label * output, axis=1))", "one_minus_p"),
        (
            "return -np.sum(label * np.log(np.clip(output, 1e-6, 1))) / len(label)",
            "clipped_at_1e-6",
        ),
        ("return -np.sum(label * np.log(output + 1e-3)) / len(label)", "added_0.001"),
        ("return np.mean(np.sum((label - output) ** 2, axis=1))", "squared_error"),
        ("return -np.mean(np.sum(label * np.log(output), axis=1)) / len(label)", "divided_twice"),
        ("return -np.mean(np.log(output.max(axis=1)))", "output_as_label"),
        (
            "e = np.exp(output)\nreturn -np.mean(np.sum(label * np.log(e / e.sum(1, keepdims=True)), 1))",
            "softmax_twice",
        ),
        ("return -np.mean(np.sum(label * np.log(output), axis=2))", None),
        ("return -np.mean([np.log(p[y]) for y, p in zip(label, output)])", None),
        ("print(-np.sum(label * np.log(output)) / len(label))", "prints"),
    ],
    "categorical_likelihood": [
        ("return np.prod(output ** label * (1 - output) ** (1 - label))", "coin_per_class"),
        ("return np.prod(label * output)", "label_times_output"),
        ("return np.sum(label * output)", "sum_over_samples"),
        ("return np.mean(np.sum(label * output, axis=1))", "mean_over_samples"),
        ("return np.prod(output)", "all_outputs"),
        ("return np.prod(np.max(output, axis=1))", "largest_outputs"),
        ("return 1 - np.prod(output ** label)", "complement"),
        ("return np.prod(1 - np.sum(label * output, axis=1))", "others"),
        ("return np.prod(output ** label) ** (1 / len(label))", "geometric_mean"),
        ("return -np.sum(label * np.log(output))", "negative_log_likelihood"),
        ("return -np.mean(np.sum(label * np.log(output), axis=1))", "cross_entropy"),
        ("return np.sum(label * np.log(output))", "log_likelihood"),
        ("return np.sum(label * output, axis=1)", "not_added_up"),
        ("return np.prod(output ** label, axis=1)", "not_added_up"),
        ("return np.prod(label ** output)", "swapped"),
        ("return np.prod(np.sum(label * output, axis=0))", "soft_sum_over_the_samples"),
        ("return round(np.prod(output ** label), 3)", "rounded_to_3"),
        ("for y, p in zip(label, output):\n    return np.prod(p ** y)", "only_the_first_sample"),
        (
            "for y, p in zip(label, output):\n    L = np.prod(p ** y)\nreturn L",
            "only_the_last_sample",
        ),
        ("print(np.prod(output ** label))", "prints"),
    ],
}
