#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A web server on loopback that behaves as badly as asked. Prints its port on a line; ends when its standard input does.

    web.py [FOLDER [CERTIFICATE]]

With CERTIFICATE it speaks https: a key is made, and the certificate for 127.0.0.1, signed by itself, is written there.
/file/NAME serves FOLDER/NAME with ETag, conditional requests and ranges; the other paths are the methods below. /count/PATH
tells how often PATH was asked for.
"""
import gzip
import hashlib
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zlib

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
LONG = b"".join(b"row %06d\n" % n for n in range(20000))
MIB = bytes(1 << 20)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    counts = {}

    def log_message(self, *_):
        pass

    def do_GET(self):
        path, _, query = self.path.partition("?")
        self.query = dict(urllib.parse.parse_qsl(query))
        if path.startswith("/count/"):
            return self.answer(str(self.counts.get(path[6:], 0)).encode())
        self.times = self.counts[path] = self.counts.get(path, 0) + 1
        if path.startswith("/file/"):
            return self.stored(path[6:])
        method = getattr(self, "get_" + path[1:].replace("-", "_"), None)
        return method() if method else self.answer(b"no such page", 404)

    def do_POST(self):
        self.posted = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.do_GET()

    def answer(self, body, status=200, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def cut(self, body, length, **headers):
        """Says it sends more than it does, and hangs up."""
        self.answer(body, length=length, **headers)
        self.close_connection = True

    def stored(self, name):
        file = FOLDER / name
        if not file.is_file():
            return self.answer(b"no such file", 404)
        body = file.read_bytes()
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if self.headers.get("If-None-Match") == tag:
            return self.answer(b"", 304, ETag=tag)
        return self.answer(body, ETag=tag, Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT", Content_Type="text/csv")

    def get_tagged(self):
        same = self.headers.get("If-None-Match") == '"one"'
        since = self.headers.get("If-Modified-Since") == "Mon, 05 Jan 2026 10:00:00 GMT"
        if same or since:
            return self.answer(b"", 304, ETag='"one"')
        return self.answer(b"a list", ETag='"one"', Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT",
                           Content_Type="text/plain")

    def get_agent(self):
        self.answer(self.headers.get("User-Agent", "").encode())

    def get_echo(self):
        """What was asked, and with what."""
        self.answer(json.dumps({"method": self.command, "body": getattr(self, "posted", b"").decode(),
                                "headers": {name.lower(): value for name, value in self.headers.items()}}).encode())

    def get_to(self):
        """Sends on to wherever the query says."""
        self.answer(b"", int(self.query.get("status", "302")), Location=self.query["url"])

    def get_secured(self):
        if self.headers.get("Authorization") != "Bearer open-sesame-1":
            return self.answer(b"who are you?", 401)
        return self.answer(b"a list")

    def page(self, number, **further):
        """Two records a page, five in all; the first and third say something that must not be taken for a bracket."""
        records = [{"name": f'EXAMPLE [{n}] "HARBOUR" LTD', "at": 14.5995124} for n in range(2 * number - 1, 2 * number + 1)
                   if 1 <= n <= 5]
        self.answer(json.dumps({"meta": {"total": 5, "note": "]"}, "data": {"rows": records}, **further}).encode())

    def get_numbered(self):
        self.page(int(self.query["page"]), last=3)

    def get_offset(self):
        self.page(int(self.query["from"]) // 2 + 1)

    def get_posted(self):
        wanted = json.loads(self.posted) if self.command == "POST" else {"page": 99}
        self.page(wanted["page"])

    def get_linked(self):
        number = int(self.query.get("page", "1"))
        self.page(number, next=f"/linked?page={number + 1}" if number < 3 else None)

    def get_linked_away(self):
        self.page(1, next="https://elsewhere.example/linked?page=2")

    def get_unheeding(self):
        self.page(1)

    def get_broken_page(self):
        if self.query["page"] == "2":
            return self.answer(b"<html>busy</html>")
        return self.page(int(self.query["page"]))

    def get_gone(self):
        self.answer(b"gone", 404)

    def get_empty(self):
        self.answer(b"")

    def get_page(self):
        self.answer(b"<!DOCTYPE html><html><body><h1>Be back soon</h1></body></html>", Content_Type="text/html")

    def get_hop(self):
        self.answer(b"", 302, Location="tagged#top")

    def get_loop(self):
        self.answer(b"", 302, Location="/loop")

    def get_to_private(self):
        self.answer(b"", 302, Location="http://10.255.255.1/latest/meta-data/")

    def get_to_plain(self):
        self.answer(b"", 302, Location=f"http://127.0.0.1:{self.server.server_address[1]}/tagged")

    def get_to_file(self):
        self.answer(b"", 302, Location="file:///etc/passwd")

    def get_to_password(self):
        self.answer(b"", 302, Location="http://ann:secret@127.0.0.1/")

    def get_busy_once(self):
        if self.times == 1:
            return self.answer(b"busy", 503, Retry_After="0")
        return self.answer(b"a list")

    def get_busy(self):
        self.answer(b"busy", 503)

    def get_patience(self):
        self.answer(b"busy", 503, Retry_After="86400")

    def get_truncated(self):
        self.cut(LONG[:1000], len(LONG))

    def get_broken_once(self):
        """Breaks off half-way; what is asked for later is the rest, by Range, of the same version."""
        wanted = self.headers.get("Range", "")
        if self.times == 1:
            return self.cut(LONG[:100000], len(LONG), ETag='"long"')
        if wanted and self.headers.get("If-Range") == '"long"':
            start = int(wanted[len("bytes="):-1])
            return self.answer(LONG[start:], 206, ETag='"long"',
                               Content_Range=f"bytes {start}-{len(LONG) - 1}/{len(LONG)}")
        return self.answer(b"the whole file was asked for again", ETag='"long"')

    def get_changed_meanwhile(self):
        """Breaks off, and is another file by the time the rest is asked for."""
        if self.times == 1:
            return self.cut(LONG[:100000], len(LONG), ETag='"long"')
        return self.answer(b"another list", ETag='"other"')

    def get_wrong_part(self):
        """Answers a request for the rest with some other part."""
        if self.times == 1:
            return self.cut(LONG[:100000], len(LONG), ETag='"long"')
        if self.headers.get("Range"):
            return self.answer(LONG[5:], 206, ETag='"long"', Content_Range=f"bytes 5-{len(LONG) - 1}/{len(LONG)}")
        return self.answer(LONG, ETag='"long"')

    def get_part_of_part(self):
        """Asked for the rest, sends a little of it and says so."""
        if self.times == 1:
            return self.cut(LONG[:100000], len(LONG), ETag='"long"')
        if self.headers.get("Range"):
            return self.answer(LONG[100000:100010], 206, ETag='"long"',
                               Content_Range=f"bytes 100000-100009/{len(LONG)}")
        return self.answer(LONG, ETag='"long"')

    def get_emptied_meanwhile(self):
        if self.times == 1:
            return self.cut(LONG[:100000], len(LONG), ETag='"long"')
        return self.answer(b"", ETag='"other"')

    def get_drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while True:
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def get_endless(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while True:
            self.wfile.write(MIB)

    def get_huge(self):
        self.cut(b"x", 1 << 40)

    def get_gzip(self):
        self.answer(gzip.compress(LONG), Content_Encoding="gzip")

    def get_bomb(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        body = b"".join(packer.compress(MIB) for _ in range(64)) + packer.flush()
        self.answer(body, Content_Encoding="gzip")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # clients that hang up are what this is about


def secured(server, certificate):
    with tempfile.TemporaryDirectory() as folder:
        key = pathlib.Path(folder) / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", certificate],
                       check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 2:
        secured(server, sys.argv[2])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
