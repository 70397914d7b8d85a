//! `kyc describe`.

use kyc_core::ops::{DescribeRequest, DescribeResponse};
use kyc_core::{Config, Engine};

use super::print_json;
use crate::args::{Shared, Topic};
use crate::outcome::{Outcome, Problem, print};
use crate::report::words::word;
use crate::setup::all_ready;

pub(super) fn run(topic: Topic, shared: &Shared) -> Result<Outcome, Problem> {
    let cache = shared.cache()?;
    // Describing must not download anything; without models the engine still says what it would need.
    let config = if all_ready(&cache)? { Config::prepared(cache) } else { Config::default() };
    let answer = Engine::new(config)?.describe(DescribeRequest {}, &[])?;
    if shared.json {
        print_json(&answer)?;
        return Ok(Outcome::Good);
    }
    print(&match topic {
        Topic::All => overview(&answer) + "\n" + &operations(&answer) + "\n" + &policies(&answer) + "\n" + &documents(&answer),
        Topic::Documents => documents(&answer),
        Topic::Policies => policies(&answer),
        Topic::Models => models(&answer),
        Topic::Operations => operations(&answer),
        Topic::Errors => errors(&answer),
    });
    Ok(Outcome::Good)
}

fn overview(answer: &DescribeResponse) -> String {
    let runtime = answer.runtime.as_deref().unwrap_or("none: models are not prepared");
    format!(
        "kyc-core {}\nruntime   {runtime}\nevidence  {}\nreport    {}\nmessages  {}\nchecks    {}\n",
        answer.engine_version,
        answer.evidence_schema,
        answer.report_schema,
        answer.languages.join(", "),
        answer.checks.len()
    )
}

fn operations(answer: &DescribeResponse) -> String {
    let row = |o: &kyc_core::ops::describe::OperationInfo| {
        format!("  {:16} {}{}\n", o.name, o.summary, if o.available { "" } else { " (not available: needs models)" })
    };
    "Operations\n".to_owned() + &answer.operations.iter().map(row).collect::<String>()
}

fn policies(answer: &DescribeResponse) -> String {
    "Policies\n".to_owned() + &answer.policies.iter().map(|name| format!("  {name}\n")).collect::<String>()
}

fn documents(answer: &DescribeResponse) -> String {
    let mut text = format!("Documents: {} types, and what they are recognised by\n", answer.documents.len());
    for document in &answer.documents {
        let zones = document.mrz.iter().map(|format| format!("MRZ {}", word(format).to_uppercase()));
        let parts = format!("{} subdivisions", document.subdivisions.len());
        let other = [
            (document.printed_title, "printed title"),
            (document.numbered_fields, "numbered fields"),
            (document.number_form, "form of the number"),
            (document.barcode, "AAMVA barcode"),
            (!document.expires, "no date of expiry"),
            (!document.subdivisions.is_empty(), parts.as_str()),
        ];
        let other = other.into_iter().filter(|(is, _)| *is).map(|(_, means)| means.to_owned());
        let means: Vec<String> = zones.chain(other).collect();
        let version = document.version.as_ref().map_or_else(String::new, |version| format!(" ({version})"));
        text += &format!("  {:28} {}{version}: {}\n", document.id, document.name, means.join(", "));
    }
    text + "\nPassports and visas of every issuing state of ISO 3166 or ICAO 9303 through the machine-readable zone. What is not in\n\
            this list is unknown or other. Scripts other than Latin in the printed zone are not read.\n"
}

fn models(answer: &DescribeResponse) -> String {
    let mut text = "Models\n".to_owned();
    for model in &answer.models {
        let sha: String = model.sha256.chars().take(12).collect();
        let loaded = if model.loaded { "loaded" } else { "-" };
        text += &format!("  {:28} {:22} {sha}  {:10} {:11} {loaded}\n", model.id, model.task, model.licence, model.provenance);
        if let Some(note) = &model.note {
            text += &format!("      {note}\n");
        }
    }
    text
}

fn errors(answer: &DescribeResponse) -> String {
    "Error codes\n".to_owned()
        + &answer.error_codes.iter().map(|code| format!("  {} {}\n", code.number, code.name)).collect::<String>()
}
