//! Making an archive: rows out of one snapshot, then the objects that snapshot refers to.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use blob::{Blobs, ByteStream, ObjectId};
use futures::StreamExt as _;
use portal::PortalId;
use sql::schema::{Field, Table};
use sql::{Micros, Tx, params};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

use super::manifest::{
    FORMAT, HEAD, Head, MANIFEST, Manifest, PURPOSE, SEAL, Seal, TableCount, VERSION,
};
use super::row::{Sum, line};
use super::tape::Writer;
use crate::error::{Error, Result};
use crate::ground::Ground;
use crate::pace::Pace;
use crate::tables;

/// Bytes of rows in one member, but for one row that is longer.
const PART: usize = 512 * 1024;
/// Objects asked for while one is being written.
const AHEAD: usize = 8;
/// Percent when the rows are written.
const ROWS_DONE: u8 = 10;

/// Writes the archive of a portal into a new file.
///
/// # Errors
/// The file exists or cannot be written, an object is not what the books say, or the portal is gone. What was written
/// until then is removed.
pub async fn make(ground: &Ground, portal: PortalId, path: &Path, pace: &Pace) -> Result<Manifest> {
    let made = sql::now();
    // A file that exists is somebody's: it stays.
    let writer = Writer::create(path, made)?;
    let spool = path.with_extension(format!("{}.objects", Uuid::new_v4()));
    let written = write(ground, portal, writer, made, &spool, pace).await;
    // Nothing depends on these any more; a left-over is the operator's to see, not a reason to fail.
    let _ = std::fs::remove_file(&spool);
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

async fn write(
    ground: &Ground,
    portal: PortalId,
    mut writer: Writer,
    made: Micros,
    spool: &Path,
    pace: &Pace,
) -> Result<Manifest> {
    let head = Head {
        format: FORMAT.to_owned(),
        version: VERSION,
    };
    let head = json(&head)?;
    writer.add(HEAD, head.len() as u64, head.as_slice())?;
    let (list, steps) = (Spool::create(spool)?, pace.clone());
    let (writer, manifest) = ground
        .db
        .read(move |tx| rows(tx, portal, made, writer, list, &steps))
        .await?;
    let (ground, pace, spool) = (ground.clone(), pace.clone(), spool.to_owned());
    let runtime = Handle::current();
    let work = move || objects(&ground, &runtime, writer, manifest, &spool, &pace);
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// All rows, as they are at one moment.
fn rows(
    tx: &mut Tx<'_>,
    portal: PortalId,
    made: Micros,
    mut writer: Writer,
    mut spool: Spool,
    pace: &Pace,
) -> Result<(Writer, Manifest)> {
    let known = portal::store::by_id(tx, portal)?.ok_or(Error::NotFound("Portal not found"))?;
    let mut manifest = Manifest {
        portal: portal.0,
        alias: known.alias,
        name: known.name,
        made,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        migrations: crate::ground::migrations(tx)?,
        sequences: sql::schema::sequences(tx)?.into_iter().collect(),
        tables: Vec::new(),
        objects: 0,
        bytes: 0,
        content: String::new(),
    };
    let all = tables::archived(tx)?;
    for (number, table) in all.iter().enumerate() {
        let counted = table_rows(tx, portal, table, &mut writer, &mut spool, pace)?;
        manifest.tables.push(counted);
        pace.step(0, ROWS_DONE, number as u64 + 1, all.len() as u64)?;
    }
    (manifest.objects, manifest.bytes) = spool.finish()?;
    Ok((writer, manifest))
}

fn table_rows(
    tx: &mut Tx<'_>,
    portal: PortalId,
    table: &Table,
    writer: &mut Writer,
    spool: &mut Spool,
    pace: &Pace,
) -> Result<TableCount> {
    let mut part = Vec::with_capacity(PART);
    let mut parts = 0_u32;
    let mut put = |part: &mut Vec<u8>| {
        parts += 1;
        let name = format!("rows/{}/{parts:06}", table.name);
        let done = writer.add(&name, part.len() as u64, part.as_slice());
        part.clear();
        done.and_then(|()| pace.step(0, 0, 0, 1))
    };
    let booked = (table.name == tables::OBJECTS)
        .then(|| Booked::columns(&table.columns))
        .flatten();
    let counted = each_row(tx, portal, table, &mut |row, line| {
        if let Some(columns) = &booked {
            spool.add(&Booked::read(row, columns)?)?;
        }
        if !part.is_empty() && part.len() + line.len() > PART {
            put(&mut part)?;
        }
        part.extend_from_slice(line);
        part.push(b'\n');
        Ok(())
    })?;
    if !part.is_empty() {
        put(&mut part)?;
    }
    Ok(counted)
}

/// Counts and sums up what a portal has in the tables that archives hold: the same as its archive would say.
///
/// # Errors
/// The database failed.
pub fn count(tx: &mut Tx<'_>, portal: PortalId) -> Result<Vec<TableCount>> {
    let tables = tables::archived(tx)?;
    let counted = tables
        .iter()
        .map(|table| each_row(tx, portal, table, &mut |_, _| Ok(())));
    counted.collect()
}

fn each_row(
    tx: &mut Tx<'_>,
    portal: PortalId,
    table: &Table,
    f: &mut dyn FnMut(&sql::Row<'_>, &[u8]) -> Result<()>,
) -> Result<TableCount> {
    let mut counted = TableCount::of(table);
    let mut sum = Sum::default();
    // Names of the schema, which no stranger writes.
    let wanted = if table.name == tables::OBJECTS {
        " AND refs > 0"
    } else {
        ""
    };
    let text = format!(
        "SELECT {} FROM \"{}\" WHERE {} = $1{wanted}",
        tables::names(&table.columns),
        table.name,
        tables::PORTAL
    );
    let mut failure = None;
    tx.each(&text, &params![portal], &mut |row| {
        let line = line(row, &table.columns)?;
        sum.add(&line);
        counted.rows += 1;
        failure = f(row, &line).err();
        Ok(failure.is_none())
    })?;
    counted.digest = sum.hex();
    failure.map_or(Ok(counted), Err)
}

/// All objects that the rows refer to, and the end of the archive.
fn objects(
    ground: &Ground,
    runtime: &Handle,
    mut writer: Writer,
    mut manifest: Manifest,
    spool: &Path,
    pace: &Pace,
) -> Result<Manifest> {
    let mut ahead = Ahead {
        blobs: ground.blobs.of(manifest.portal),
        runtime,
        list: BufReader::new(File::open(spool)?),
        asked: VecDeque::with_capacity(AHEAD),
    };
    let mut done = 0;
    while let Some((object, asked)) = ahead.next()? {
        let id = object.id;
        let damaged = |error: String| Error::Damaged(id, error);
        let opened = ahead.open(id, asked);
        let mut bytes = Hashed {
            inner: opened.map_err(|error| damaged(error.to_string()))?,
            hash: blake3::Hasher::new(),
        };
        let added = writer.add(&format!("objects/{id}"), object.size, &mut bytes);
        added.map_err(|error| damaged(error.to_string()))?;
        if bytes.hash.finalize().as_bytes() != &object.hash {
            return Err(damaged("is not what was stored".to_owned()));
        }
        done += object.size;
        pace.step(ROWS_DONE, 99, done, manifest.bytes)?;
    }
    manifest.content = writer.content();
    let text = json(&manifest)?;
    let hash = blake3::hash(&text).to_hex().to_string();
    let seal = Seal {
        code: hex::encode(ground.installation.mac(PURPOSE, &[&hash])),
        manifest: hash,
    };
    writer.finish(&[(MANIFEST, text), (SEAL, json(&seal)?)])?;
    Ok(manifest)
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec_pretty(value).map_err(io::Error::other)?)
}

/// An object as the books have it.
struct Booked {
    id: ObjectId,
    size: u64,
    hash: [u8; 32],
}

impl Booked {
    const LENGTH: usize = 16 + 8 + 32;

    /// Where the facts stand in a row.
    fn columns(columns: &[Field]) -> Option<[usize; 3]> {
        let of = |name: &str| columns.iter().position(|one| one.name == name);
        Some([of("id")?, of("size")?, of("blake3")?])
    }

    fn read(row: &sql::Row<'_>, [id, size, hash]: &[usize; 3]) -> Result<Self> {
        Ok(Self {
            id: row.get(*id)?,
            size: row.get::<i64>(*size)?.unsigned_abs(),
            hash: row.get(*hash)?,
        })
    }

    fn next(list: &mut impl Read) -> Result<Option<Self>> {
        let mut bytes = [0; Self::LENGTH];
        match list.read_exact(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let (id, rest) = bytes.split_at(16);
        let (size, hash) = rest.split_at(8);
        Ok(Some(Self {
            id: ObjectId(Uuid::from_slice(id).map_err(io::Error::other)?),
            size: u64::from_le_bytes(size.try_into().map_err(io::Error::other)?),
            hash: hash.try_into().map_err(io::Error::other)?,
        }))
    }
}

/// The list of objects to fetch: beside the archive and not in memory.
struct Spool {
    file: BufWriter<File>,
    count: u64,
    bytes: u64,
}

impl Spool {
    fn create(path: &Path) -> Result<Self> {
        Ok(Self {
            file: BufWriter::new(File::create(path)?),
            count: 0,
            bytes: 0,
        })
    }

    fn add(&mut self, object: &Booked) -> Result<()> {
        self.file.write_all(object.id.0.as_bytes())?;
        self.file.write_all(&object.size.to_le_bytes())?;
        self.file.write_all(&object.hash)?;
        self.count += 1;
        self.bytes += object.size;
        Ok(())
    }

    fn finish(mut self) -> Result<(u64, u64)> {
        self.file.flush()?;
        Ok((self.count, self.bytes))
    }
}

/// The objects of the list in its order, asked for some while before they are needed. A file of this machine is not asked
/// for: opening it here costs less than the way to whoever could do it.
struct Ahead<'a> {
    blobs: Blobs,
    runtime: &'a Handle,
    list: BufReader<File>,
    asked: VecDeque<(Booked, Option<Asked>)>,
}

/// An object on its way from another machine.
type Asked = JoinHandle<blob::Result<ByteStream>>;

impl<'a> Ahead<'a> {
    fn next(&mut self) -> Result<Option<(Booked, Option<Asked>)>> {
        while self.asked.len() < AHEAD {
            let Some(object) = Booked::next(&mut self.list)? else {
                break;
            };
            let far = self.blobs.local_path(&object.id).is_none();
            let asked = far.then(|| self.ask(object.id));
            self.asked.push_back((object, asked));
        }
        Ok(self.asked.pop_front())
    }

    fn ask(&self, id: ObjectId) -> Asked {
        let blobs = self.blobs.clone();
        self.runtime
            .spawn(async move { blobs.get(&id, None).await })
    }

    fn open(&self, id: ObjectId, asked: Option<Asked>) -> Result<Box<dyn Read + 'a>> {
        let near = || File::open(self.blobs.local_path(&id)?).ok();
        let asked = match asked {
            Some(asked) => asked,
            None => match near() {
                Some(file) => return Ok(Box::new(file)),
                None => self.ask(id), // it went elsewhere meanwhile
            },
        };
        let stream = self.runtime.block_on(asked).map_err(io::Error::other)??;
        Ok(Box::new(Streamed {
            stream,
            runtime: self.runtime,
            piece: bytes::Bytes::new(),
        }))
    }
}

/// Bytes that are hashed on their way.
struct Hashed<R> {
    inner: R,
    hash: blake3::Hasher,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// A stream of bytes read on a thread that may wait.
struct Streamed<'a> {
    stream: ByteStream,
    runtime: &'a Handle,
    piece: bytes::Bytes,
}

impl Read for Streamed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.runtime.block_on(self.stream.next()) {
                Some(piece) => self.piece = piece?,
                None => return Ok(0),
            }
        }
        let count = self.piece.len().min(buffer.len());
        let piece = self.piece.split_to(count);
        buffer
            .iter_mut()
            .zip(piece)
            .for_each(|(to, from)| *to = from);
        Ok(count)
    }
}
