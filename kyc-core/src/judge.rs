//! Judgement: evidence, policy and a date give a report.
