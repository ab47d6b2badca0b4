#!/usr/bin/python3
"""A real SMTP server for tests: takes letters and prints each as one line of JSON.

The first line says the port. Options make it difficult:

    --answers "451 Later,250"   answers to DATA, in turn; the last one stays (default 250)
    --recipients "550 Unknown"  answers to RCPT TO, likewise
    --slow SECONDS              waits before it takes a letter
    --tls FILE                  certificate and key in PEM: offers STARTTLS
    --implicit                  with --tls: TLS from the first byte
    --login USER:PASSWORD       wants exactly these

Needs aiosmtpd (Debian: python3-aiosmtpd).
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("--answers", default="250 OK")
parser.add_argument("--recipients", default="250 OK")
parser.add_argument("--slow", type=float, default=0)
parser.add_argument("--tls")
parser.add_argument("--implicit", action="store_true")
parser.add_argument("--login")
options = parser.parse_args()


class Answers:
    def __init__(self, text):
        self.left = [one.strip() for one in text.split(",")]

    def next(self):
        answer = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        return answer if " " in answer else answer + " OK"


answers, recipients = Answers(options.answers), Answers(options.recipients)


def say(**line):
    print(json.dumps(line), flush=True)


def told(message):
    """What a reader's program makes of a letter."""
    text, html, pictures = "", "", []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/plain":
            text = part.get_content().replace("\r\n", "\n")
        elif kind == "text/html":
            html = part.get_content().replace("\r\n", "\n")
        elif not part.is_multipart():
            pictures.append([kind, part.get("Content-ID", ""), len(part.get_content())])
    headers = [[name, str(value)] for name, value in message.items()]
    sender = message["From"].addresses[0]
    return {
        "subject": str(message["Subject"]),
        "sender": sender.display_name,
        "text": text,
        "html": html,
        "pictures": pictures,
        "headers": headers,
    }


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        answer = recipients.next()
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        else:
            say(refused=address, answer=answer)
        return answer

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(options.slow)
        answer = answers.next()
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        say(
            answer=answer,
            **{"from": envelope.mail_from, "to": envelope.rcpt_tos},
            tls=session.ssl is not None or options.implicit,
            login=session.auth_data if session.authenticated else None,
            **told(message),
        )
        return answer


def check(server, session, envelope, mechanism, data):
    pair = f"{data.login.decode()}:{data.password.decode()}"
    if pair != options.login:
        return AuthResult(success=False, handled=False)
    return AuthResult(success=True, auth_data=data.login.decode())


async def main():
    context = None
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.tls)
    start_tls = context if not options.implicit else None

    def server():
        return SMTP(
            Sink(),
            hostname="sink.example",
            enable_SMTPUTF8=True,
            tls_context=start_tls,
            authenticator=check if options.login else None,
            auth_required=bool(options.login),
            auth_require_tls=False,
        )

    loop = asyncio.get_running_loop()
    wrapped = context if options.implicit else None
    listening = await loop.create_server(server, "127.0.0.1", 0, ssl=wrapped)
    say(port=listening.sockets[0].getsockname()[1])
    await listening.serve_forever()


asyncio.run(main())
