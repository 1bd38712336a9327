//! What crosses between the core and the window: requests, views and errors.
