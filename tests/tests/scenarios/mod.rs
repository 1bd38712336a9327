mod demo_company;
mod denied;
mod harness;
mod window;
