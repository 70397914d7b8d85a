"""As `door.rs`, from Python: door.py MODELS A B [threads]. Prints the medians of match_faces in ms, of what of it lies outside
the engine's stages in us, and of read_mrz in us, and the growth of resident memory in KiB over 10,000 calls with a blob of
100,000 bytes; with `threads` how many times as many calls two threads make as one, each on an engine of one thread."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import kyc

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def timed(work, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def compared(runs):
    """The medians of the whole calls and of what of them lies outside the engine's stages, in seconds."""
    whole, outside = [], []
    for _ in range(runs):
        start = time.perf_counter()
        answer = engine.match_faces(a, b)
        whole.append(time.perf_counter() - start)
        stages = max(stage["start_us"] + stage["duration_us"] for stage in answer["timings"])
        outside.append(whole[-1] - stages / 1e6)
    return median(whole), median(outside)


def threads(models, a, b):
    engine = kyc.Engine(models_dir=models, threads=1)
    engines = [engine, kyc.Engine(models_dir=models, threads=1)]

    def calls(at):
        for _ in range(40):
            engines[at].match_faces(a, b)

    calls(0), calls(1)
    alone = timed(lambda: calls(0), 3)
    with ThreadPoolExecutor(2) as pool:
        both = timed(lambda: list(pool.map(calls, (0, 1))), 3)
    print(f"{2 * alone / both:.2f}")


def growth(engine):
    def resident(calls):
        for _ in range(calls):
            engine.call("read_mrz", {"text": ZONE, "today": "2026-11-21"}, [blob])
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4

    blob = bytes(100_000)
    before = resident(2_000)
    return resident(10_000) - before


models, a, b = sys.argv[1], Path(sys.argv[2]).read_bytes(), Path(sys.argv[3]).read_bytes()
if sys.argv[4:] == ["threads"]:
    threads(models, a, b)
else:
    engine = kyc.Engine(models_dir=models)
    compared(3)
    faces, outside = compared(25)
    zone = timed(lambda: engine.read_mrz(text=ZONE, today="2026-11-21"), 5000)
    print(f"{faces * 1e3:.3f} {outside * 1e6:.1f} {zone * 1e6:.2f} {growth(engine)}")
