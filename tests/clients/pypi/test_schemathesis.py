"""schemathesis, as it comes from PyPI, against the BidCore sandbox, by the document that the sandbox serves."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

from sandbox import Sandbox

HERE = pathlib.Path(__file__).parent
PROGRAM = pathlib.Path(sys.executable).with_name("schemathesis.exe" if os.name == "nt" else "schemathesis")
LIMIT_SECONDS = 900


class SchemathesisAgainstTheSandbox(unittest.TestCase):
    """What is asked, and which checks are switched off for what reason, stands in schemathesis.toml."""

    def setUp(self):
        self.sandbox = Sandbox()
        self.addCleanup(self.sandbox.stop)

    def run_phases(self, phases, *arguments):
        bidcore = self.sandbox.bidcore
        command = [PROGRAM, "--config-file", HERE / "schemathesis.toml", "run", bidcore["openapi_url"]]
        command += ["--url", bidcore["base_url"], "--header", f"Authorization: Bearer {bidcore['token']}", "--phases", phases, *arguments]
        # Its reports about failures are no part of the sources.
        run = subprocess.run(command, cwd=PROGRAM.parent, capture_output=True, text=True, encoding="utf-8", timeout=LIMIT_SECONDS, env=ENVIRONMENT)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        generated = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
        self.assertIsNotNone(generated, run.stdout)
        return int(generated.group(1)), run.stdout

    def test_examples_and_edge_cases(self):
        generated, output = self.run_phases("examples,coverage")
        self.assertGreater(generated, 3000)
        # Every operation but the one that serves the document, which it leaves out.
        self.assertRegex(output, r"Tested: 91\b")

    def test_the_document_as_swagger(self):
        self.sandbox.fault("document", "swagger")
        self.sandbox.fault("document-plain", "on")
        # Swagger 2.0 names media types for an operation as a whole, so its 204, which has none, seems to lack one.
        generated, _ = self.run_phases("coverage", "--exclude-checks", "content_type_conformance", "--exclude-path", "/oauth2/token/")
        self.assertGreater(generated, 3000)

    def test_the_document_itself(self):
        self.run_phases("coverage", "--include-path", "/openapi.json")

    def test_made_up_values(self):
        generated, _ = self.run_phases("fuzzing")
        self.assertGreater(generated, 1000)

    def test_calls_that_follow_from_each_other(self):
        self.run_phases("stateful")


ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"}

if __name__ == "__main__":
    unittest.main()
