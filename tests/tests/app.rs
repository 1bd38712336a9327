//! The whole app: a real window, a real browser, a real keyring.
//!
//! Run by `cargo xtask test`; one scenario alone by `cargo xtask test --only NAME`.

mod scenarios;
