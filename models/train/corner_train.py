"""Trains the corner network on shards: `corner_train.py SHARDS OUT --samples N --minutes M`. One thread.

The learning rate follows the larger of samples seen / N and minutes gone / M, so that a slow machine ends well too.
"""

import argparse
import copy
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional

from corner_net import Corners
from shards import Shards

CELLS, STEP = 48, 4
SPREAD = 1.3  # standard deviation of a corner's target, in cells
FINE = 4  # masks are drawn so many times finer, then averaged
cv2.setNumThreads(1)


def targets(corners: np.ndarray) -> np.ndarray:
    """[N, MOST, 4, 2] in input pixels -> [N, 5, CELLS, CELLS]."""
    made = np.zeros((len(corners), 5, CELLS, CELLS), np.float32)
    y, x = np.mgrid[0:CELLS, 0:CELLS].astype(np.float32) + 0.5
    for maps, quads in zip(made, corners):
        fine = np.zeros((CELLS * FINE, CELLS * FINE), np.uint8)
        for quad in quads[~np.isnan(quads[:, 0, 0])]:
            shape = np.round(quad / STEP * FINE * 16).astype(np.int32)
            cv2.fillConvexPoly(fine, shape, 255, cv2.LINE_AA, 4)
            for k, (cx, cy) in enumerate(quad / STEP):
                spot = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * SPREAD**2))
                np.maximum(maps[1 + k], spot, out=maps[1 + k])
        maps[0] = cv2.resize(fine, (CELLS, CELLS), interpolation=cv2.INTER_AREA) / 255
    return made


def turned(rng: np.random.Generator, pictures: np.ndarray, corners: np.ndarray):
    """The batch turned by a random quarter, colours in a random order: old scenes look new."""
    quarters, side = int(rng.integers(4)), pictures.shape[1]
    pictures = np.rot90(pictures, quarters, (1, 2))[..., rng.permutation(3)]
    for _ in range(quarters):  # counter-clockwise: x, y -> y, side - x
        corners = np.stack([corners[..., 1], side - corners[..., 0]], -1)
    return np.ascontiguousarray(pictures), corners


def loss_of(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    # A gap of one cell keeps two cards apart: cells at an outline weigh more.
    area = wanted[:, :1]
    edge = functional.max_pool2d(area, 3, 1, 1) + functional.max_pool2d(-area, 3, 1, 1)
    mask = functional.binary_cross_entropy_with_logits(logits[:, :1], area, weight=1 + 5 * edge)
    p = logits[:, 0].sigmoid()
    overlap = 1 - (2 * (p * wanted[:, 0]).sum((1, 2)) + 20) / ((p + wanted[:, 0]).sum((1, 2)) + 20)
    # Corners fill few cells: cells near one weigh more.
    weight = 1 + 25 * wanted[:, 1:]
    spots = functional.binary_cross_entropy_with_logits(logits[:, 1:], wanted[:, 1:], weight=weight)
    return mask + overlap.mean() + 2 * spots


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("shards", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument("--samples", type=int, default=300_000)
    ask.add_argument("--minutes", type=float, default=1e9)
    ask.add_argument("--batch", type=int, default=32)
    ask.add_argument("--rate", type=float, default=3e-3)
    ask.add_argument("--start", type=Path)
    given = ask.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    net = Corners()
    if given.start:
        net.load_state_dict(torch.load(given.start))
    net.to(memory_format=torch.channels_last)
    average = copy.deepcopy(net)
    steps = torch.optim.AdamW(net.parameters(), lr=given.rate, weight_decay=0.01)
    began, seen, running, shown = time.monotonic(), 0, 0.0, 0
    shards = Shards(given.shards, given.batch, 1)
    for pictures, corners in shards:
        progress = max(seen / given.samples, (time.monotonic() - began) / 60 / given.minutes)
        if progress >= 1:
            break
        warm = min(1.0, (seen + given.batch) / 5_000) if not given.start else 1.0
        for group in steps.param_groups:
            group["lr"] = given.rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)
        pictures, corners = turned(rng, pictures, corners)
        batch = torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div(255)
        with torch.autocast("cpu", torch.bfloat16):
            logits = net.logits(batch)
        loss = loss_of(logits.float(), torch.from_numpy(targets(corners)))
        steps.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        steps.step()
        seen += len(pictures)
        keep = min(0.997, seen / (seen + 10_000))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), net.state_dict().values()):
                a.lerp_(b, 1 - keep) if a.is_floating_point() else a.copy_(b)
        running = loss.item() if seen == len(pictures) else 0.98 * running + 0.02 * loss.item()
        if seen // 4096 > shown:
            shown = seen // 4096
            minutes = (time.monotonic() - began) / 60
            print(f"{seen} seen, {shards.fresh} fresh, {minutes:.1f} min, loss {running:.4f}", flush=True)
            torch.save(average.state_dict(), given.out)
    torch.save(average.state_dict(), given.out)


if __name__ == "__main__":
    main()
