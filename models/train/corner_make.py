"""Makes training scenes: `corner_make.py FOLDER FIRST LAST STEP FONT...` (shards, see shards.py)."""

import sys
from pathlib import Path

import numpy as np
from skimage import data

import shards
from corner_scenes import Scenes

OCR_B = Path(__file__).parents[2] / "synth/assets/fonts/OCRB.otf"
# Public-domain or CC0 pictures that the scikit-image package carries, faces left out.
TEXTURES = ["brick", "grass", "gravel", "coffee", "chelsea", "rocket", "hubble_deep_field", "coins", "clock", "text", "moon"]


def textures() -> list[np.ndarray]:
    kept = []
    for name in TEXTURES:
        try:
            picture = np.asarray(getattr(data, name)())
        except (AttributeError, OSError, ModuleNotFoundError):
            print(f"without {name}: this scikit-image does not carry it", file=sys.stderr)
            continue
        kept.append(picture[..., :3] if picture.ndim == 3 else np.repeat(picture[..., None], 3, 2))
    return kept


if __name__ == "__main__":
    folder, first, last, step = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    scenes = Scenes(2000, sys.argv[5:], str(OCR_B), textures())
    shards.make(folder, first, last, step, scenes.scene)
