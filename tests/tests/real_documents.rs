//! OpenAPI documents of services that nobody here wrote: each ends in a catalogue that makes sense, or in a clear refusal.
//!
//! Run by `cargo xtask test --only clients`, which installs the packages that hold them.

use anyhow::{Context, Result};
use coredesk_core::catalogue::openapi::{self, Description, ReadError};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// One document in a build without optimisation, on a busy machine.
const LONGEST: Duration = Duration::from_secs(30);

/// The file, and how many entity types it holds; none for a document without any list that could be shown.
const DOCUMENTS: [(&str, Option<usize>); 17] = [
    ("@blockfrost/openapi/openapi.yaml", Some(6)),
    ("@digdir/dialogporten-schema/swagger.verified.json", Some(7)),
    ("@directus/specs/dist/openapi.json", Some(16)),
    ("@ideal-postcodes/openapi/dist/openapi.yaml", Some(3)),
    ("@octokit/openapi/generated/api.github.com.json", Some(39)),
    // The same with every reference written out: 14 MB.
    ("@octokit/openapi/generated/api.github.com.deref.json", Some(48)),
    ("@octokit/openapi/generated/ghes-2.18.json", Some(41)),
    ("@readme/oas-examples/2.0/yaml/petstore-expanded.yaml", Some(1)),
    ("@readme/oas-examples/3.0/json/readme-legacy.json", Some(5)),
    ("@readme/oas-examples/3.0/yaml/star-trek.yaml", Some(1)),
    ("@readme/oas-examples/3.1/yaml/readme.yaml", Some(7)),
    ("@readme/oas-examples/3.1/yaml/train-travel.yaml", Some(2)),
    ("@scalar/galaxy/dist/3.1.yaml", Some(1)),
    // Pets can be listed by their status alone.
    ("@readme/oas-examples/2.0/json/petstore.json", None),
    ("@readme/oas-examples/3.1/yaml/petstore.yaml", None),
    // Searches and single things.
    ("@readme/oas-examples/3.0/yaml/uspto.yaml", None),
    ("@readme/oas-examples/3.0/json/schema-circular.json", None),
];

#[test]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
fn real_documents_are_read_or_refused_with_a_reason() -> Result<()> {
    for (name, expected) in DOCUMENTS {
        let text = document(name)?;
        let started = Instant::now();
        let read = openapi::read(&text);
        assert!(started.elapsed() < LONGEST, "{name} took {:?}", started.elapsed());
        match (read, expected) {
            (Ok(description), Some(expected)) => check(name, &description, expected),
            (Err(ReadError::NoRecords { .. }), None) => {}
            (read, expected) => panic!("{name}: {:?} in place of {expected:?}", read.map(|found| found.catalogue.entity_types.len())),
        }
    }
    Ok(())
}

#[test]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
fn what_github_lists_is_understood() -> Result<()> {
    let github = openapi::read(&document("@octokit/openapi/generated/api.github.com.json")?)?;
    assert_eq!(github.servers, ["https://api.github.com"]);
    let gists = github.catalogue.entity_type("gists").context("there are gists")?;
    let operations = gists.operations;
    assert!(operations.list && operations.get && operations.create && operations.update && operations.delete);
    assert_eq!((gists.path.as_str(), gists.item_path.as_deref()), ("/gists", Some("/gists/{gist_id}")));
    let comments = github.catalogue.entity_type("comments").context("gists have comments")?;
    assert_eq!((comments.parent.as_deref(), comments.id_field.as_str()), (Some("gists"), "id"));
    Ok(())
}

fn document(name: &str) -> Result<String> {
    let folder =
        std::env::var_os("REAL_DOCUMENTS").context("REAL_DOCUMENTS names the folder that `cargo xtask test --only clients` fills")?;
    let path = PathBuf::from(folder).join("node_modules").join(name);
    std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Each entity type has an id, a title and somewhere to be listed.
fn check(name: &str, description: &Description, expected: usize) {
    let found: Vec<&str> = description.catalogue.entity_types.iter().map(|entity_type| entity_type.name.as_str()).collect();
    assert_eq!(found.len(), expected, "{name}: {found:?}");
    assert!(!description.title.is_empty() && !description.servers.is_empty() || name.contains("directus"), "{name}");
    for entity_type in &description.catalogue.entity_types {
        let at = format!("{name}: {}", entity_type.name);
        assert!(entity_type.operations.list && entity_type.path.starts_with('/'), "{at}");
        assert!(entity_type.field(&entity_type.id_field).is_some() && !entity_type.title.is_empty(), "{at}");
    }
}
