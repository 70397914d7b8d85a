"""Trains the line recogniser on shards: `ocrb_train.py SHARDS OUT --samples N --minutes M`. One thread.

The learning rate follows the larger of samples seen / N and minutes gone / M, so that a slow machine ends well too.
"""

import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from mrz_text import ALPHABET
from ocrb_net import OcrB
from shards import Shards

CLASS = {c: i + 1 for i, c in enumerate(ALPHABET)}


def decode(logs: torch.Tensor) -> list[str]:
    """The most probable class at every step, repeats and blanks removed."""
    texts = []
    for line in logs.argmax(2).tolist():
        texts.append("".join(ALPHABET[k - 1] for k, before in zip(line, [0] + line) if k and k != before))
    return texts


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def held_out(net: nn.Module, path: Path) -> str:
    with np.load(path) as columns:
        strips, texts = [columns[name] for name in columns.files]
    net.eval()
    read = []
    with torch.no_grad():
        for at in range(0, 1024, 128):
            read += decode(net(torch.from_numpy(strips[at : at + 128]).float()[:, None]))
    net.train()
    wrong = sum(distance(a, str(b)) for a, b in zip(read, texts[:1024]))
    return f"character errors {wrong / sum(len(str(t)) for t in texts[:1024]):.4f}, exact {np.mean([a == str(b) for a, b in zip(read, texts[:1024])]):.3f}"


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("shards", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument("--samples", type=int, default=400_000)
    ask.add_argument("--minutes", type=float, default=1e9)
    ask.add_argument("--batch", type=int, default=64)
    ask.add_argument("--rate", type=float, default=3e-3)
    ask.add_argument("--start", type=Path)
    ask.add_argument("--held-out", type=Path)
    given = ask.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    net = OcrB()
    if given.start:
        net.load_state_dict(torch.load(given.start))
    net.to(memory_format=torch.channels_last)
    average = copy.deepcopy(net)
    best = torch.optim.AdamW(net.parameters(), lr=given.rate, weight_decay=0.01)
    loss_of = nn.CTCLoss(zero_infinity=True)
    began, seen, running, shown = time.monotonic(), 0, 0.0, 0
    shards = Shards(given.shards, given.batch, 1)
    for strips, texts in shards:
        progress = max(seen / given.samples, (time.monotonic() - began) / 60 / given.minutes)
        if progress >= 1:
            break
        warm = min(1.0, (seen + given.batch) / 10_000) if not given.start else 1.0
        for group in best.param_groups:
            group["lr"] = given.rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)
        with torch.autocast("cpu", torch.bfloat16):
            logs = net(torch.from_numpy(strips).float()[:, None])
        labels = torch.tensor([CLASS[c] for text in texts for c in str(text)])
        lengths = torch.tensor([len(str(text)) for text in texts])
        steps = torch.full((len(texts),), logs.shape[1])
        loss = loss_of(logs.transpose(0, 1), labels, steps, lengths)
        best.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        best.step()
        seen += len(texts)
        keep = min(0.998, seen / (seen + 20_000))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), net.state_dict().values()):
                a.lerp_(b, 1 - keep) if a.is_floating_point() else a.copy_(b)
        running = loss.item() if seen == len(texts) else 0.98 * running + 0.02 * loss.item()
        if seen // 8192 > shown:
            shown = seen // 8192
            minutes = (time.monotonic() - began) / 60
            note = f"{seen} seen, {shards.fresh} fresh, {minutes:.1f} min, loss {running:.4f}"
            if given.held_out and shown % 4 == 0:
                note += ", " + held_out(average, given.held_out)
            print(note, flush=True)
            torch.save(average.state_dict(), given.out)
    torch.save(average.state_dict(), given.out)
    if given.held_out:
        print("end:", seen, "seen,", held_out(average, given.held_out))


if __name__ == "__main__":
    main()
