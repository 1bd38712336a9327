//! The registered header parameters and claims, and those of common vendors, in plain words.
//!
//! Names from the IANA registries "JSON Web Signature and Encryption Header Parameters" and "JSON Web Token Claims".

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Header,
    Claims,
    /// In a list: its name is its place.
    Inside,
}

/// What is to be known of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    name: &'static str,
    pub(super) meaning: &'static str,
    pub(super) defined_in: &'static str,
    pub(super) kind: Kind,
}

/// How its value is told.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Plain,
    /// Values that have words of their own.
    Words(&'static [(&'static str, &'static str)]),
    /// A NumericDate.
    Time,
}

pub(super) fn find(name: &str, place: Place) -> Option<&'static Known> {
    let table = match place {
        Place::Header => HEADER,
        Place::Claims => CLAIMS,
        Place::Inside => return None,
    };
    table.iter().find(|known| known.name == name)
}

const fn plain(name: &'static str, meaning: &'static str, defined_in: &'static str) -> Known {
    Known { name, meaning, defined_in, kind: Kind::Plain }
}

const fn time(name: &'static str, meaning: &'static str, defined_in: &'static str) -> Known {
    Known { name, meaning, defined_in, kind: Kind::Time }
}

const fn words(
    name: &'static str,
    meaning: &'static str,
    defined_in: &'static str,
    words: &'static [(&'static str, &'static str)],
) -> Known {
    Known { name, meaning, defined_in, kind: Kind::Words(words) }
}

const ALGORITHMS: &[(&str, &str)] = &[
    ("RS256", "RSA with SHA-256"),
    ("RS384", "RSA with SHA-384"),
    ("RS512", "RSA with SHA-512"),
    ("PS256", "RSA-PSS with SHA-256"),
    ("PS384", "RSA-PSS with SHA-384"),
    ("PS512", "RSA-PSS with SHA-512"),
    ("ES256", "elliptic curve P-256 with SHA-256"),
    ("ES384", "elliptic curve P-384 with SHA-384"),
    ("ES512", "elliptic curve P-521 with SHA-512"),
    ("ES256K", "elliptic curve secp256k1 with SHA-256"),
    ("EdDSA", "Edwards curve"),
    ("Ed25519", "Edwards curve 25519"),
    ("Ed448", "Edwards curve 448"),
    ("HS256", "shared secret with SHA-256"),
    ("HS384", "shared secret with SHA-384"),
    ("HS512", "shared secret with SHA-512"),
    ("none", "not at all, anybody could have written it"),
    ("RSA-OAEP", "key encrypted with RSA-OAEP"),
    ("RSA-OAEP-256", "key encrypted with RSA-OAEP and SHA-256"),
    ("RSA1_5", "key encrypted with RSA PKCS #1 v1.5, which is no longer safe"),
    ("dir", "key known to both sides"),
    ("A128KW", "key wrapped with AES-128"),
    ("A192KW", "key wrapped with AES-192"),
    ("A256KW", "key wrapped with AES-256"),
    ("A128GCMKW", "key wrapped with AES-128 in GCM mode"),
    ("A192GCMKW", "key wrapped with AES-192 in GCM mode"),
    ("A256GCMKW", "key wrapped with AES-256 in GCM mode"),
    ("PBES2-HS256+A128KW", "key wrapped by a password, with SHA-256 and AES-128"),
    ("PBES2-HS384+A192KW", "key wrapped by a password, with SHA-384 and AES-192"),
    ("PBES2-HS512+A256KW", "key wrapped by a password, with SHA-512 and AES-256"),
    ("ECDH-ES", "key agreed upon an elliptic curve"),
    ("ECDH-ES+A128KW", "key agreed upon an elliptic curve, wrapped with AES-128"),
    ("ECDH-ES+A192KW", "key agreed upon an elliptic curve, wrapped with AES-192"),
    ("ECDH-ES+A256KW", "key agreed upon an elliptic curve, wrapped with AES-256"),
];

const TYPES: &[(&str, &str)] = &[
    ("JWT", "JSON Web Token"),
    ("jwt", "JSON Web Token"),
    ("at+jwt", "access token"),
    ("application/at+jwt", "access token"),
    ("dpop+jwt", "proof of possession"),
    ("logout+jwt", "logout token"),
    ("secevent+jwt", "security event"),
    ("token-introspection+jwt", "answer of an introspection"),
    ("JOSE", "signed or encrypted text"),
];

const METHODS: &[(&str, &str)] = &[
    ("pwd", "password"),
    ("otp", "one-time code"),
    ("mfa", "more than one way"),
    ("sms", "text message"),
    ("fpt", "fingerprint"),
    ("face", "face"),
    ("pin", "PIN"),
    ("hwk", "hardware key"),
    ("swk", "software key"),
    ("kba", "questions and answers"),
    ("wia", "Windows sign-in"),
    ("external", "another service"),
];

const HEADER: &[Known] = &[
    words("alg", "How it is signed", "RFC 7515 §4.1.1", ALGORITHMS),
    plain("kid", "Which of the issuer's keys signed it", "RFC 7515 §4.1.4"),
    words("typ", "Kind", "RFC 7515 §4.1.9", TYPES),
    words("cty", "Kind of what is inside", "RFC 7515 §4.1.10", TYPES),
    plain("jku", "An address of keys that the token itself names; Coredesk does not use it", "RFC 7515 §4.1.2"),
    plain("jwk", "A key that the token itself brings; Coredesk does not use it", "RFC 7515 §4.1.3"),
    plain("x5u", "An address of a certificate that the token itself names; Coredesk does not use it", "RFC 7515 §4.1.5"),
    plain("x5c", "A certificate that the token itself brings; Coredesk does not use it", "RFC 7515 §4.1.6"),
    plain("x5t", "Fingerprint of the signing certificate", "RFC 7515 §4.1.7"),
    plain("x5t#S256", "Fingerprint of the signing certificate", "RFC 7515 §4.1.8"),
    plain("crit", "Extensions that a reader must understand", "RFC 7515 §4.1.11"),
    words(
        "enc",
        "How the content is encrypted",
        "RFC 7516 §4.1.2",
        &[
            ("A128CBC-HS256", "AES-128 in CBC mode with HMAC"),
            ("A192CBC-HS384", "AES-192 in CBC mode with HMAC"),
            ("A256CBC-HS512", "AES-256 in CBC mode with HMAC"),
            ("A128GCM", "AES-128 in GCM mode"),
            ("A192GCM", "AES-192 in GCM mode"),
            ("A256GCM", "AES-256 in GCM mode"),
        ],
    ),
    plain("zip", "The content is compressed", "RFC 7516 §4.1.3"),
    plain("epk", "The sender's part of an agreed key", "RFC 7518 §4.6.1.1"),
    plain("apu", "Who sent it, for an agreed key", "RFC 7518 §4.6.1.2"),
    plain("apv", "Who receives it, for an agreed key", "RFC 7518 §4.6.1.3"),
    plain("iv", "Start value of the key's wrapping", "RFC 7518 §4.7.1.1"),
    plain("tag", "Proof that the key's wrapping was not altered", "RFC 7518 §4.7.1.2"),
    plain("p2s", "Salt of the password", "RFC 7518 §4.8.1.1"),
    plain("p2c", "How often the password is hashed", "RFC 7518 §4.8.1.2"),
    plain("b64", "Whether the payload is base64url", "RFC 7797 §3"),
    plain("iss", "Who issued it, as a copy of the claim", "RFC 7519 §5.3"),
    plain("sub", "Whom it is about, as a copy of the claim", "RFC 7519 §5.3"),
    plain("aud", "Which service accepts it, as a copy of the claim", "RFC 7519 §5.3"),
    plain("nonce", "A number used once", "RFC 8555 §6.5.2"),
    plain("url", "The address that it is meant for", "RFC 8555 §6.4.1"),
    plain("ppt", "Kind of passport for phone calls", "RFC 8225 §8.1"),
    plain("trust_chain", "Who vouches for the issuer, step by step", "OpenID Federation 1.0 §4.3"),
];

const OIDC: &str = "OpenID Connect Core §5.1";
const ID_TOKEN: &str = "OpenID Connect Core §2";
const ENTRA: &str = "Microsoft Entra ID";

const CLAIMS: &[Known] = &[
    plain("iss", "Who issued it", "RFC 7519 §4.1.1"),
    plain("sub", "Your user number at the issuer", "RFC 7519 §4.1.2"),
    plain("aud", "Which service accepts it", "RFC 7519 §4.1.3"),
    time("exp", "Expires", "RFC 7519 §4.1.4"),
    time("nbf", "Not valid before", "RFC 7519 §4.1.5"),
    time("iat", "Issued", "RFC 7519 §4.1.6"),
    plain("jti", "The token's own number", "RFC 7519 §4.1.7"),
    plain("client_id", "The app it was given to", "RFC 8693 §4.3"),
    plain("scope", "What it allows", "RFC 8693 §4.2"),
    plain("act", "Who acts in the person's name", "RFC 8693 §4.1"),
    plain("may_act", "Who may act in the person's name", "RFC 8693 §4.4"),
    plain("roles", "Roles of the person", "RFC 9068 §2.2.3.1"),
    plain("groups", "Groups of the person", "RFC 9068 §2.2.3.1"),
    plain("entitlements", "What the person is entitled to", "RFC 9068 §2.2.3.1"),
    time("auth_time", "When the person signed in", ID_TOKEN),
    plain("nonce", "Binds it to one sign-in", ID_TOKEN),
    plain("acr", "How strongly the person signed in", ID_TOKEN),
    words("amr", "How the person signed in", "RFC 8176 §2", METHODS),
    plain("azp", "The app it was given to", ID_TOKEN),
    plain("at_hash", "Fingerprint of the access token", "OpenID Connect Core §3.1.3.6"),
    plain("c_hash", "Fingerprint of the code", "OpenID Connect Core §3.3.2.11"),
    plain("s_hash", "Fingerprint of the state", "Financial-grade API 1.0 §5.1"),
    plain("name", "The person's name", OIDC),
    plain("given_name", "First name", OIDC),
    plain("family_name", "Last name", OIDC),
    plain("middle_name", "Middle name", OIDC),
    plain("nickname", "Nickname", OIDC),
    plain("preferred_username", "User name", OIDC),
    plain("profile", "Address of the person's page", OIDC),
    plain("picture", "Address of the person's picture", OIDC),
    plain("website", "The person's web site", OIDC),
    plain("email", "E-mail address", OIDC),
    plain("email_verified", "Whether the e-mail address was checked", OIDC),
    plain("gender", "Gender", OIDC),
    plain("birthdate", "Birthday", OIDC),
    plain("zoneinfo", "Time zone", OIDC),
    plain("locale", "Language and region", OIDC),
    plain("phone_number", "Phone number", OIDC),
    plain("phone_number_verified", "Whether the phone number was checked", OIDC),
    plain("address", "Postal address", OIDC),
    time("updated_at", "When the person's data changed last", OIDC),
    plain("sid", "The sign-in session at the issuer", "OpenID Connect Front-Channel Logout §3"),
    plain("cnf", "The key that whoever uses it must hold", "RFC 7800 §3.1"),
    plain("jkt", "Fingerprint of that key", "RFC 9449 §6.1"),
    plain("x5t#S256", "Fingerprint of that certificate", "RFC 8705 §3.1"),
    plain("events", "What happened", "RFC 8417 §2.2"),
    time("toe", "When it happened", "RFC 8417 §2.2"),
    plain("txn", "The transaction that it belongs to", "RFC 8417 §2.2"),
    plain("authorization_details", "What it allows, in detail", "RFC 9396 §9.1"),
    plain("sub_id", "Whom it is about, in another form", "RFC 9493 §4.1"),
    plain("sub_jwk", "The key of the person who issued it", "OpenID Connect Core §7.4"),
    plain("htm", "The method of the request that it is for", "RFC 9449 §4.2"),
    plain("htu", "The address of the request that it is for", "RFC 9449 §4.2"),
    plain("ath", "Fingerprint of the access token that it goes with", "RFC 9449 §4.2"),
    plain("vot", "How well the person is known", "RFC 8485 §3.2"),
    plain("vtm", "Where that is explained", "RFC 8485 §3.2"),
    plain("verified_claims", "What was checked of the person, and how", "OpenID Identity Assurance Schema Definition 1.0 §5"),
    plain("place_of_birth", "Place of birth", "OpenID Connect for Identity Assurance Claims Registration 1.0 §4"),
    plain("nationalities", "Nationalities", "OpenID Connect for Identity Assurance Claims Registration 1.0 §4"),
    plain("ueid", "The device's own number", "RFC 9711 §4.2.1"),
    plain("active", "Whether the server accepts it now", "RFC 7662 §2.2"),
    plain("token_type", "How it is sent", "RFC 7662 §2.2"),
    plain("username", "User name", "RFC 7662 §2.2"),
    plain("scp", "What it allows", ENTRA),
    plain("tid", "The company's directory", ENTRA),
    plain("oid", "The person's number in the directory", ENTRA),
    plain("upn", "User name", ENTRA),
    plain("unique_name", "User name", ENTRA),
    plain("appid", "The app it was given to", ENTRA),
    plain("app_displayname", "The app's name", ENTRA),
    plain("idtyp", "Whether a person or an app uses it", ENTRA),
    plain("ver", "Version of this kind of token", ENTRA),
    plain("wids", "Roles in the whole directory", ENTRA),
    plain("idp", "Where the person signed in", ENTRA),
    plain("ipaddr", "The address from which the person signed in", ENTRA),
    plain("realm_access", "Roles in the whole realm", "Keycloak"),
    plain("resource_access", "Roles in each app", "Keycloak"),
    plain("session_state", "The sign-in session at the issuer", "OpenID Connect Session Management §2"),
    plain("allowed-origins", "Web pages that may use it", "Keycloak"),
    plain("permissions", "What it allows", "Auth0"),
    plain("org_id", "The company", "Auth0"),
    plain("org_name", "The company's name", "Auth0"),
    plain("gty", "How it was asked for", "Auth0"),
    plain("hd", "The company's domain", "Google"),
    plain("cognito:groups", "Groups of the person", "Amazon Cognito"),
    plain("cognito:username", "User name", "Amazon Cognito"),
    plain("token_use", "Kind of token", "Amazon Cognito"),
    plain("cid", "The app it was given to", "Okta"),
    plain("uid", "The person's number", "Okta"),
    plain("companyId", "The company you chose", "BQE CORE"),
];
