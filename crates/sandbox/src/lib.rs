//! The demo services: an identity server and a REST API on this computer, a library and a binary.
