"""PassportEye and FastMRZ beside this engine, on the same pictures in one run, as a part of docs/accuracy.md.

usage: mrz_readers.py DATA KYC [--tessdata FOLDER] [--remark TEXT] [--write FILE.md]

DATA is laid out like the folder of `kyc accuracy documents`; KYC is the built `kyc` command. Both peers run Tesseract from the
PATH, on one thread, as does the engine. FastMRZ asks Tesseract for a language `mrz` that its package does not carry: FOLDER may
hold its `mrz.traineddata`; without it Tesseract's own `eng` stands in, and the page says so. The pictures are read by every reader
in turn; a picture on which a reader raises counts as not read. Only the peers' lines count, not their parsed fields.
"""

import argparse
import importlib.metadata
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"  # before Tesseract is started

import cv2  # noqa: E402
from fastmrz import FastMRZ  # noqa: E402
from passporteye import read_mrz  # noqa: E402

cv2.setNumThreads(1)
ENGLISH = Path("/usr/share/tesseract-ocr/5/tessdata/eng.traineddata")  # where Debian puts it


def passporteye(path: str) -> list[str]:
    found = read_mrz(path)
    return found.to_dict()["raw_text"].split() if found else []


def fastmrz(tessdata: str):
    reader = FastMRZ(tessdata_path=tessdata)

    def read(path: str) -> list[str]:
        return (reader.get_details(path, ignore_parse=True) or "").split()

    return read


def measured(read, pictures) -> dict:
    exact, where_none, failed, times = 0, 0, 0, []
    for path, lines, readable in pictures:
        began = time.perf_counter()
        try:
            found = read(path)
        except Exception as problem:  # a peer that stops at a picture has not read it
            print(f"{Path(path).name}: {type(problem).__name__}")
            found, failed = [], failed + 1
        times.append((time.perf_counter() - began) * 1e3)
        if lines:
            exact += readable and found == lines
        else:
            where_none += bool(found)
    return {"exact": exact, "where_none": where_none, "failed": failed, "median_ms": statistics.median(times)}


def engine(kyc: str, data: str) -> dict:
    command = [kyc, "accuracy", "documents", "--data", data, "--only", "mrz_images", "--json", "--threads", "1"]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["mrz_images"]
    return {"exact": figures["exact"], "where_none": figures["reported_where_none"], "failed": 0, "median_ms": figures["median_ms"]}


def page(rows: dict, readable: int, without: int, note: str) -> str:
    ours = rows["this engine"]["median_ms"]
    table = "".join(
        f"| {name} | {row['exact']} of {readable} | {row['where_none']} of {without} | {row['failed']} | {row['median_ms']:.0f} ms "
        f"| {row['median_ms'] / ours:.1f} |\n"
        for name, row in rows.items()
    )
    return (
        "## Machine-readable zones beside other readers\n\n"
        "Whole pictures of `mrz_images`, one after the other in one run, one thread each.\n\n"
        "| reader | every character right, of readable zones | zone reported where there is none | stopped with an error "
        "| median a picture | times this engine's |\n|---|---|---|---|---|---|\n" + table + f"\n{note}\n"
    )


def put(path: Path, text: str) -> None:
    """Into the page, in place of the part of the same name."""
    begin, end = "<!-- peers: written by `benches/peers/mrz_readers.py --write` -->", "<!-- /peers -->"
    part, old = f"{begin}\n{text}{end}\n", path.read_text()
    if begin in old:
        before, after = old.split(begin)[0], old.split(end)[1].lstrip("\n")
        path.write_text(before + part + (f"\n{after}" if after else ""))
    else:
        path.write_text(f"{old.rstrip()}\n\n{part}")


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("data")
    ask.add_argument("kyc")
    ask.add_argument("--tessdata")
    ask.add_argument("--remark", default="", help="what else the page should say, such as of the machine")
    ask.add_argument("--write", type=Path)
    given = ask.parse_args()
    folder, pictures = Path(given.data) / "mrz_images", []
    for entry in json.loads((folder / "manifest.json").read_text()):
        lines = entry["label"].get("mrz_lines") or []
        pictures.append((str(folder / Path(entry["file"]).name), lines, "approximate" not in (entry.get("note") or "")))
    readable = sum(bool(lines) and plain for _, lines, plain in pictures)
    version = importlib.metadata.version
    tesseract = subprocess.run(["tesseract", "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    note = f"PassportEye {version('PassportEye')}, FastMRZ {version('fastmrz')}, {tesseract}."
    with tempfile.TemporaryDirectory() as stand_in:
        if not given.tessdata:
            (Path(stand_in) / "mrz.traineddata").symlink_to(ENGLISH)
            note += " FastMRZ's own `mrz.traineddata` is not in its package: Tesseract's `eng` stood in for it."
        rows = {
            "this engine": engine(given.kyc, given.data),
            "PassportEye": measured(passporteye, pictures),
            "FastMRZ": measured(fastmrz(given.tessdata or stand_in), pictures),
        }
    text = page(rows, readable, sum(not lines for _, lines, _ in pictures), f"{note} {given.remark}".rstrip())
    print(text)
    if given.write:
        put(given.write, text)


if __name__ == "__main__":
    main()
