//! One file for each scenario, named as its test.

mod bidcore;
mod demo_account;
mod demo_company;
mod denied;
mod many_changes;
mod own_company;
mod surroundings;
mod token_inspector;
mod window_opens;
mod workbench;
