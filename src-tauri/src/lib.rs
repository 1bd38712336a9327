//! The desktop shell: builder, commands, events. Wiring only.

mod app_state;
pub mod bindings;
#[cfg(test)]
mod command_names;
mod commands;
mod events;

/// Opens the window and stays until it is closed.
pub fn run() -> std::process::ExitCode {
    let builder = bindings::builder();
    let started = tauri::Builder::default()
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            Ok(())
        })
        .run(tauri::generate_context!());
    match started {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(_) => std::process::ExitCode::FAILURE,
    }
}
