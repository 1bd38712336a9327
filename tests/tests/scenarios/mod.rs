mod demo_company;
mod denied;
mod harness;
mod no_token_leaks;
mod window;
