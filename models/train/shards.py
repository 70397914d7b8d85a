"""Samples on disk: makers write shards, a trainer takes them in order and begins again with old ones when none is new.

A shard `NNNNN.npz` is made from the seeds [NNNNN * SHARD, (NNNNN + 1) * SHARD) alone, whoever makes it.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

SHARD = 2048


def make(folder: Path, first: int, last: int, step: int, sample) -> None:
    """Writes shards `first`, `first + step` ... below `last`; `sample(seed)` gives a tuple of arrays or strings."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(first, last, step):
        path = folder / f"{index:05}.npz"
        if path.exists():
            continue
        began = time.monotonic()
        columns = list(zip(*(sample(seed) for seed in range(index * SHARD, (index + 1) * SHARD))))
        partial = path.with_suffix(".partial")
        with open(partial, "wb") as file:
            np.savez(file, *[np.array(column) for column in columns])
        os.replace(partial, path)
        print(f"{path.name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


class Shards:
    """Batches from the shards of a folder."""

    def __init__(self, folder: Path, batch: int, seed: int):
        self.folder, self.batch, self.next, self.fresh = folder, batch, 0, 0
        self.rng = np.random.default_rng(seed)

    def __iter__(self):
        while True:
            path = self.folder / f"{self.next:05}.npz"
            if path.exists():
                self.next += 1
                self.fresh += SHARD
            elif self.next:
                path = self.folder / f"{self.rng.integers(self.next):05}.npz"
            else:
                time.sleep(5)
                continue
            with np.load(path) as columns:
                columns = [columns[name] for name in columns.files]
            order = self.rng.permutation(SHARD)
            for at in range(0, SHARD, self.batch):
                pick = order[at : at + self.batch]
                yield [column[pick] for column in columns]
