"""Makes training strips: `ocrb_make.py FOLDER FIRST LAST STEP [FONT...]` (shards, see shards.py)."""

import sys
from pathlib import Path

import ocrb_lines
import shards

OCR_B = Path(__file__).parents[2] / "synth/assets/fonts/OCRB.otf"

if __name__ == "__main__":
    folder, first, last, step = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    face, others = ocrb_lines.Face(str(OCR_B)), [ocrb_lines.Face(path) for path in sys.argv[5:]]
    shards.make(folder, first, last, step, ocrb_lines.Strips(face, others).strip)
