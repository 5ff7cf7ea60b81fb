//! Carries workflows out: timers, emails, and an HTTP interface, in one process.

use super::{Outcome, Terminal, paint};
use crate::runtime::driver::{
    Clock, Definitions, Delivering, Driver, Mail, Options, TakenUp, system_clock,
};
use crate::runtime::server::{Access, serve};
use crate::runtime::store::Store;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How often the folder of definitions is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Carry workflows out: timers, emails, and an HTTP interface
///
/// Works on a store, which is made when there is none, until it is asked to end. Nothing leaves the machine unasked:
/// without --smtp, --sms-gateway and --webhooks, what would be sent is written into the outbox folder. Several servers
/// may work on one store.
///
/// Programs reach it over HTTP; /openapi.json describes how, and /metrics is for Prometheus. Where others than this
/// machine can reach it, a token is needed, in the environment and in each request as `Authorization: Bearer …`.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  legwork serve --store calls.db --definitions definitions
  curl http://127.0.0.1:4747/v1/set-workflow --json '{\"call\": \"C-1047\", \"workflow\": \"Complaint follow-up\",
      \"chargeable\": true, \"fields\": {\"customer_name\": \"Ann Smith\"}}'
  curl http://127.0.0.1:4747/v1/runs/waiting

Environment:
  LEGWORK_TOKEN       what each request has to show; needed off this machine
  LEGWORK_SMTP        as --smtp, for an address with a password in it
  LEGWORK_SMS_TOKEN   what the gateway for text messages wants to see

Exit codes:
  0  it was asked to end
  2  the store, the folder or the address cannot be used")]
pub(super) struct Arguments {
    /// The store of the calls; made when there is none
    #[arg(long, value_name = "FILE")]
    store: PathBuf,

    /// The folder of the definitions; new and amended ones are taken up as they come
    #[arg(long, value_name = "FOLDER")]
    definitions: PathBuf,

    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:4747")]
    listen: SocketAddr,

    /// Where to write what is not sent [default: `outbox` beside the store]
    #[arg(long, value_name = "FOLDER")]
    outbox: Option<PathBuf>,

    #[arg(
        long,
        value_name = "URL",
        help = "The mail server, as in smtps://user:password@mail.example.com"
    )]
    smtp: Option<String>,

    /// Whom emails come from
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "Legwork <legwork@localhost>"
    )]
    mail_from: String,

    /// The gateway for text messages: it is sent {"to": …, "text": …}
    #[arg(long, value_name = "URL")]
    sms_gateway: Option<String>,

    /// Call the web addresses of webhooks
    #[arg(long)]
    webhooks: bool,

    /// For how many seconds what one server is sending is left alone by others
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    lease: u64,

    /// How many things are sent at the same time
    #[arg(long, value_name = "COUNT", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    senders: u8,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    match start(arguments, terminal)? {
        Ok(()) => Ok(Outcome::Clean),
        Err(why) => {
            paint::error(terminal.err, &why)?;
            Ok(Outcome::Unusable)
        }
    }
}

fn set_in_environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The inner error is a sentence that says why it cannot be done.
fn start(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Result<(), String>> {
    let token = set_in_environment("LEGWORK_TOKEN");
    let access = match Access::new(arguments.listen, token.as_deref()) {
        Ok(access) => access,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let delivering = match delivering(arguments) {
        Ok(delivering) => delivering,
        Err(why) => return Ok(Err(why)),
    };
    let store = match Store::open_or_make(&arguments.store) {
        Ok(store) => store,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let clock = system_clock();
    let mut definitions = Definitions::new(arguments.definitions.clone());
    match definitions.look(&store, clock()) {
        Ok(taken_up) => tell_all(taken_up),
        Err(error) => return Ok(Err(unreadable(&arguments.definitions, &error))),
    }
    let listener = match TcpListener::bind(arguments.listen) {
        Ok(listener) => listener,
        Err(error) => {
            let address = arguments.listen;
            return Ok(Err(format!("nothing can be served on {address}: {error}")));
        }
    };
    let options = Options {
        delivering,
        clock: clock.clone(),
        lease: Duration::from_secs(arguments.lease),
        sender_count: usize::from(arguments.senders),
        report: Arc::new(tell),
    };
    let driver = match Driver::start(store.clone(), options) {
        Ok(driver) => driver,
        Err(error) => return Ok(Err(format!("the driver cannot be started: {error}"))),
    };
    let (stop, stopped) = channel::<()>();
    let folder_clock = clock.clone();
    let folder_store = store.clone();
    let watcher = std::thread::Builder::new()
        .name("definitions".to_owned())
        .spawn(move || watch(definitions, &folder_store, &folder_clock, &stopped))?;
    writeln!(
        terminal.out,
        "Serving on http://{}; end it with Ctrl+C.",
        listener.local_addr()?
    )?;
    terminal.out.flush()?;
    let served = serve(listener, store, clock, access);
    drop(stop);
    let _ = watcher.join();
    drop(driver);
    served.map(Ok)
}

fn delivering(arguments: &Arguments) -> Result<Delivering, String> {
    let beside_store = || {
        let folder = arguments.store.parent().unwrap_or(Path::new(""));
        folder.join("outbox")
    };
    let folder = arguments.outbox.clone().unwrap_or_else(beside_store);
    std::fs::create_dir_all(&folder).map_err(|error| {
        format!(
            "{}: the outbox folder cannot be made: {error}",
            folder.display()
        )
    })?;
    let smtp = arguments
        .smtp
        .clone()
        .or_else(|| set_in_environment("LEGWORK_SMTP"));
    let mail = smtp.as_deref().map(Mail::at).transpose();
    let mut delivering = Delivering::into_folder(folder);
    delivering.mail = mail.map_err(|fault| fault.to_string())?;
    delivering.mail_from = Mail::sender(&arguments.mail_from).map_err(|fault| fault.to_string())?;
    delivering.sms_gateway = arguments
        .sms_gateway
        .clone()
        .map(|url| (url, set_in_environment("LEGWORK_SMS_TOKEN")));
    delivering.calls_webhooks = arguments.webhooks;
    Ok(delivering)
}

fn watch(mut definitions: Definitions, store: &Store, clock: &Clock, stopped: &Receiver<()>) {
    let mut is_lost = false;
    while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
        match definitions.look(store, clock()) {
            Ok(taken_up) => {
                tell_all(taken_up);
                is_lost = false;
            }
            // Said once, not every second.
            Err(error) if !is_lost => {
                tell(&unreadable(definitions.folder(), &error));
                is_lost = true;
            }
            Err(_) => {}
        }
    }
}

fn unreadable(folder: &Path, error: &io::Error) -> String {
    format!(
        "{}: the folder of definitions cannot be read: {error}",
        folder.display()
    )
}

fn tell_all(taken_up: Vec<TakenUp>) {
    for taken_up in taken_up {
        match taken_up {
            TakenUp::New { workflow, path } => {
                tell(&format!("{}: {workflow} is taken up.", path.display()));
            }
            TakenUp::Not(why) => tell(&why),
        }
    }
}

/// A line for whoever looks after the server. Several threads write, so each asks for the stream anew.
fn tell(sentence: &str) {
    use std::io::Write as _;
    let _ = writeln!(anstream::stderr(), "{sentence}");
}
