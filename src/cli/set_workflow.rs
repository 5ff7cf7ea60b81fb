//! Sets a workflow for a call, as the script's Set Workflow control does.

use super::{Outcome, Terminal, paint};
use crate::runtime::Call;
use crate::runtime::driver::{Definitions, TakenUp, system_clock};
use crate::runtime::store::{Set, SetRequest, Store, StoreError};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// Set a workflow for a call, as the script does
///
/// The call goes through the newest definition of the workflow that the store knows. The same workflow set twice for a
/// call is answered with the run that exists; a call that is not chargeable is recorded, and nothing follows on it.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  legwork set-workflow --store calls.db --call C-1047 --workflow \"Complaint follow-up\" --chargeable \\
      --field customer_name=\"Ann Smith\" --field phone=\"+44 20 7946 0000\"

Exit codes:
  0  the workflow is set, or was set before, or the call is not chargeable: the answer says which
  2  there is no such workflow, or the store cannot be used")]
pub(super) struct Arguments {
    /// The store of the calls; made by `legwork serve`, or here with --definitions
    #[arg(long, value_name = "FILE")]
    store: PathBuf,

    /// Take up the definitions in this folder first
    #[arg(long, value_name = "FOLDER")]
    definitions: Option<PathBuf>,

    /// The call, as the call centre's system names it
    #[arg(long, value_name = "ID")]
    call: String,

    /// The workflow, by name
    #[arg(long, value_name = "NAME")]
    workflow: String,

    /// The call is chargeable: only then is it followed up
    #[arg(long)]
    chargeable: bool,

    /// What the script has collected; may be given several times
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = name_and_value)]
    fields: Vec<(String, String)>,

    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write it as name=value".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    match set(arguments, terminal)? {
        Ok(set) if arguments.json => {
            let (state, run) = match &set {
                Set::Begun { run_id, .. } => ("begun", Some(run_id)),
                Set::Exists { run_id, .. } => ("exists", Some(run_id)),
                Set::NotFollowed => ("not_followed", None),
            };
            let answer =
                serde_json::json!({ "state": state, "run": run, "message": set.to_string() });
            writeln!(terminal.out, "{answer}")?;
        }
        Ok(set) => match set {
            Set::Begun { run_id, .. } | Set::Exists { run_id, .. } => {
                writeln!(terminal.out, "{set} It is run {run_id}.")?;
            }
            Set::NotFollowed => writeln!(terminal.out, "{set}")?,
        },
        Err(error) => {
            paint::error(terminal.err, &error.to_string())?;
            return Ok(Outcome::Unusable);
        }
    }
    Ok(Outcome::Clean)
}

fn set(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Result<Set, StoreError>> {
    let opened = match arguments.definitions {
        Some(_) => Store::open_or_make(&arguments.store),
        None => Store::open(&arguments.store),
    };
    let store = match opened {
        Ok(store) => store,
        Err(error) => return Ok(Err(error)),
    };
    let at = system_clock()();
    if let Some(folder) = &arguments.definitions {
        for taken_up in Definitions::new(folder.clone()).look(&store, at)? {
            if let TakenUp::Not(why) = taken_up {
                writeln!(terminal.err, "{why}")?;
            }
        }
    }
    Ok(store.set_workflow(SetRequest {
        call: Call {
            id: arguments.call.clone(),
            is_chargeable: arguments.chargeable,
            fields: BTreeMap::from_iter(arguments.fields.clone()),
        },
        workflow: arguments.workflow.clone(),
        at,
    }))
}
