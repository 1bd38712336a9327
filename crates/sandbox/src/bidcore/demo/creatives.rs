//! Creatives, and the native assets that some of them show.

use super::names::slug;
use super::{Account, Advertiser, from_day, to_day};
use crate::store::StoreError;
use serde_json::{Value, json};

const SIZES: [(u32, u32); 8] = [(300, 250), (728, 90), (160, 600), (320, 50), (970, 250), (300, 600), (320, 100), (336, 280)];
const MESSAGES: [&str; 12] = [
    "Hero",
    "Offer",
    "Brand film",
    "New range",
    "Last chance",
    "Free delivery",
    "Two for one",
    "Book now",
    "Learn more",
    "Try it today",
    "Weekend",
    "Store finder",
];
const BAN_REASONS: [&str; 4] =
    ["The landing page does not load.", "The category does not match.", "Sound starts by itself.", "The advertiser's name is missing."];

pub(super) fn make(account: &mut Account<'_>, advertiser: &Advertiser, ssps: &[i64]) -> Result<Vec<i64>, StoreError> {
    let assets = make_assets(account, advertiser)?;
    let mut ids = Vec::new();
    for number in 0..account.count(18, 25) {
        let made = account.day_before(1, 500).max(advertiser.since);
        let mut fields = match account.chance.below(100) {
            0..65 => banner(account, advertiser, number),
            65..87 => video(account, advertiser, number),
            _ => native(account, advertiser, &assets, number),
        };
        let common = common(account, advertiser, ssps);
        if let (Some(fields), Value::Object(common)) = (fields.as_object_mut(), common) {
            fields.extend(common);
        }
        ids.push(account.add("creatives", made, fields)?);
    }
    Ok(ids)
}

fn make_assets(account: &mut Account<'_>, advertiser: &Advertiser) -> Result<Vec<i64>, StoreError> {
    let (mut ids, site) = (Vec::new(), &advertiser.website);
    let made = account.day_before(30, 500).max(advertiser.since);
    for (name, asset_type, content, size) in [
        ("Title", "title", format!("Discover {}", advertiser.name), None),
        ("Main image", "image", format!("{site}/media/main.jpg"), Some((1200, 627))),
        ("Icon", "image", format!("{site}/media/icon.png"), Some((128, 128))),
        ("Call to action", "data", "Find out more".to_owned(), None),
        ("Clip", "video", format!("{site}/media/clip.mp4"), Some((1280, 720))),
    ] {
        let is_text = size.is_none();
        let fields = json!({
            "name": format!("{}: {name}", advertiser.name), "advertiser": advertiser.id, "asset_type": asset_type,
            "text": is_text.then_some(&content), "url": (!is_text).then_some(&content), "width": size.map(|size| size.0),
            "height": size.map(|size| size.1),
        });
        ids.push(account.add("native-assets", made, fields)?);
    }
    Ok(ids)
}

/// What creatives of every type have.
fn common(account: &mut Account<'_>, advertiser: &Advertiser, ssps: &[i64]) -> Value {
    let count = account.count(2, 5);
    let approvals: Vec<Value> = account
        .some(ssps, count)
        .into_iter()
        .map(|ssp| match account.chance.below(20) {
            0..14 => json!({ "ssp": ssp, "status": "approved", "reason": null }),
            14..18 => json!({ "ssp": ssp, "status": "pending", "reason": null }),
            _ => json!({ "ssp": ssp, "status": "banned", "reason": account.chance.pick(&BAN_REASONS) }),
        })
        .collect();
    let own_dates = account.chance.percent(10).then(|| account.chance.between(-200, 40));
    json!({
        "advertiser": advertiser.id, "website_url": advertiser.website, "use_line_item_dates": own_dates.is_none(),
        "start_date": own_dates.map(|days| from_day(account.day(days))), "end_date": own_dates.map(|days| to_day(account.day(days + 45))),
        "categories": ["IAB22"], "attributes": [], "approvals": approvals,
    })
}

fn banner(account: &mut Account<'_>, advertiser: &Advertiser, number: usize) -> Value {
    let (width, height) = *account.chance.pick(&SIZES);
    let message = MESSAGES[number % MESSAGES.len()];
    let is_code = account.chance.percent(60);
    let file = slug(message);
    let code = format!(
        "<a href=\"${{CLICK_URL}}{0}\" target=\"_blank\"><img src=\"{0}/media/{file}-{width}x{height}.png\" width=\"{width}\" height=\"{height}\" alt=\"{1}\"></a>",
        advertiser.website, advertiser.name
    );
    json!({
        "name": format!("{} {message} {width}x{height}", advertiser.name), "creative_type": "banner", "width": width, "height": height,
        "asset_source": if is_code { "html_code" } else { "hosted" }, "html_code": is_code.then_some(code),
        "impression_trackers": trackers(account, &["image", "javascript"]),
    })
}

fn video(account: &mut Account<'_>, advertiser: &Advertiser, number: usize) -> Value {
    let (message, duration) = (MESSAGES[number % MESSAGES.len()], *account.chance.pick(&[6, 10, 15, 20, 30]));
    let name = format!("{} {message} {duration} s", advertiser.name);
    let site = &advertiser.website;
    let clicks: Vec<Value> =
        if account.chance.percent(40) { vec![json!({ "code": format!("{site}/click?v={number}") })] } else { Vec::new() };
    let trackers = trackers(account, &["image"]);
    let is_vast = account.chance.percent(55);
    let mut fields = json!({
        "name": name, "creative_type": "video", "width": 1280, "height": 720, "vast_version": account.chance.pick(&["2.0", "3.0", "4.0", "4.2"]),
        "video_duration": duration, "api_frameworks": ["VPAID 2.0"], "click_url": site, "impression_trackers": trackers, "click_trackers": clicks,
        "asset_source": if is_vast { "vast" } else { "inline_video" },
    });
    if is_vast {
        fields["vast_markup"] = format!("{site}/vast/{number}.xml").into();
    } else {
        fields["video_url"] = format!("{site}/media/{}-{duration}.mp4", slug(message)).into();
        fields["mime_type"] = "video/mp4".into();
        fields["bitrate"] = (*account.chance.pick(&[800, 1200, 2500, 4000])).into();
        fields["delivery"] = (*account.chance.pick(&["progressive", "streaming"])).into();
        fields["scalable"] = account.chance.percent(50).into();
    }
    fields
}

fn native(account: &mut Account<'_>, advertiser: &Advertiser, assets: &[i64], number: usize) -> Value {
    let count = account.count(2, 5);
    let shown: Vec<Value> =
        account.some(assets, count).into_iter().map(|asset| json!({ "asset": asset, "must_show": account.chance.percent(60) })).collect();
    json!({
        "name": format!("{} {} native", advertiser.name, MESSAGES[number % MESSAGES.len()]), "creative_type": "native",
        "click_url": advertiser.website, "native_assets": shown, "impression_trackers": trackers(account, &["image", "javascript"]),
    })
}

fn trackers(account: &mut Account<'_>, kinds: &[&str]) -> Vec<Value> {
    let count = *account.chance.pick(&[0, 0, 1, 1, 2, 5]);
    let tracker = |number| {
        let kind = *account.chance.pick(kinds);
        let address = format!("https://t{number}.measure.example/i?c=${{CACHEBUSTER}}");
        let code = if kind == "javascript" { format!("<script src=\"{address}\"></script>") } else { address };
        json!({ "tracker_type": kind, "code": code })
    };
    (1..=count).map(tracker).collect()
}
