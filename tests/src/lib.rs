//! What whole-app tests need: a virtual display, a keyring, a browser, and the app's real window; and for tests
//! without a window, an office: a desk at the demo services.
//!
//! Nothing here touches the person's own display, keyring, browser or files: all lives in a folder of its own
//! and ends with the value that started it, also when a test panics.
//!
//! Invariant: every wait is for something that shows, and has a limit.

pub mod accessible;
pub mod app;
pub mod bidcore_account;
pub mod bidcore_api;
pub mod bidcore_form;
pub mod browser;
pub mod clipboard;
pub mod connection_form;
pub mod display;
pub mod driver;
pub mod filters;
pub mod home;
pub mod identity;
pub mod issuer;
pub mod keyring;
pub mod npm_server;
pub mod office;
pub mod openid_provider;
pub mod own_client;
pub mod page;
pub mod person;
pub mod process;
pub mod record_form;
pub mod recorder;
pub mod report;
pub mod sandbox_api;
pub mod sandbox_program;
pub mod screens;
pub mod secrets;
pub mod visitor;
pub mod wait;
pub mod window;
pub mod world;
