"""Authlib with joserfc, as they come from PyPI, against the sandbox."""

import unittest

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc6749.errors import MismatchingStateException
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sandbox import NATIVE, REDIRECT_URI, WEB, Sandbox, consent

SCOPE = "readwrite:core offline_access openid profile email"


class AuthlibAgainstTheSandbox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.metadata = OpenIDProviderMetadata(requests.get(get_well_known_url(cls.sandbox.issuer, external=True)).json())

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.stop()

    def client(self, registration, method):
        client_id, secret = registration
        client = OAuth2Session(
            client_id,
            secret,
            scope=SCOPE,
            redirect_uri=REDIRECT_URI,
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            code_challenge_method="S256",
        )
        self.addCleanup(client.close)
        return client

    def sign_in(self, client):
        """The code flow with PKCE, state and nonce. Returns the token answer and the claims of the id token."""
        verifier, nonce = generate_token(48), generate_token(24)
        url, state = client.create_authorization_url(self.metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
        answer = consent(url, self.sandbox.account)
        token = client.fetch_token(self.metadata["token_endpoint"], authorization_response=answer, state=state, code_verifier=verifier)
        return token, self.verified(client, token, nonce)

    def verified(self, client, token, nonce):
        """The claims of the id token: signed by a key of the key set, and saying what they have to."""
        keys = KeySet.import_key_set(requests.get(self.metadata["jwks_uri"]).json())
        decoded = jwt.decode(token["id_token"], keys, algorithms=self.metadata["id_token_signing_alg_values_supported"])
        options = {"iss": {"essential": True, "value": self.metadata["issuer"]}, "aud": {"essential": True, "value": client.client_id}}
        params = {"nonce": nonce, "client_id": client.client_id, "access_token": token["access_token"]}
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        claims.validate()
        return claims

    def test_discovery_says_all_that_the_standard_asks_for(self):
        for name in ("issuer", "authorization_endpoint", "jwks_uri", "response_types_supported", "subject_types_supported"):
            getattr(self.metadata, f"validate_{name}", lambda: None)()
            self.assertTrue(self.metadata[name], name)
        self.assertEqual(self.metadata["issuer"], self.sandbox.issuer)

    def test_every_kind_of_app_signs_in_refreshes_and_revokes(self):
        for registration, method in ((NATIVE, "none"), (WEB, "client_secret_post"), (WEB, "client_secret_basic")):
            with self.subTest(method):
                client = self.client(registration, method)
                token, claims = self.sign_in(client)
                self.assertIn("at_hash", claims)
                self.assertTrue(claims["companyId"])
                info = client.get(self.metadata["userinfo_endpoint"]).json()
                self.assertEqual((info["sub"], info["email"]), (claims["sub"], self.sandbox.account["user"]))
                self.assertEqual(len(client.get(token["endpoint"] + "client?page=1,3").json()), 3)

                renewed = client.refresh_token(self.metadata["token_endpoint"], refresh_token=token["refresh_token"])
                self.assertNotEqual(renewed["refresh_token"], token["refresh_token"])
                self.assertEqual(self.verified(client, renewed, None)["sub"], claims["sub"])
                revoked = client.revoke_token(self.metadata["revocation_endpoint"], token=renewed["refresh_token"], token_type_hint="refresh_token")
                self.assertEqual(revoked.status_code, 200)
                bearer = {"Authorization": f"Bearer {renewed['access_token']}"}
                with self.assertRaises(OAuthError) as refused:
                    client.refresh_token(self.metadata["token_endpoint"], refresh_token=renewed["refresh_token"])
                self.assertEqual(refused.exception.error, "invalid_grant")
                self.assertEqual(requests.get(self.metadata["userinfo_endpoint"], headers=bearer).status_code, 401)

    def test_a_wrong_secret_is_refused(self):
        with self.assertRaises(OAuthError) as refused:
            self.sign_in(self.client((WEB[0], "wrong"), "client_secret_post"))
        self.assertEqual(refused.exception.error, "invalid_client")

    def test_it_refuses_what_is_wrong(self):
        """What the client checks is only known when it also finds what is wrong."""
        for value in ("wrong-nonce", "wrong-at-hash", "wrong-issuer", "wrong-audience", "expired", "unknown-key", "bad-signature"):
            with self.subTest(value):
                self.sandbox.fault("id-token", value)
                try:
                    with self.assertRaises((JoseError, ValueError)):
                        self.sign_in(self.client(NATIVE, "none"))
                finally:
                    self.sandbox.fault("id-token", "off")

    def test_it_refuses_another_state(self):
        self.sandbox.fault("wrong-state", "on")
        try:
            with self.assertRaises(MismatchingStateException):
                self.sign_in(self.client(NATIVE, "none"))
        finally:
            self.sandbox.fault("wrong-state", "off")


if __name__ == "__main__":
    unittest.main()
