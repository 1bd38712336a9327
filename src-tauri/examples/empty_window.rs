//! A window with nothing in it that notes in its performance timeline when it was painted: what the app's own start is
//! measured beside (`cargo xtask bench`).

use tauri::http::Response;
use tauri::{WebviewUrl, WebviewWindowBuilder};

const SCHEME: &str = "empty";
/// What a frame draws is on screen when the next one begins.
const PAGE: &str = "<!doctype html><title>Empty</title><p>Empty</p><script>
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('painted')))</script>";

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .register_uri_scheme_protocol(SCHEME, |_, _| {
            Response::builder().header("content-type", "text/html").body(PAGE.as_bytes()).unwrap_or_default()
        })
        .setup(|app| {
            let page = WebviewUrl::CustomProtocol(format!("{SCHEME}://localhost/").parse()?);
            WebviewWindowBuilder::new(app, "main", page).inner_size(1360.0, 860.0).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
