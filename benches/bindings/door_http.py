"""As `door.py`, over HTTP with one open connection: door_http.py SERVER MODELS A B. What is measured holds the client's share too; resident
memory is the server's."""

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ZONE = r'{"text": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10", "today": "2026-11-21"}'


def parts(request, *blobs):
    head = '--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
    named = [("request", request.encode()), *(("blob", blob) for blob in blobs)]
    body = b"".join((head % name).encode() + part + b"\r\n" for name, part in named)
    return body + b"--b--\r\n", {"Content-Type": "multipart/form-data; boundary=b"}


def timed(work, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


program, models, a, b = sys.argv[1:]
server = subprocess.Popen([program, "--models", models, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
try:
    connection = http.client.HTTPConnection(server.stdout.readline().rpartition("//")[2].strip(), timeout=60)

    def call(op, body, headers):
        connection.request("POST", f"/v1/ops/{op}", body, headers)
        answer = connection.getresponse()
        body = answer.read()
        assert body and answer.status == 200
        return body

    def resident(calls):
        for _ in range(calls):
            call("read_mrz", *with_blob)
        return int(Path(f"/proc/{server.pid}/statm").read_text().split()[1]) * 4

    faces = parts('{"a": 0, "b": 1}', Path(a).read_bytes(), Path(b).read_bytes())
    with_blob = parts(ZONE, bytes(100_000))
    timed(lambda: call("match_faces", *faces), 3)
    whole, outside = [], []
    for _ in range(25):
        start = time.perf_counter()
        answer = call("match_faces", *faces)
        whole.append(time.perf_counter() - start)
        stages = max(stage["start_us"] + stage["duration_us"] for stage in json.loads(answer)["timings"])
        outside.append(whole[-1] * 1e6 - stages)
    us = timed(lambda: call("read_mrz", ZONE, {"Content-Type": "application/json"}), 5000) * 1e6
    before = resident(2_000)
    print(f"{median(whole) * 1e3:.3f} {median(outside):.1f} {us:.2f} {resident(10_000) - before}")
finally:
    server.terminate()
    server.wait()
