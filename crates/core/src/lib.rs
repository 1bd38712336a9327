//! All that Coredesk knows: sign-in, sessions, requests, the mirror, changes, inspection. No Tauri, no UI types.
