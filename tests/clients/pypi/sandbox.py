"""A started sandbox, and a person who fills in its pages without a browser."""

import json
import os
import re
import subprocess
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

REDIRECT_URI = "http://127.0.0.1:8400/callback"
WEB = ("web.apps.bqe.com", "s3cr-t_1")
NATIVE = ("native.apps.bqe.com", None)


class Sandbox:
    """The program that SANDBOX names, with one web client and one native client."""

    def __init__(self):
        program = os.environ.get("SANDBOX")
        if not program:
            raise SystemExit("SANDBOX has to name the sandbox program; `cargo xtask test --only clients` sets it")
        clients = [f"{WEB[0]}:{WEB[1]}={REDIRECT_URI}", f"{NATIVE[0]}={REDIRECT_URI}"]
        arguments = [part for client in clients for part in ("--client", client)]
        self._process = subprocess.Popen([program, "--port", "0", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        ready = json.loads(self._process.stdout.readline())
        self.issuer = ready["core"]["issuer"]
        self.bidcore = ready["bidcore"]
        self.account = ready["accounts"][0]
        self._admin = ready["admin"]

    def fault(self, name, value):
        """Sets a fault by the admin page; `off` clears it."""
        answer = requests.post(f"{self._admin}/do", data={"action": "set", "name": name, "value": value}, allow_redirects=False)
        assert answer.status_code == 303, answer.text

    def stop(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def consent(authorization_url, account):
    """Logs in, takes the first company, and grants. Returns the address to which the browser is sent."""
    with requests.Session() as browser:
        login = _destination(browser.get(authorization_url, allow_redirects=False))

        def post(address, form):
            return _destination(browser.post(urljoin(login, address), data=form, allow_redirects=False))

        signin = parse_qs(urlsplit(login).query)["signin"][0]
        companies = post("/idp/Account/Login", {"signin": signin, "username": account["user"], "password": account["password"]})
        company = re.search(r'name="company" value="([^"]+)"', browser.get(companies).text).group(1)
        permissions = post("/idp/Account/Company", {"signin": signin, "company": company})
        scopes = re.findall(r'name="scope" value="([^"]+)"', browser.get(permissions).text)
        return post("/idp/consent", {"signin": signin, "decision": "grant", "scope": scopes})


def _destination(answer):
    assert answer.status_code == 303, f"no redirect but {answer.status_code}"
    return urljoin(answer.url, answer.headers["location"])
