//! `cargo xtask bench`: one line for each figure, and whether it holds.

use crate::place::Place;
use crate::{process, say, system_packages, ui};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Rows of the entity type that is measured with.
const ROWS: &str = "1000000";

struct Figure {
    name: &'static str,
    goal: Goal,
}

enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// It is told and has no limit.
    Told,
}

/// What is measured, and what it has to be. The last part of a name is its unit.
const FIGURES: &[Figure] = &[
    // The first rows of a million are on screen in under two seconds; this is the part below the window.
    Figure { name: "load.first_rows_s", goal: Goal::AtMost(2.0) },
    Figure { name: "load.rows_per_s", goal: Goal::AtLeast(5_000.0) },
    Figure { name: "load.rss_mib", goal: Goal::AtMost(300.0) },
    // What a person who scrolls while it loads waits for rows.
    Figure { name: "load.slowest_window_ms", goal: Goal::AtMost(250.0) },
    Figure { name: "view.sorted_open_ms", goal: Goal::AtMost(1_000.0) },
    Figure { name: "view.window_top_ms", goal: Goal::AtMost(50.0) },
    Figure { name: "view.window_deep_ms", goal: Goal::AtMost(50.0) },
    Figure { name: "view.deep_ratio", goal: Goal::AtMost(1.5) },
    Figure { name: "view.search_ms", goal: Goal::AtMost(1_000.0) },
    // The mirror alone, with rows from memory.
    Figure { name: "mirror.insert_rows_per_s", goal: Goal::AtLeast(10_000.0) },
    // A million rows of 50 columns from memory; ratios are against the sqlite3 command line over the same file.
    Figure { name: "workbench.filter_ratio", goal: Goal::AtMost(1.2) },
    Figure { name: "workbench.search_ratio", goal: Goal::AtMost(1.2) },
    // 500 rows deep in a sorted view take less than one frame.
    Figure { name: "workbench.window_ms", goal: Goal::AtMost(16.0) },
    Figure { name: "workbench.facet_ms", goal: Goal::Told },
    Figure { name: "workbench.totals_ms", goal: Goal::Told },
    // Drafting over 100,000 rows from memory: a block of 1,000 records by 10 fields to marked cells, then all rows at once.
    Figure { name: "paste.cells_10000_ms", goal: Goal::AtMost(300.0) },
    Figure { name: "bulk.rows_100000_ms", goal: Goal::Told },
    Figure { name: "step.undo_100000_ms", goal: Goal::AtMost(2_000.0) },
    // 100,000 unsent changes: counted with their first rows, before all of them were checked; then any window of 100.
    Figure { name: "review.open_100000_ms", goal: Goal::AtMost(1_000.0) },
    Figure { name: "review.check_all_s", goal: Goal::Told },
    Figure { name: "review.window_ms", goal: Goal::AtMost(16.0) },
    // A token of ten megabytes and claims of 10,000 levels are refused; the largest that is read, explained and made into tickets.
    Figure { name: "token.refuse_10mb_ms", goal: Goal::AtMost(100.0) },
    Figure { name: "token.refuse_deep_ms", goal: Goal::AtMost(100.0) },
    Figure { name: "token.largest_ms", goal: Goal::Told },
    // 10,000 edits by the sender, against a plain load tool that sends the same requests, as many at once, in the same run.
    Figure { name: "send.ratio", goal: Goal::AtLeast(0.8) },
    Figure { name: "send.edits_per_s", goal: Goal::Told },
    Figure { name: "send.load_tool_per_s", goal: Goal::Told },
    // From the start of the process to rows of a million on screen, beside an empty window of Tauri.
    Figure { name: "start.empty_ms", goal: Goal::Told },
    Figure { name: "start.rows_ms", goal: Goal::Told },
    Figure { name: "start.ratio", goal: Goal::AtMost(1.5) },
    // The same until the grid itself has them, which can be scrolled and used.
    Figure { name: "start.grid_ms", goal: Goal::Told },
    // The longest that a place of the grid showed no row: 120, 1,000 and 3,000 pixels a frame, jumps, and of all these.
    Figure { name: "scroll.wheel_ms", goal: Goal::Told },
    Figure { name: "scroll.fast_ms", goal: Goal::Told },
    Figure { name: "scroll.flight_ms", goal: Goal::Told },
    Figure { name: "scroll.jump_ms", goal: Goal::Told },
    Figure { name: "scroll.blank_ms", goal: Goal::AtMost(100.0) },
];

/// Names and values.
type Measured = Vec<(String, f64)>;

/// A program that measures, and the beginning of the names of what it measures.
struct Program {
    measures: &'static [&'static str],
    run: fn(&Place) -> Result<Measured>,
}

const PROGRAMS: &[Program] = &[
    Program { measures: &["load.", "view."], run: product_road },
    Program { measures: &["mirror."], run: mirror_alone },
    Program { measures: &["workbench."], run: workbench },
    Program { measures: &["paste.", "bulk.", "step."], run: drafting },
    Program { measures: &["review."], run: review },
    Program { measures: &["token."], run: tokens },
    Program { measures: &["start.", "scroll."], run: real_window },
    Program { measures: &["send."], run: sending },
];

pub(crate) fn bench(place: &Place, only: Option<&str>) -> Result<()> {
    let wanted: Vec<&Figure> = FIGURES.iter().filter(|figure| only.is_none_or(|only| figure.name == only)).collect();
    if wanted.is_empty() {
        bail!("there is no figure of that name; there are {}", FIGURES.iter().map(|figure| figure.name).collect::<Vec<_>>().join(", "));
    }
    prepare(place)?;
    let mut short = 0;
    for program in PROGRAMS {
        let its = |figure: &&&Figure| program.measures.iter().any(|beginning| figure.name.starts_with(beginning));
        let figures: Vec<&&Figure> = wanted.iter().filter(its).collect();
        if figures.is_empty() {
            continue;
        }
        let measured = (program.run)(place).inspect_err(process::show_tail)?;
        for figure in figures {
            let (_, value) =
                measured.iter().find(|(name, _)| name == figure.name).with_context(|| format!("{} was not measured", figure.name))?;
            let (holds, goal) = match figure.goal {
                Goal::AtMost(most) => (*value <= most, format!("<={most}")),
                Goal::AtLeast(least) => (*value >= least, format!(">={least}")),
                Goal::Told => (true, "-".to_owned()),
            };
            short += u32::from(!holds);
            say::line(&format!("{} {value} {goal} {}", figure.name, if holds { "holds" } else { "short" }));
        }
    }
    if short > 0 { bail!("{short} of {} figures fall short", wanted.len()) } else { Ok(()) }
}

fn prepare(place: &Place) -> Result<()> {
    system_packages::ensure(system_packages::TO_BUILD)?;
    system_packages::ensure(system_packages::TO_COMPARE)?;
    system_packages::ensure(system_packages::TO_TEST)?;
    ui::build(place)?;
    process::clear_log(place, "bench");
    let mut build = place.cargo(&[
        "build",
        "--release",
        "--workspace",
        "--example",
        "measure",
        "--example",
        "mirror_million",
        "--example",
        "drafting",
        "--example",
        "review_many",
        "--example",
        "large_tokens",
        "--example",
        "workbench",
        "--example",
        "window",
        "--example",
        "sending",
        "--example",
        "empty_window",
        "--bin",
        "coredesk",
        "--bin",
        "coredesk-sandbox",
    ]);
    process::into_log(place, "bench", &mut build).inspect_err(process::show_tail)?;
    Ok(())
}

/// From the sandbox over HTTP through sign-in and sync to views, as the app does it.
fn product_road(place: &Place) -> Result<Measured> {
    over_the_sandbox(place, "measure")
}

/// Lists, filters and search over a mirror that was filled from memory, beside `sqlite3`.
fn workbench(place: &Place) -> Result<Measured> {
    over_the_sandbox(place, "workbench")
}

fn over_the_sandbox(place: &Place, example: &str) -> Result<Measured> {
    let release = place.target.join("release");
    let mut measure = Command::new(release.join("examples").join(example));
    measure.arg(release.join("coredesk-sandbox")).arg(ROWS).arg(place.target.join("bench-sandbox"));
    Ok(figures(&process::into_log(place, "bench", &mut measure)?))
}

/// As many edits as a large batch has, against the sandbox without a limit.
fn sending(place: &Place) -> Result<Measured> {
    let release = place.target.join("release");
    let mut sending = Command::new(release.join("examples/sending"));
    sending.arg(release.join("coredesk-sandbox")).arg("10000").arg(place.target.join("bench-sending"));
    Ok(figures(&process::into_log(place, "bench", &mut sending)?))
}

/// The app's real window over a mirror that was filled once.
fn real_window(place: &Place) -> Result<Measured> {
    let release = place.target.join("release");
    let mut window = Command::new(release.join("examples/window"));
    window.arg(release.join("coredesk")).arg(release.join("examples/empty_window")).arg(ROWS).arg(place.target.join("bench-start"));
    Ok(figures(&process::into_log(place, "bench", &mut window)?))
}

/// The review of as many unsent changes as a person may make at once.
fn review(place: &Place) -> Result<Measured> {
    let mut review = Command::new(place.target.join("release/examples/review_many"));
    Ok(figures(&process::into_log(place, "bench", review.arg("100000"))?))
}

/// Tokens beyond what is read, and at its edge.
fn tokens(place: &Place) -> Result<Measured> {
    Ok(figures(&process::into_log(place, "bench", &mut Command::new(place.target.join("release/examples/large_tokens")))?))
}

fn figures(said: &str) -> Measured {
    let figure = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    said.lines().filter_map(figure).collect()
}

/// Edits of many records over a mirror that was filled from memory.
fn drafting(place: &Place) -> Result<Measured> {
    Ok(figures(&process::into_log(place, "bench", &mut Command::new(place.target.join("release/examples/drafting")))?))
}

fn mirror_alone(place: &Place) -> Result<Measured> {
    let said = process::into_log(place, "bench", Command::new(place.target.join("release/examples/mirror_million")).arg(ROWS))?;
    // "1000000 rows in 12.3 s = 81300 rows/s"
    let rate = said.lines().find_map(|line| line.strip_suffix(" rows/s")?.rsplit(' ').next()?.parse().ok());
    Ok(vec![("mirror.insert_rows_per_s".to_owned(), rate.context("the mirror tells no rate")?)])
}
