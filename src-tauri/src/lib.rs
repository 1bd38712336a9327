//! The desktop shell: builder, commands, events. Wiring only.

mod about;
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
mod last_list;
mod opening;
mod recent_problems;
mod start;
mod window_place;

use app_state::AppState;
use opening::Opening;
use recent_problems::RecentProblems;
use std::process::ExitCode;
use tauri::{Manager, RunEvent};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// Opens the window and stays until it is closed.
pub fn run() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let problems = RecentProblems::default();
    let told = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(filter);
    tracing_subscriber::registry().with(told).with(problems.clone().with_filter(LevelFilter::INFO)).init();
    let context = tauri::generate_context!();
    let opening = Opening::begin(&context.config().identifier);
    let builder = bindings::builder();
    let started = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            tracing::debug!("the window system runs");
            builder.mount_events(app);
            app.manage(problems);
            let list = start::take(app.handle(), opening);
            start::open_connections(app.handle());
            start::resume_demo(app.handle());
            start::window(app.handle(), list)?;
            Ok(())
        })
        .build(context);
    match started {
        Ok(app) => {
            app.run(|app, event| {
                if let (RunEvent::Exit, Some(state)) = (event, app.try_state::<AppState>()) {
                    state.clipboard().take_secret_off();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
