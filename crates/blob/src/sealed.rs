//! Objects encrypted at rest, in a folder of this machine.
//!
//! A file is a head (a mark and 24 random bytes) and chunks of 64 KiB, each with its ChaCha20-Poly1305 tag. The key of a
//! file is derived from the portal's and the head; the nonce of a chunk is its number, and the last chunk says that it
//! is the last: chunks cannot be altered, swapped, left out or cut off unnoticed. A part of an object is read by reading
//! the chunks it lies in.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use parking_lot::Mutex;

use crate::folder::Folder;
use crate::object::{Error, Object, ObjectId, Result};
use crate::store::{ByteStream, Stored};

/// Bytes of an object in one chunk.
const CHUNK: u64 = 64 * 1024;
/// Bytes that a chunk is longer for being sealed.
const TAG: u64 = 16;
const MARK: [u8; 8] = *b"sealed 1";
const SALT: usize = 24;
const HEAD: u64 = MARK.len() as u64 + SALT as u64;

#[derive(Clone)]
pub(crate) struct Sealed {
    folder: Folder,
    key: Arc<[u8; 32]>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sealed").field(&self.folder).finish()
    }
}

impl Sealed {
    /// A folder below the one for objects in clear, with a name of the key's own: no two keys share one.
    pub(crate) fn open(clear: &Folder, key: [u8; 32]) -> Result<Self> {
        let name = blake3::derive_key("atrium 2026 folder of sealed objects", &key);
        let name: String = name
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            folder: Folder::open(&clear.root().join("sealed").join(name))?,
            key: Arc::new(key),
        })
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    pub(crate) async fn put<E: fmt::Display>(
        &self,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
        name: Option<ObjectId>,
    ) -> Result<Object> {
        let sum = Arc::new(Mutex::new((blake3::Hasher::new(), 0_i64)));
        let heard = Arc::clone(&sum);
        let bytes = bytes.map(move |piece| {
            let piece = piece.map_err(|error| error.to_string())?;
            let mut sum = heard.lock();
            sum.0.update(&piece);
            sum.1 += i64::try_from(piece.len()).unwrap_or(i64::MAX);
            Ok::<_, String>(piece)
        });
        let salt: [u8; SALT] = rand::random();
        let sealing = std::pin::pin!(seal(self.cipher(&salt), salt, bytes));
        let stored = self.folder.put(sealing, name).await?;
        let (hash, size) = &*sum.lock();
        Ok(Object {
            id: stored.id,
            size: *size,
            blake3: *hash.finalize().as_bytes(),
        })
    }

    pub(crate) async fn length(&self, id: ObjectId) -> Result<Option<u64>> {
        Ok(self.folder.length(id).await?.map(clear_length))
    }

    pub(crate) async fn get(&self, id: ObjectId, range: Option<Range<u64>>) -> Result<ByteStream> {
        let file = self.folder.length(id).await?.ok_or(Error::NotFound(id))?;
        let head: Vec<Bytes> = self
            .folder
            .get(id, Some(0..HEAD))
            .await?
            .try_collect()
            .await?;
        let head = head.concat();
        let salt = head
            .strip_prefix(&MARK)
            .and_then(|salt| <[u8; SALT]>::try_from(salt).ok())
            .ok_or_else(|| Error::Storage(format!("object {id} is not sealed")))?;
        let size = clear_length(file);
        let wanted = range.unwrap_or(0..size);
        if wanted.start > size {
            return Err(Error::Range);
        }
        let wanted = wanted.start..wanted.end.min(size);
        if wanted.is_empty() && size > 0 {
            return Ok(stream::empty().boxed());
        }
        let chunks = wanted.start / CHUNK..wanted.end.div_ceil(CHUNK).max(1);
        let from = HEAD + chunks.start * (CHUNK + TAG);
        let to = (HEAD + chunks.end * (CHUNK + TAG)).min(file);
        let sealed = self.folder.get(id, Some(from..to)).await?;
        let opening = Opening {
            cipher: self.cipher(&salt),
            sealed,
            pending: BytesMut::new(),
            number: chunks.start,
            last: size.saturating_sub(1) / CHUNK,
            end: chunks.end,
            wanted,
        };
        let mut opened = stream::try_unfold(opening, Opening::next).boxed();
        // The first chunk now: who asks for an altered object hears it before the first byte.
        let first = opened.try_next().await?;
        Ok(stream::iter(first.map(Ok)).chain(opened).boxed())
    }

    pub(crate) fn list(&self) -> impl Stream<Item = Result<Vec<Stored>>> + Send + use<> {
        self.folder.list().map_ok(|shelf| {
            let clear = shelf.into_iter().map(|Stored { id, size }| Stored {
                id,
                size: clear_length(size),
            });
            clear.collect()
        })
    }

    fn cipher(&self, salt: &[u8; SALT]) -> ChaCha20Poly1305 {
        cipher(&self.key, salt)
    }
}

fn cipher(key: &[u8; 32], salt: &[u8; SALT]) -> ChaCha20Poly1305 {
    let mut hasher = blake3::Hasher::new_derive_key("atrium 2026 key of a sealed object");
    hasher.update(key).update(salt);
    ChaCha20Poly1305::new(&(*hasher.finalize().as_bytes()).into())
}

/// Seals a stream with a key, in the form of objects that are encrypted at rest: for what must not lie in clear wherever
/// it is put.
pub fn seal_stream<E: fmt::Display>(
    key: [u8; 32],
    bytes: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
) -> impl Stream<Item = Result<Bytes, String>> + Send {
    let salt: [u8; SALT] = rand::random();
    let bytes = bytes.map(|piece| piece.map_err(|error| error.to_string()));
    seal(cipher(&key, &salt), salt, bytes)
}

/// Opens what [`seal_stream`] made; `length` is how many bytes that has. What was never sealed comes as it is.
///
/// # Errors
/// The stream broke off. That it was altered, cut off or sealed with another key is an error of the stream that comes.
pub async fn open_stream(
    key: [u8; 32],
    length: u64,
    mut bytes: ByteStream,
) -> io::Result<ByteStream> {
    let mut head = BytesMut::new();
    while (head.len() as u64) < HEAD {
        match bytes.try_next().await? {
            Some(piece) => head.extend_from_slice(&piece),
            None => break,
        }
    }
    let Some((salt, rest)) = head
        .strip_prefix(&MARK)
        .and_then(|rest| rest.split_first_chunk::<SALT>())
    else {
        return Ok(stream::iter([Ok(head.freeze())]).chain(bytes).boxed());
    };
    let size = clear_length(length);
    let opening = Opening {
        cipher: cipher(&key, salt),
        pending: rest.into(),
        sealed: bytes,
        number: 0,
        last: size.saturating_sub(1) / CHUNK,
        end: size.div_ceil(CHUNK).max(1),
        wanted: 0..size,
    };
    Ok(stream::try_unfold(opening, Opening::next).boxed())
}

/// Bytes of an object whose file has so many.
fn clear_length(file: u64) -> u64 {
    let body = file.saturating_sub(HEAD);
    body.saturating_sub(body.div_ceil(CHUNK + TAG) * TAG)
}

fn nonce(number: u64) -> Nonce {
    let mut nonce = Nonce::default();
    for (to, from) in nonce.iter_mut().zip(number.to_le_bytes()) {
        *to = from;
    }
    nonce
}

/// What a chunk says beside its bytes: whether it is the last one.
fn place(last: bool) -> &'static [u8] {
    if last { b"last" } else { b"more" }
}

/// An object on its way into a file.
struct Sealing<S> {
    cipher: ChaCha20Poly1305,
    bytes: S,
    pending: BytesMut,
    number: u64,
    over: bool,
}

fn seal(
    cipher: ChaCha20Poly1305,
    salt: [u8; SALT],
    bytes: impl Stream<Item = Result<Bytes, String>> + Send + Unpin,
) -> impl Stream<Item = Result<Bytes, String>> + Send {
    let head: Bytes = [&MARK[..], &salt[..]].concat().into();
    let sealing = Sealing {
        cipher,
        bytes,
        pending: BytesMut::new(),
        number: 0,
        over: false,
    };
    stream::iter([Ok(head)]).chain(stream::try_unfold(sealing, Sealing::next))
}

impl<S: Stream<Item = Result<Bytes, String>> + Send + Unpin> Sealing<S> {
    /// A chunk is sealed when it is known whether another one follows.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, String> {
        if self.over {
            return Ok(None);
        }
        let chunk = usize::try_from(CHUNK).unwrap_or(usize::MAX);
        while self.pending.len() <= chunk && !self.over {
            match self.bytes.next().await {
                Some(piece) => self.pending.extend_from_slice(&piece?),
                None => self.over = true,
            }
        }
        // More than a chunk may still wait when the stream ends.
        let last = self.over && self.pending.len() <= chunk;
        self.over = last;
        let mut sealed = self
            .pending
            .split_to(self.pending.len().min(chunk))
            .to_vec();
        self.cipher
            .encrypt_in_place(&nonce(self.number), place(last), &mut sealed)
            .map_err(|error| error.to_string())?;
        self.number += 1;
        Ok(Some((sealed.into(), self)))
    }
}

/// A part of an object on its way out of its file.
struct Opening {
    cipher: ChaCha20Poly1305,
    sealed: ByteStream,
    pending: BytesMut,
    /// The chunk that is next, the last one of the object, and the first that is not wanted.
    number: u64,
    last: u64,
    end: u64,
    /// Bytes of the object.
    wanted: Range<u64>,
}

impl Opening {
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        if self.number >= self.end {
            return Ok(None);
        }
        let whole = usize::try_from(CHUNK + TAG).unwrap_or(usize::MAX);
        while self.pending.len() < whole {
            match self.sealed.try_next().await? {
                Some(piece) => self.pending.extend_from_slice(&piece),
                None => break,
            }
        }
        let mut chunk = self
            .pending
            .split_to(self.pending.len().min(whole))
            .to_vec();
        let last = self.number == self.last;
        self.cipher
            .decrypt_in_place(&nonce(self.number), place(last), &mut chunk)
            .map_err(|_| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the object was altered, or sealed with another key",
                )
            })?;
        let begin = self.number * CHUNK;
        let inside = |at: u64| {
            let at = usize::try_from(at.saturating_sub(begin)).unwrap_or(usize::MAX);
            at.min(chunk.len())
        };
        let (from, to) = (inside(self.wanted.start), inside(self.wanted.end));
        let clear = Bytes::from(chunk).slice(from..to.max(from));
        self.number += 1;
        Ok(Some((clear, self)))
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]

    use super::*;

    async fn read(key: u8, sealed: Vec<u8>, piece: usize) -> io::Result<Vec<u8>> {
        let length = sealed.len() as u64;
        let pieces: Vec<_> = sealed
            .chunks(piece)
            .map(|piece| Ok(Bytes::copy_from_slice(piece)))
            .collect();
        let opened = open_stream([key; 32], length, stream::iter(pieces).boxed()).await?;
        let read: Vec<Bytes> = opened.try_collect().await?;
        Ok(read.concat())
    }

    async fn sealed(clear: &[u8]) -> Vec<u8> {
        let bytes = [Ok::<_, io::Error>(Bytes::copy_from_slice(clear))];
        let sealed: Vec<Bytes> = seal_stream([7; 32], stream::iter(bytes))
            .try_collect()
            .await
            .unwrap();
        sealed.concat()
    }

    #[tokio::test]
    async fn a_sealed_stream_opens_with_its_key_only() {
        let chunk = usize::try_from(CHUNK).unwrap();
        for size in [0, 1, 1000, chunk, chunk + 1, 3 * chunk + 17] {
            let clear: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            let hidden = sealed(&clear).await;
            assert!(size < 32 || !hidden.windows(32).any(|some| some == &clear[..32]));
            assert_eq!(
                read(7, hidden.clone(), 4096).await.unwrap(),
                clear,
                "{size}"
            );
            assert_eq!(read(7, hidden.clone(), 5).await.unwrap(), clear, "{size}");
            assert!(read(8, hidden.clone(), 4096).await.is_err(), "{size}");
            let mut altered = hidden.clone();
            *altered.last_mut().unwrap() ^= 1;
            assert!(read(7, altered, 4096).await.is_err(), "{size}");
            let cut = hidden[..hidden.len() - 1].to_vec();
            assert!(read(7, cut, 4096).await.is_err(), "{size}");
        }
    }

    #[tokio::test]
    async fn what_was_never_sealed_comes_as_it_is() {
        for clear in [&b""[..], b"short", &[b'x'; 5000]] {
            assert_eq!(read(7, clear.to_vec(), 16).await.unwrap_or_default(), clear);
        }
    }
}
