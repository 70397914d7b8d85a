"""What the bindings cost: writes docs/performance-bindings.md. From the workspace's root, on a quiet machine:

    python3 benches/bindings/figures.py > docs/performance-bindings.md

Builds everything for release first; `--dev` measures development builds, for trying the script. The
tests have to have run once: they make the demo's pictures, prepare the models, and compile the Kotlin half. Linux only.
"""

import glob
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DEV = "--dev" in sys.argv
PROFILE = [] if DEV else ["--release"]
CRATES = [part for name in ("benches", "ffi", "mobile", "node", "server") for part in ("-p", f"kyc-{name}")]
# The Kotlin sources that the tests have generated and compiled expect the library to have its canned models.
TARGETS = ["--lib", "--bin", "door", "--bin", "kyc-server", "--features", "kyc-mobile/conformance"]
BUILT = Path("target/debug" if DEV else "target/release").resolve()
DEMO = Path("target/bindings/demo").resolve()
MODELS = os.environ.get("KYC_MODELS_DIR") or str(Path.home() / ".cache/kyc/models")
CASE = [MODELS, str(DEMO / "selfie.jpg"), str(DEMO / "document.jpg")]
ROUNDS = 9
AGAIN = "Rust, once more"


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, **options)
    return done.stdout.strip()


def runners(work):
    """Language to the command that prints its two figures; builds what they need."""
    # All at once: what they share is compiled once.
    run("cargo", "build", *PROFILE, *CRATES, *TARGETS)
    yield "Rust", [BUILT / "door"]

    run("cc", "-O2", "-Ikyc-ffi/include", "benches/bindings/door.c", f"-L{BUILT}", "-lkyc_ffi", f"-Wl,-rpath,{BUILT}", "-o", work / "door")
    yield "C", [work / "door"]

    venv = work / "venv"
    run(sys.executable, "-m", "venv", venv)
    run(venv / "bin/pip", "install", "--quiet", "maturin>=1.9,<2")
    profile = ["--profile", "dev"] if DEV else ["--release"]
    environment = {**os.environ, "PATH": f"{venv}/bin:{os.environ['PATH']}", "VIRTUAL_ENV": str(venv)}
    run(venv / "bin/maturin", "build", *profile, "--interpreter", "python", "--out", work / "wheels", cwd="bindings-python", env=environment)
    run(venv / "bin/pip", "install", "--quiet", *(work / "wheels").glob("*.whl"))
    yield "Python", [venv / "bin/python", "benches/bindings/door.py"]

    run("node", "scripts/build.mjs", *(["--debug"] if DEV else []), "--", *CRATES, *TARGETS, cwd="bindings-node")
    run("npm", "pack", "--silent", "--pack-destination", work, cwd="bindings-node")
    app = work / "app"
    app.mkdir()
    run("npm", "install", "--silent", "--no-audit", "--no-fund", *work.glob("kyc-core-*.tgz"), cwd=app)
    shutil.copy("benches/bindings/door.cjs", app)
    yield "Node", ["node", "--expose-gc", app / "door.cjs"]

    classes = Path("target/bindings/mobile/maven")
    jars = [jar for name in ("net/java/dev/jna/jna/5.17.0", "org/jetbrains/kotlin/kotlin-stdlib/2.1.21")
            for jar in glob.glob(str(Path.home() / f".m2/repository/{name}/*.jar"))]
    path = ":".join([str(classes / "classes"), str(classes / "test-classes"), *jars])
    # A heap of one size from the start: what grows is then not the machine's own.
    heap = ["-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"]
    yield "Kotlin (JVM)", ["java", *heap, f"-Djna.library.path={BUILT}", "-cp", path, "org.kyccore.bench.DoorKt"]
    yield "HTTP, one connection", [sys.executable, "benches/bindings/door_http.py", BUILT / "kyc-server"]
    # What the machine's own noise makes of two runs of one program.
    yield AGAIN, [BUILT / "door"]


def calls(work):
    commands = list(runners(work))
    figures = {language: [] for language, _ in commands}
    # In turns, so that a slow minute of the machine is every language's.
    for _ in range(ROUNDS):
        for language, command in commands:
            figures[language].append([float(part) for part in run(*command, *CASE).split()])
    print("| language | `match_faces`, ms | of it outside the stages, µs | over Rust, of a call | `read_mrz` of text, µs | over Rust, µs | "
          "memory over 10,000 calls, KiB |\n|---|---|---|---|---|---|---|")
    rust = figures["Rust"]
    for language, rows in figures.items():
        faces, outside, zone, growth = (statistics.median(column) for column in zip(*rows))
        # Against the Rust of the same turn.
        over = statistics.median((row[1] - base[1]) / (base[0] * 1e3) * 100 for row, base in zip(rows, rust))
        more = statistics.median(row[2] - base[2] for row, base in zip(rows, rust))
        over, more = ("", "") if language == "Rust" else (f"{over:+.2f} %", f"{more:+.1f}")
        print(f"| {language} | {faces:.1f} | {outside:.0f} | {over} | {zone:.1f} | {more} | {growth:+.0f} |")
    speed = run(work / "venv/bin/python", "benches/bindings/door.py", *CASE, "threads")
    print(f"\nPython, two threads on engines of one thread each: {speed} times the calls of one (aim: ≥ 1.7).")


def sizes(work):
    print("\n## Shared libraries, stripped\n\nONNX Runtime is a library of its own and not among them. The aim is 25 MB at most.\n\n"
          "| library | MB |\n|---|---|")
    # With its symbols, which say below what weighs how much.
    run("cargo", "rustc", *PROFILE, "-p", "kyc-ffi", "--lib", "--crate-type", "cdylib", "--", "-C", "strip=none")
    run("unzip", "-q", *(work / "wheels").glob("*.whl"), "kyc/_kyc*", "-d", work)
    libraries = [("C", BUILT / "libkyc_ffi.so"), ("Kotlin and Swift", BUILT / "libkyc_mobile.so"), ("Node", BUILT / "libkyc_node.so"),
                 ("Python", next((work / "kyc").glob("_kyc*")))]
    for name, path in libraries:
        stripped = work / "stripped.so"
        run("strip", "--strip-unneeded", "-o", stripped, path)
        print(f"| {name} | {stripped.stat().st_size / 1e6:.1f} |")
    print("\nWhat the C library is made of:\n\n| section | MB | what |\n|---|---|---|")
    known = {".text": "code", ".rodata": "constants: the catalogue, labels, messages, numbering plans, tables of decoders",
             ".data.rel.ro": "tables of addresses", ".rela.dyn": "relocations", ".eh_frame": "unwinding", ".gcc_except_table": "unwinding"}
    rows = [line.split() for line in run("size", "-A", BUILT / "libkyc_ffi.so").splitlines()[2:] if len(line.split()) >= 3]
    for name, size, *_ in rows:
        if name in known and int(size) > 50_000:
            print(f"| `{name}` | {int(size) / 1e6:.1f} | {known[name]} |")
    print("\nIts functions and named constants by the crate that they are of (generic code counts where it was written):\n\n"
          "| crate | MB |\n|---|---|")
    crates = {}
    for line in run("nm", "--demangle", "--print-size", "--defined-only", BUILT / "libkyc_ffi.so").splitlines():
        found = re.match(r"\w+ (\w+) [tTrRdD] [<&(\[*]*(?:dyn )?(\w+)::", line)
        if found:
            crates[found[2]] = crates.get(found[2], 0) + int(found[1], 16)
    for name, size in sorted(crates.items(), key=lambda row: -row[1])[:12]:
        print(f"| `{name}` | {size / 1e6:.2f} |")
    files = [file for file in Path("kyc-core/catalog").rglob("*") if file.is_file()]
    print(f"\nThe catalogue's {len(files)} files have {sum(file.stat().st_size for file in files) / 1e6:.1f} MB before they are built in.")


def first_results(work):
    """From an empty environment to the first answer, the package built and the models prepared."""
    print("\n## Install to first result\n\nThe package is built, the registries' clients have a warm cache, the models are prepared.\n")
    print("| language | steps | s |\n|---|---|---|")
    start = time.monotonic()
    venv = work / "first-venv"
    run(sys.executable, "-m", "venv", venv)
    run(venv / "bin/pip", "install", "--quiet", *(work / "wheels").glob("*.whl"))
    run(venv / "bin/python", "examples/python/verify.py", DEMO / "document.jpg", DEMO / "selfie.jpg", "2026-11-21")
    print(f"| Python | `venv`, `pip install`, `verify.py` | {time.monotonic() - start:.1f} |")
    start = time.monotonic()
    app = work / "first-app"
    app.mkdir()
    run("npm", "install", "--silent", "--no-audit", "--no-fund", *work.glob("kyc-core-*.tgz"), cwd=app)
    shutil.copy("examples/node/verify.mjs", app)
    run("node", "verify.mjs", DEMO / "document.jpg", DEMO / "selfie.jpg", "2026-11-21", cwd=app)
    print(f"| Node | `npm install`, `verify.mjs` | {time.monotonic() - start:.1f} |")
    start = time.monotonic()
    flags = f"-Ikyc-ffi/include -L{BUILT} -lkyc_ffi -Wl,-rpath,{BUILT}".split()
    run("cc", "examples/c/verify.c", *flags, "-o", work / "verify")
    run(work / "verify", MODELS, DEMO / "document.jpg", DEMO / "selfie.jpg", "2026-11-21")
    print(f"| C | `cc`, `verify` | {time.monotonic() - start:.1f} |")
    start = time.monotonic()
    server = subprocess.Popen([BUILT / "kyc-server", "--models", MODELS, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().split()[-1]
        request = 'request={"document": {"front": 0}, "selfie": 1, "today": "2026-11-21"}'
        forms = [part for form in (request, f"blob=@{DEMO}/document.jpg", f"blob=@{DEMO}/selfie.jpg") for part in ("--form", form)]
        assert '"verdict":"accepted"' in run("curl", "--silent", "--fail", f"{url}/v1/ops/verify", *forms)
    finally:
        server.terminate()
    print(f"| HTTP | `kyc-server`, `curl` | {time.monotonic() - start:.1f} |")


def main():
    kind = "development" if DEV else "release"
    print("# Performance of the bindings\n\nWritten by `python3 benches/bindings/figures.py > docs/performance-bindings.md`. Medians of "
          f"{ROUNDS} processes of each language, in turns; in each the median of 25 calls of `match_faces` on the demo's selfie and passport, "
          "and of 5,000 calls of `read_mrz` on text (Kotlin 20,000), after warming up. A call's response says when the engine's "
          "last stage ended; what a call took beyond that is outside the stages, and a language's own cost of `match_faces` is how much more "
          "of it there is than in Rust, as a share of Rust's whole call. (Whole calls differ more than that between runs of one program.) \"Over "
          "Rust\" is the median over the turns, each against the Rust of its turn; the last row is the machine's noise. Memory is resident memory after 10,000 calls "
          "with a blob of 100,000 bytes each, a gigabyte in all, over that before.\n\n"
          f"Machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, load {os.getloadavg()[0]:.1f} before the "
          f"calls; {kind} builds.\n\n## Calls\n")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        calls(work)
        sizes(work)
        first_results(work)


if __name__ == "__main__":
    main()
