//! The JSON Schemas of the door as types that a language can print: what `types.py` and `types.d.ts` are made from.

use serde_json::{Map, Value};

use crate::Outcome;

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Any JSON value.
    Any,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Text.
    Text,
    /// Exactly this text.
    Literal(String),
    /// Another definition, by name.
    Named(String),
    /// A list.
    List(Box<Shape>),
    /// An object whose keys are free.
    Map(Box<Shape>),
    /// An object with these members.
    Object(Vec<Member>),
    /// One of these.
    Either(Vec<Shape>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    /// Its key.
    pub(crate) name: String,
    /// Its type.
    pub(crate) shape: Shape,
    /// Whether it is always there.
    pub(crate) required: bool,
    /// What it is, in one line.
    pub(crate) doc: String,
}

/// A definition.
#[derive(Debug, Clone)]
pub(crate) struct Definition {
    /// Its name.
    pub(crate) name: String,
    /// What it is, in one line.
    pub(crate) doc: String,
    /// Its type.
    pub(crate) shape: Shape,
}

/// The door: definitions, operations as `(name, request, response, summary)`, and error codes as `(number, name)`.
pub(crate) struct Door {
    pub(crate) definitions: Vec<Definition>,
    pub(crate) operations: Vec<[String; 4]>,
    pub(crate) codes: Vec<(u64, String)>,
}

/// Reads `conformance/api.json`.
pub(crate) fn door(api: &str) -> Outcome<Door> {
    let api: Value = serde_json::from_str(api).map_err(|e| format!("api.json: {e}"))?;
    let definitions = api["$defs"].as_object().ok_or("api.json has no definitions")?;
    let definition = |(name, schema): (&String, &Value)| {
        Ok(Definition { name: name.clone(), doc: doc(schema), shape: shape(schema).map_err(|e| format!("{name}: {e}"))? })
    };
    let referred = |schema: &Value| text(&schema["$ref"]).trim_start_matches("#/$defs/").to_owned();
    let operation = |op: &Value| {
        [text(&op["name"]).to_owned(), referred(&op["request"]), referred(&op["response"]), text(&op["summary"]).to_owned()]
    };
    let rows = |name: &str| api[name].as_array().cloned().unwrap_or_default();
    Ok(Door {
        definitions: definitions.iter().map(definition).collect::<Outcome<_>>()?,
        operations: rows("operations").iter().map(operation).collect(),
        codes: rows("error_codes")
            .iter()
            .map(|code| (code["number"].as_u64().unwrap_or_default(), text(&code["name"]).to_owned()))
            .collect(),
    })
}

/// The type that a schema describes. A construct that is not known is an error, not a guess.
fn shape(schema: &Value) -> Outcome<Shape> {
    let Value::Object(members) = schema else { return Ok(Shape::Any) };
    if let Some(name) = members.get("$ref") {
        return Ok(Shape::Named(text(name).trim_start_matches("#/$defs/").to_owned()));
    }
    if let Some(value) = members.get("const") {
        return value.as_str().map(|text| Shape::Literal(text.to_owned())).ok_or_else(|| format!("the constant {value}"));
    }
    if let Some(Value::Array(values)) = members.get("enum") {
        return Ok(Shape::Either(values.iter().map(|value| Shape::Literal(text(value).to_owned())).collect()));
    }
    if let Some(Value::Array(choices)) = members.get("oneOf").or_else(|| members.get("anyOf")) {
        return choices.iter().map(shape).collect::<Outcome<_>>().map(Shape::Either);
    }
    match members.get("type") {
        None => Ok(Shape::Any),
        Some(Value::String(kind)) => typed(kind, members),
        Some(Value::Array(kinds)) => {
            kinds.iter().map(|kind| typed(text(kind), members)).collect::<Outcome<_>>().map(Shape::Either)
        }
        Some(other) => Err(format!("the type {other}")),
    }
}

fn typed(kind: &str, members: &Map<String, Value>) -> Outcome<Shape> {
    Ok(match kind {
        "null" => Shape::Null,
        "boolean" => Shape::Boolean,
        "integer" => Shape::Integer,
        "number" => Shape::Number,
        "string" => Shape::Text,
        "array" => Shape::List(Box::new(members.get("items").map_or(Ok(Shape::Any), shape)?)),
        "object" => match (members.get("properties"), members.get("additionalProperties")) {
            (Some(Value::Object(properties)), _) => Shape::Object(object(properties, members)?),
            (None, Some(Value::Bool(false))) => Shape::Object(Vec::new()),
            (None, Some(values)) => Shape::Map(Box::new(shape(values)?)),
            _ => Shape::Map(Box::new(Shape::Any)),
        },
        other => return Err(format!("the type {other}")),
    })
}

fn object(properties: &Map<String, Value>, members: &Map<String, Value>) -> Outcome<Vec<Member>> {
    let required =
        |name: &str| members.get("required").and_then(Value::as_array).is_some_and(|all| all.iter().any(|one| one == name));
    properties
        .iter()
        .map(|(name, schema)| {
            Ok(Member { name: name.clone(), shape: shape(schema)?, required: required(name), doc: doc(schema) })
        })
        .collect()
}

/// The description's first paragraph on one line, without rustdoc's links.
fn doc(schema: &Value) -> String {
    let first = text(&schema["description"]).split("\n\n").next().unwrap_or_default();
    first.replace("[`", "`").replace("`]", "`").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tagged_value_is_a_choice_of_objects_and_an_unknown_construct_an_error() {
        let seen = serde_json::json!({"oneOf": [
            {"type": "object", "properties": {"seen": {"$ref": "#/$defs/A"}}, "required": ["seen"]},
            {"type": "object", "properties": {"not_seen": {"type": ["string", "null"]}}},
        ]});
        let Ok(Shape::Either(choices)) = shape(&seen) else { panic!("a choice") };
        let Shape::Object(first) = &choices[0] else { panic!("an object") };
        assert_eq!((&first[0].shape, first[0].required), (&Shape::Named("A".to_owned()), true));
        let Shape::Object(second) = &choices[1] else { panic!("an object") };
        assert_eq!((&second[0].shape, second[0].required), (&Shape::Either(vec![Shape::Text, Shape::Null]), false));
        assert!(shape(&serde_json::json!({"type": "tuple"})).is_err());
    }
}
