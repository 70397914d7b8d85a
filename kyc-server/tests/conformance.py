"""Runs the conformance vectors through a server: conformance.py URL FOLDER_OF_CONFORMANCE. The server has the feature `conformance`."""

import http.client
import json
import sys
import urllib.parse
import uuid

sys.path.insert(0, sys.argv[2])
import runner  # noqa: E402


class Refused(Exception):
    name = ""


class Door:
    def __init__(self, script=None):
        self.headers = {"kyc-script": script} if script else {}
        self.connection = http.client.HTTPConnection(urllib.parse.urlparse(sys.argv[1]).netloc, timeout=60)

    def call(self, op, request, blobs):
        boundary = uuid.uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
        parts = [(head % name).encode() + part + b"\r\n" for name, part in [("request", request.encode()), *(("blob", blob) for blob in blobs)]]
        headers = {**self.headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        self.connection.request("POST", f"/v1/ops/{op}", body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            refused = Refused(text)
            refused.name = json.loads(text)["name"]
            raise refused
        return text


runner.main(Door, Door, Refused)
