"""Prints its port, then the parts of each form it gets, as Python's own MIME parser finds them: a JSON line each."""

import email.parser
import email.policy
import http.server
import json


class Forms(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n"
        form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        for part in form.iter_parts():
            print(json.dumps({
                "name": part.get_param("name", header="content-disposition"),
                "file": part.get_filename(""),
                "type": part["Content-Type"] or "",
                "content": part.get_payload(decode=True).decode(),
            }), flush=True)
        print("{}", flush=True)
        self.send_response(204 if form.is_multipart() else 400)
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forms)
print(server.server_port, flush=True)
server.serve_forever()
