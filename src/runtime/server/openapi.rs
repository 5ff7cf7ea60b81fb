//! How does a program learn what can be asked? From an OpenAPI description, made of the types that are answered.

use super::messages::{
    Claim, Done, Failed, Health, PushButton, Revision, SetWorkflow, WorkflowSet,
};
use crate::export::Definition;
use crate::runtime::store::{Detail, Happening, Letter, Summary, WorkflowInUse};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// A path with what can be done there.
struct Operation {
    path: &'static str,
    method: &'static str,
    id: &'static str,
    summary: &'static str,
    body: Option<Value>,
    answer: Answer,
    /// Statuses besides the good one, with when they are given.
    others: &'static [(&'static str, &'static str)],
}

enum Answer {
    Json(&'static str, Value),
    Text,
}

/// The OpenAPI 3.1 description of the server.
pub fn openapi() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas = settings.into_generator();
    let failed = schema::<Failed>(&mut schemas);
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations(&mut schemas) {
        let item = paths.entry(operation.path).or_insert_with(|| json!({}));
        item[operation.method] = described(&operation, &failed);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Legwork",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Sets workflows for calls, tells what waits for people, and pushes buttons.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{ "token": [] }, {}],
    })
}

fn schema<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Value {
    schemas.subschema_for::<T>().to_value()
}

const NO_RUN: (&str, &str) = ("404", "There is no such run.");

fn operations(schemas: &mut SchemaGenerator) -> Vec<Operation> {
    let get = |path, id, summary, answer| Operation {
        path,
        method: "get",
        id,
        summary,
        body: None,
        answer: Answer::Json("200", answer),
        others: &[],
    };
    let post = |path, id, summary, body, answer, others| Operation {
        path,
        method: "post",
        id,
        summary,
        body,
        answer,
        others,
    };
    let summaries = schema::<Vec<Summary>>(schemas);
    let done = schema::<Done>(schemas);
    vec![
        post(
            "/v1/set-workflow",
            "setWorkflow",
            "Set a workflow for a call; the same one twice is answered with the run that exists",
            Some(schema::<SetWorkflow>(schemas)),
            Answer::Json("201", schema::<WorkflowSet>(schemas)),
            &[
                ("200", "It was set before, or the call is not chargeable."),
                ("404", "There is no such workflow."),
            ],
        ),
        get(
            "/v1/workflows",
            "workflows",
            "The workflows that can be set",
            schema::<Vec<WorkflowInUse>>(schemas),
        ),
        get(
            "/v1/revision",
            "revision",
            "Has anything changed? Cheap to ask, before a list is read again",
            schema::<Revision>(schemas),
        ),
        get(
            "/v1/definitions/{version}",
            "definition",
            "The definition of that version",
            schema::<Definition>(schemas),
        ),
        get(
            "/v1/calls/{call}/runs",
            "runsOfCall",
            "The runs of a call, the oldest first",
            summaries.clone(),
        ),
        get(
            "/v1/runs/waiting",
            "waiting",
            "The calls that wait for people, the most urgent first",
            summaries.clone(),
        ),
        get(
            "/v1/runs/finished",
            "finished",
            "The calls that are finished, the latest first",
            summaries,
        ),
        get(
            "/v1/runs/{run}",
            "run",
            "All that is known of a run",
            schema::<Detail>(schemas),
        ),
        get(
            "/v1/runs/{run}/history",
            "history",
            "What has happened to a run, in order",
            schema::<Vec<Happening>>(schemas),
        ),
        post(
            "/v1/runs/{run}/push",
            "push",
            "Push a button; a late or repeated push changes nothing and says why",
            Some(schema::<PushButton>(schemas)),
            Answer::Json("200", done.clone()),
            &[
                ("409", "The push does not count; the message says why."),
                NO_RUN,
            ],
        ),
        post(
            "/v1/runs/{run}/claim",
            "claim",
            "Begin to work on a call, so that nobody else does",
            Some(schema::<Claim>(schemas)),
            Answer::Json("200", done.clone()),
            &[("409", "Somebody else has it, or it is finished."), NO_RUN],
        ),
        post(
            "/v1/runs/{run}/release",
            "release",
            "Let others work on a call",
            None,
            Answer::Json("200", done.clone()),
            &[NO_RUN],
        ),
        get(
            "/v1/dead-letters",
            "deadLetters",
            "What was given up, the latest first",
            schema::<Vec<Letter>>(schemas),
        ),
        post(
            "/v1/dead-letters/{letter}/retry",
            "retry",
            "Try again what was given up",
            None,
            Answer::Json("200", done),
            &[("404", "There is no such dead letter.")],
        ),
        get(
            "/health",
            "health",
            "Is the server well?",
            schema::<Health>(schemas),
        ),
        Operation {
            answer: Answer::Text,
            ..get(
                "/metrics",
                "metrics",
                "Numbers in the form that Prometheus reads",
                Value::Null,
            )
        },
        get(
            "/openapi.json",
            "openapi",
            "This description",
            json!({ "type": "object" }),
        ),
    ]
}

fn described(operation: &Operation, failed: &Value) -> Value {
    let (status, content) = match &operation.answer {
        Answer::Json(status, schema) => {
            (*status, json!({ "application/json": { "schema": schema } }))
        }
        Answer::Text => (
            "200",
            json!({ "text/plain": { "schema": { "type": "string" } } }),
        ),
    };
    let mut responses = json!({
        status: { "description": "As asked.", "content": content },
        "401": {
            "description": "The token is missing or wrong.",
            "content": { "application/json": { "schema": failed } },
        },
    });
    for (other, when) in operation.others {
        // What is no failure has the shape of the good answer.
        let content = if *other == "404" {
            json!({ "application/json": { "schema": failed } })
        } else {
            content.clone()
        };
        responses[*other] = json!({ "description": when, "content": content });
    }
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters(operation),
        "responses": responses,
    });
    if let Some(body) = &operation.body {
        described["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": body } },
        });
    }
    if operation.path == "/health" {
        described["security"] = json!([{}]);
    }
    described
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let in_path = operation.path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        let kind = match name {
            "run" | "letter" => "integer",
            _ => "string",
        };
        Some(json!({ "name": name, "in": "path", "required": true, "schema": { "type": kind } }))
    });
    let filters: &[(&str, &str, &str)] = match operation.id {
        "waiting" | "finished" => &[
            ("team", "string", "Of this team, and of everybody"),
            ("workflow", "string", "Of this workflow"),
            (
                "text",
                "string",
                "With this text in the call's id, the stage's name, the alert or a field",
            ),
            ("limit", "integer", "So many at most"),
        ],
        _ => &[],
    };
    let in_query = filters.iter().map(|(name, kind, what)| {
        json!({ "name": name, "in": "query", "description": what, "schema": { "type": kind } })
    });
    in_path.chain(in_query).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_leads_to_a_schema() {
        let description = openapi();
        let text = description.to_string();
        let schemas = description["components"]["schemas"].as_object().unwrap();
        let references = text.split("\"#/components/schemas/").skip(1);
        let mut count = 0;
        for name in references.map(|rest| rest.split('"').next().unwrap()) {
            assert!(schemas.contains_key(name), "{name} is not described");
            count += 1;
        }
        assert!(count > 20);
    }

    #[test]
    fn every_route_is_described() {
        let description = openapi();
        let source = include_str!("mod.rs");
        let routes = source.split(".route(").skip(1);
        let mut count = 0;
        for route in routes {
            let path = route.split('"').nth(1).unwrap();
            assert!(
                description["paths"].get(path).is_some(),
                "{path} is not described"
            );
            count += 1;
        }
        assert_eq!(count, description["paths"].as_object().unwrap().len());
    }
}
