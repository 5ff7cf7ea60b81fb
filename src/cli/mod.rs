//! What can be done from a terminal, by people and in pipelines? One file per subcommand.

#[cfg(feature = "server")]
mod call_manager;
mod check;
mod diff;
mod drive;
mod export;
mod fmt;
mod git_diff;
mod git_setup;
mod git_text;
mod legs;
mod merge;
mod new;
mod orphans;
mod paint;
mod progress;
mod rehearse;
mod require_review;
mod rules;
mod schema;
#[cfg(feature = "server")]
mod serve;
#[cfg(feature = "server")]
mod set_workflow;
mod unused;

use crate::file::{self, ReadDesign};
use clap::{Parser, Subcommand};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Design the follow-up work that call-centre calls leave behind.
///
/// Without a subcommand, opens the designer on the files that are named, or on a folder of them.
#[derive(Parser)]
#[command(
    name = "legwork",
    version,
    args_conflicts_with_subcommands = true,
    after_help = AFTER_HELP
)]
struct Arguments {
    /// Designs to open in the designer, or a folder of designs
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "\
Examples:
  legwork designs/complaint-follow-up.ron    open a design
  legwork designs                            open a folder of designs
  legwork new \"Brochure request\"             make brochure-request.ron
  legwork check designs                      tell what is wrong with every design in a folder
  legwork check --fix designs                mend what can be mended without a question
  legwork rehearse designs                   replay the scenarios beside every design
  legwork export complaint.ron --to json     write the definition for the runtime
  legwork diff complaint.ron                 tell what has changed since the last commit
  legwork git-setup                          let git compare and merge designs by meaning
  legwork serve --store calls.db --definitions definitions
                                             carry workflows out, and serve programs over HTTP
  legwork call-manager --server http://127.0.0.1:4747
                                             see what waits for people, and push the buttons

Exit codes:
  0  nothing is wrong
  1  there are findings, differences or conflicts, or files to format
  2  a file cannot be read or written, or the arguments are wrong";

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Export(export::Arguments),
    Fmt(fmt::Arguments),
    New(new::Arguments),
    Legs(legs::Arguments),
    Rehearse(rehearse::Arguments),
    Diff(diff::Arguments),
    Merge(merge::Arguments),
    GitSetup(git_setup::Arguments),
    Rules(rules::Arguments),
    Schema(schema::Arguments),
    #[cfg(feature = "server")]
    Serve(serve::Arguments),
    #[cfg(feature = "server")]
    SetWorkflow(set_workflow::Arguments),
    #[cfg(feature = "server")]
    CallManager(call_manager::Arguments),
    #[command(hide = true)]
    GitDiff(git_diff::Arguments),
    #[command(hide = true)]
    GitText(git_text::Arguments),
    #[command(hide = true)]
    Drive(drive::Arguments),
    #[command(hide = true)]
    Orphans(orphans::Arguments),
}

/// A window that is wanted instead of an answer in the terminal.
pub enum Window {
    /// On designs, or folders of them.
    Designer(Vec<PathBuf>),
    /// On a store, or a server's address; one of the two at most.
    CallManager {
        store: Option<PathBuf>,
        server: Option<String>,
    },
}

/// How a subcommand ended, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Clean,
    Findings,
    Unusable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Unusable => Self::from(2),
        }
    }
}

/// Where a subcommand writes: `out` what was asked for, `err` what stands in its way. Both drop colours where they do
/// not belong.
struct Terminal<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

/// What a shell reports of a program whose reader has gone: 128 and the number of SIGPIPE.
const READER_GONE: u8 = 141;

/// Runs the program with the arguments of the process. `open` is called when it is a window that is wanted.
pub fn run(open: impl FnOnce(Window) -> ExitCode) -> ExitCode {
    let arguments = match Arguments::try_parse_from(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help, too, may be printed into a pipe that nobody reads any more.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    // Not locked: a server's threads have things to say as well.
    let mut err = anstream::stderr();
    let Some(command) = arguments.command else {
        if let Some(meant) = meant_subcommand(&arguments.files) {
            let asked = arguments.files[0].display();
            let _ = writeln!(
                err,
                "error: there is no file {asked}; did you mean `legwork {meant}`?"
            );
            return Outcome::Unusable.into();
        }
        return open(Window::Designer(arguments.files));
    };
    if matches!(command, Command::GitDiff(_)) && git_diff::is_colored() {
        anstream::ColorChoice::Always.write_global();
    }
    let mut out = BufWriter::new(anstream::stdout().lock());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
    };
    let outcome = match &command {
        Command::Check(arguments) => check::run(arguments, &mut terminal),
        Command::Export(arguments) => export::run(arguments, &mut terminal),
        Command::Fmt(arguments) => fmt::run(arguments, &mut terminal),
        Command::New(arguments) => new::run(arguments, &mut terminal),
        Command::Legs(arguments) => legs::run(arguments, &mut terminal),
        Command::Rehearse(arguments) => rehearse::run(arguments, &mut terminal),
        Command::Diff(arguments) => diff::run(arguments, &mut terminal),
        Command::Merge(arguments) => merge::run(arguments, &mut terminal),
        Command::GitSetup(arguments) => git_setup::run(arguments, &mut terminal),
        Command::GitDiff(arguments) => git_diff::run(arguments, &mut terminal),
        Command::GitText(arguments) => git_text::run(arguments, &mut terminal),
        Command::Rules(arguments) => rules::run(arguments, &mut terminal),
        Command::Schema(arguments) => schema::run(arguments, &mut terminal),
        #[cfg(feature = "server")]
        Command::Serve(arguments) => serve::run(arguments, &mut terminal),
        #[cfg(feature = "server")]
        Command::SetWorkflow(arguments) => set_workflow::run(arguments, &mut terminal),
        #[cfg(feature = "server")]
        Command::CallManager(arguments) => return open(arguments.window()),
        Command::Drive(arguments) => drive::run(arguments, &mut terminal),
        Command::Orphans(arguments) => orphans::run(arguments, &mut terminal),
    };
    match outcome.and_then(|outcome| out.flush().map(|()| outcome)) {
        Ok(outcome) => outcome.into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(READER_GONE),
        Err(error) => {
            let _ = writeln!(err, "error: the output cannot be written: {error}");
            Outcome::Unusable.into()
        }
    }
}

/// Says that there is no window, and what works without one.
pub fn say_no_window(why: &str) -> ExitCode {
    let _ = writeln!(
        anstream::stderr(),
        "{why}; check, export, fmt, new, legs, rehearse, diff, merge, rules and schema work without it: see `legwork --help`."
    );
    Outcome::Unusable.into()
}

/// A single argument that names no file and is nearly a subcommand's name was probably meant as that.
fn meant_subcommand(files: &[PathBuf]) -> Option<String> {
    use clap::CommandFactory as _;
    let first = files.first().filter(|first| !first.exists())?.to_str()?;
    Arguments::command()
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(clap::Command::get_name)
        .find(|name| strsim::damerau_levenshtein(first, name) <= 1)
        .map(str::to_owned)
}

/// Reads one design, or says why not.
fn read_design(path: &Path, terminal: &mut Terminal<'_>) -> io::Result<Option<ReadDesign>> {
    match file::read(path) {
        Ok(read) => Ok(Some(read)),
        Err(error) => {
            paint::file_error(terminal.err, &error)?;
            Ok(None)
        }
    }
}
