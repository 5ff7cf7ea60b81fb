//! How is a store opened? Looked at first, brought to the newest schema, and refused when it is not whole.

use super::StoreError;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// `Legw`, by which SQLite files of ours are told from others.
const APPLICATION_ID: i64 = 0x4c65_6777;

/// What brings a store from each schema version to the next. Released ones never change.
const MIGRATIONS: &[&str] = &[include_str!("schema-1.sql"), include_str!("schema-2.sql")];

/// How long another program may keep the store before we give up.
const PATIENCE: Duration = Duration::from_secs(10);

const HEADER_BYTES: usize = 100;

/// Opens a store to write to, and makes it when there is no file and `may_make` says so.
pub(super) fn open(path: &Path, may_make: bool) -> Result<Connection, StoreError> {
    let is_new = match std::fs::metadata(path) {
        Ok(metadata) => metadata.len() == 0,
        Err(_) => true,
    };
    if is_new && !may_make {
        return Err(StoreError::NotFound {
            path: path.to_owned(),
        });
    }
    if !is_new {
        check_length(path)?;
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if may_make {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let failed = |error: rusqlite::Error| StoreError::of(&error, path);
    let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .map_err(failed)?;
    set_up(&connection).map_err(failed)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Opens a store that is open for writing already once more, for questions.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let failed = |error: rusqlite::Error| StoreError::of(&error, path);
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Reads the whole store through, page by page.
pub(super) fn check_whole(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let damaged = |why: String| StoreError::Damaged {
        path: path.to_owned(),
        why,
    };
    let found: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| StoreError::of(&error, path))?;
    match found.as_str() {
        "ok" => Ok(()),
        why => Err(damaged(why.replace('\n', " "))),
    }
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // The log is copied back after 16 MiB: less often than by default, for many inputs a second.
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    connection.pragma_update(None, "cache_size", -32_000)?;
    Ok(())
}

/// A file that is shorter than its own header says was torn off: SQLite would find out only when it gets there.
fn check_length(path: &Path) -> Result<(), StoreError> {
    let cannot_open = |error: std::io::Error| StoreError::CannotOpen {
        path: path.to_owned(),
        why: error.to_string(),
    };
    let mut header = [0; HEADER_BYTES];
    let mut file = File::open(path).map_err(cannot_open)?;
    let length = file.metadata().map_err(cannot_open)?.len();
    if file.read_exact(&mut header).is_err() || !header.starts_with(b"SQLite format 3\0") {
        return Err(StoreError::NotAStore {
            path: path.to_owned(),
        });
    }
    let number = |at: usize, length: usize| {
        let bytes = header[at..at + length].iter();
        bytes.fold(0_u64, |number, &byte| number << 8 | u64::from(byte))
    };
    let page_bytes = match number(16, 2) {
        1 => 65_536,
        bytes => bytes,
    };
    // The count holds when whoever wrote it last also wrote the change counter beside it.
    let is_count_valid = number(24, 4) == number(92, 4);
    let told = number(28, 4) * page_bytes;
    if is_count_valid && length < told && !has_log(path) {
        return Err(StoreError::Damaged {
            path: path.to_owned(),
            why: format!("it has {length} bytes of {told}"),
        });
    }
    Ok(())
}

/// What is not in the file yet may be in the log beside it.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let failed = |error: rusqlite::Error| StoreError::of(&error, path);
    let newest = MIGRATIONS.len() as i64;
    let application_id: i64 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(failed)?;
    let table_count: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed)?;
    if application_id != APPLICATION_ID && (application_id != 0 || table_count > 0) {
        return Err(StoreError::NotAStore {
            path: path.to_owned(),
        });
    }
    if version(connection).map_err(failed)? < newest {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        // Another program may have been quicker.
        let from = version(&transaction).map_err(failed)?;
        for migration in MIGRATIONS.iter().skip(from as usize) {
            transaction.execute_batch(migration).map_err(failed)?;
        }
        if from == 0 {
            transaction
                .execute(
                    "INSERT INTO identity VALUES (lower(hex(randomblob(8))))",
                    [],
                )
                .map_err(failed)?;
            transaction
                .pragma_update(None, "application_id", APPLICATION_ID)
                .map_err(failed)?;
        }
        transaction
            .pragma_update(None, "user_version", newest)
            .map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    check_version(connection, path)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// A newer Legwork may have written the store, also while we had it open.
pub(super) fn check_version(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let version = version(connection).map_err(|error| StoreError::of(&error, path))?;
    if version > MIGRATIONS.len() as i64 {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            version,
        });
    }
    Ok(())
}
