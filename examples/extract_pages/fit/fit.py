#!/usr/bin/env python3
"""Fits a model of src/curate (page.model or paste.model) and writes it as text.

  fit.py html|paste FEATURES.jsonl GOLD.jsonl MODEL

FEATURES.jsonl  what `extract_pages --features html|paste FOLDER` prints: {"id", "blocks": [{"t", "v", "x"}]}
GOLD.jsonl      {"id", "text"} for each page, the text of the article with one paragraph a line

Needs numpy and scikit-learn.
"""

import json
import re
import sys
from collections import Counter

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

TOKEN = re.compile(r"\w+")
QUOTE = re.compile(r'“([^”“\n]{15,700})”|"([^"\n]{15,700})"|«\s?([^»«\n]{15,700}?)\s?»|„([^“”„\n]{15,700})[“”]')

# Chosen by cross-validation over the outlets of the pages.
SETTINGS = {
    "html": dict(max_iter=120, learning_rate=0.08, max_leaf_nodes=10, max_features=0.2, min_samples_leaf=20, l2_regularization=5.0),
    "paste": dict(max_iter=160, learning_rate=0.07, max_leaf_nodes=10, max_features=0.25, min_samples_leaf=20, l2_regularization=10),
}


def tokens(text):
    return TOKEN.findall(text)


def solid(text):
    return "".join(tokens(text.lower()))


def runs(words):
    return [tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))]


def labels(blocks, gold):
    """The share of each block's runs of four words that the article has, each used once."""
    whole = " " + " ".join(tokens(gold)) + " "
    lines = {solid(line) for line in gold.split("\n")}
    left = Counter(runs(tokens(gold)))
    counts = [len(tokens(b["t"])) for b in blocks]
    out = []
    for block, count in zip(blocks, counts):
        words = tokens(block["t"])
        if count >= 6:
            own = runs(words)
            share = sum(left[run] > 0 for run in own) / len(own)
            if share > 0.5:
                for run in own:
                    if left[run] > 0:
                        left[run] -= 1
            out.append(share)
        elif solid(block["t"]) and solid(block["t"]) in lines:
            out.append(1.0)
        else:
            out.append(-1.0 if words and f" {' '.join(words)} " in whole else 0.0)
    # Few words are found anywhere: their neighbours decide.
    n = len(out)
    for i in range(n):
        if out[i] == -1.0:
            before = next((out[j] for j in range(i - 1, max(-1, i - 3), -1) if counts[j] >= 6), 0)
            after = next((out[j] for j in range(i + 1, min(n, i + 3)) if counts[j] >= 6), 0)
            out[i] = 1.0 if min(before, after) > 0.5 else 0.0
        elif out[i] == 1.0 and counts[i] < 6:
            near = [out[j] for j in range(max(0, i - 4), min(n, i + 5)) if j != i and counts[j] >= 6]
            if near and max(near) < 0.5:
                out[i] = 0.0
    return np.array(out)


def weights(blocks):
    """Long blocks and those with quotations weigh more; all pages weigh alike."""
    out = []
    for block in blocks:
        weight = max(1, len(tokens(block["t"]))) ** 0.7
        out.append(weight * 2 if QUOTE.search(block["t"]) else weight)
    return np.array(out) / max(1, sum(out)) * 100


def candidates(mode, blocks, figures):
    """The blocks on which the model is asked at all, as the program does."""
    n = len(blocks)
    if mode == "paste":
        long = np.expm1(figures[:, 0]) >= 9
        near = np.convolve(long, np.ones(25), "same") > 0 if n > 25 else np.ones(n, bool)
        return long | near
    votes = np.array([max(b["v"]) for b in blocks])
    words = np.array([len(b["t"].split()) for b in blocks])
    near = np.convolve((votes > 0.5) & (words >= 10), np.ones(17), "same") > 0 if n > 17 else np.ones(n, bool)
    return (votes > 0) | (words >= 12) | near


def export(model, path):
    """One tree a line: `FIGURE:THRESHOLD LEFT RIGHT`, `=VALUE` for a leaf."""
    out = [f"base {float(model._baseline_prediction.ravel()[0]):.5f}"]
    for (tree,) in model._predictors:
        parts = []

        def walk(i):
            node = tree.nodes[i]
            if node["is_leaf"]:
                parts.append("=%.4g" % node["value"])
            else:
                parts.append("%d:%.6g" % (node["feature_idx"], node["num_threshold"]))
                walk(node["left"])
                walk(node["right"])

        walk(0)
        out.append(" ".join(parts))
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def main():
    if len(sys.argv) != 5 or sys.argv[1] not in SETTINGS:
        sys.exit(__doc__)
    mode, features, gold, model = sys.argv[1:]
    pages = {}
    for line in open(features):
        page = json.loads(line)
        pages[page["id"]] = page["blocks"]
    x, y, w = [], [], []
    for line in open(gold):
        page = json.loads(line)
        blocks = pages.get(page["id"], [])
        if not blocks:
            continue
        figures = np.array([b["x"] for b in blocks], dtype=np.float32)
        chosen = candidates(mode, blocks, figures)
        x.append(figures[chosen])
        y.append((labels(blocks, page["text"]) > 0.5)[chosen])
        w.append(weights(blocks)[chosen])
    fitted = HistGradientBoostingClassifier(early_stopping=False, random_state=0, **SETTINGS[mode])
    fitted.fit(np.vstack(x), np.concatenate(y), sample_weight=np.concatenate(w))
    export(fitted, model)


if __name__ == "__main__":
    main()
