//! An issuer on this computer that is no connection's: it publishes its keys and makes tokens of any claims.

use anyhow::{Context, Result};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::Router;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The id of its one key.
pub const KEY: &str = "a key of the local issuer";

/// Running until dropped.
#[derive(Debug)]
pub struct Issuer {
    address: String,
    key: EcdsaKeyPair,
    /// How often its keys were fetched.
    fetched: Arc<AtomicU32>,
    server: JoinHandle<()>,
}

impl Issuer {
    /// # Errors
    /// If there is no port for it.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = format!("http://{}", listener.local_addr()?);
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
        let fetched = Arc::new(AtomicU32::default());
        let metadata = json!({
            "issuer": address,
            "authorization_endpoint": format!("{address}/authorize"),
            "token_endpoint": format!("{address}/token"),
            "jwks_uri": format!("{address}/keys"),
        });
        let (keys, counted) = (keys(&key)?.to_string(), Arc::clone(&fetched));
        let router = Router::new().route("/.well-known/openid-configuration", get(move || std::future::ready(metadata.to_string()))).route(
            "/keys",
            get(move || {
                counted.fetch_add(1, Ordering::Relaxed);
                std::future::ready(keys.clone())
            }),
        );
        let server = tokio::spawn(async move {
            // It ends with its task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, key, fetched, server })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where its keys are.
    pub fn keys_address(&self) -> String {
        format!("{}/keys", self.address)
    }

    /// How often its keys were fetched.
    pub fn fetched(&self) -> u32 {
        self.fetched.load(Ordering::Relaxed)
    }

    /// A token with these claims beside `iss` (RFC 7519, signed with ES256).
    ///
    /// # Errors
    /// If the key does not sign.
    pub fn token(&self, claims: &Value) -> Result<String> {
        let mut all = json!({ "iss": self.address });
        all.as_object_mut().context("claims")?.extend(claims.as_object().cloned().context("claims")?);
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({"alg": "ES256", "typ": "at+jwt", "kid": KEY})), part(&all));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn keys(key: &EcdsaKeyPair) -> Result<Value> {
    // The uncompressed point: a four, then both halves (SEC 1 §2.3.3).
    let (x, y) = key.public_key().as_ref().get(1..).context("a point")?.split_at_checked(32).context("two halves")?;
    let half = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Ok(json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": KEY, "x": half(x), "y": half(y) }] }))
}
