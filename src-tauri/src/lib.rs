//! The desktop shell: builder, commands, events. Wiring only.

mod app_state;
pub mod bindings;
mod clipboard;
#[cfg(test)]
mod command_names;
mod commands;
mod demo;
mod event_relay;
mod events;
mod file_dialog;
mod formats;
mod start;
mod window_place;

use std::process::ExitCode;
use tauri::Manager;
use tracing_subscriber::EnvFilter;

/// Opens the window and stays until it is closed.
pub fn run() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let builder = bindings::builder();
    let started = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            let state = start::open(app.handle());
            app.manage(state);
            start::resume_demo(app.handle());
            start::window(app.handle())?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
