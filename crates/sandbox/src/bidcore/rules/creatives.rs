//! Rules of creatives, native assets and pixels.

use super::{Change, Complaint, Verdict, WHOLE, broken, met};
use crate::bidcore::computed::instant;
use crate::store::Record;
use serde_json::Value;

const CLICK_MACROS: [&str; 4] = ["${CLICK_URL}", "${CLICK_URL_ESC}", "${CLICK_TRACKER_URL}", "${CLICK_TRACKER_URL_ESC}"];

/// The HTML of a banner counts clicks.
pub(super) fn banner_macro(change: &Change<'_>) -> Verdict {
    let (code, is_code) = (change.text("html_code"), change.text("asset_source") == Some("html_code"));
    let is_banner = change.text("creative_type") == Some("banner");
    let counts = |code: &str| CLICK_MACROS.iter().any(|name| code.contains(name));
    if !is_banner || (code.is_none() && !is_code) || code.is_some_and(counts) {
        return met();
    }
    broken("html_code", format!("The code must contain one of {}.", CLICK_MACROS.join(", ")))
}

/// A native creative shows something.
pub(super) fn native_asset(change: &Change<'_>) -> Verdict {
    let is_native = change.text("creative_type") == Some("native");
    if is_native && change.list("native_assets").is_empty() {
        broken("native_assets", "A native creative needs at least one asset.")
    } else {
        met()
    }
}

/// Videos take images as impression trackers, and only videos take click trackers.
pub(super) fn video_trackers(change: &Change<'_>) -> Verdict {
    let is_video = change.text("creative_type") == Some("video");
    let is_script = |tracker: &Value| tracker.get("tracker_type").and_then(Value::as_str) == Some("javascript");
    let mut complaints = Vec::new();
    if is_video && change.list("impression_trackers").iter().any(is_script) {
        complaints.push(Complaint("impression_trackers", "A video takes image trackers only.".to_owned()));
    }
    if !is_video && !change.list("click_trackers").is_empty() {
        complaints.push(Complaint("click_trackers", "Click trackers are for videos only.".to_owned()));
    }
    Ok(complaints)
}

/// Dates of its own are both there, in their order.
pub(super) fn dates(change: &Change<'_>) -> Verdict {
    if change.flag("use_line_item_dates") {
        return met();
    }
    match (instant(change.after, "start_date"), instant(change.after, "end_date")) {
        (Some(start), Some(end)) if end > start => met(),
        (Some(_), Some(_)) => broken(WHOLE, "end_date must be later than start_date."),
        _ => broken(WHOLE, "Without the dates of the line item, start_date and end_date are both needed."),
    }
}

/// With the line item's dates it has none of its own.
pub(super) fn without_own_dates(record: &mut Record) {
    if record.get("use_line_item_dates") == Some(&Value::Bool(true)) {
        for field in ["start_date", "end_date"] {
            record.insert(field.to_owned(), Value::Null);
        }
    }
}

/// An asset has what its type shows.
pub(super) fn asset_content(change: &Change<'_>) -> Verdict {
    match (change.text("asset_type"), change.text("text"), change.text("url")) {
        (Some("title" | "data"), None, _) => broken(WHOLE, "A title or data asset needs text."),
        (Some("image" | "video"), _, None) => broken(WHOLE, "An image or video asset needs url."),
        _ => met(),
    }
}

/// An in-app event comes from known apps, from server to server.
pub(super) fn pixel_in_app(change: &Change<'_>) -> Verdict {
    if change.text("event_name").is_none() || (!change.list("apple_bundle_ids").is_empty() && change.flag("is_server_to_server")) {
        return met();
    }
    broken("apple_bundle_ids", "An in-app event needs at least one bundle ID and server-to-server.")
}

/// A segment that is collected lives for some days.
pub(super) fn pixel_segment(change: &Change<'_>) -> Verdict {
    if change.flag("collects_user_segment") && change.id("segment_life_days").is_none_or(|days| days < 1) {
        return broken("segment_life_days", "A collected segment needs a life of at least one day.");
    }
    met()
}
