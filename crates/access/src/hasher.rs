//! argon2 in memory that is used again and again.
//!
//! A hash takes 12 MiB for some milliseconds. Asked of the allocator each time, on whatever thread computes it, pieces of that
//! size break up every thread's heap for good (`docs/decisions/0005-memory.md`).

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{CustomizedPasswordHasher, PasswordHasher, Result};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use parking_lot::Mutex;

/// Passes over the memory of one hash. The input is a hash of 100 000 rounds already.
const PASSES: u32 = 2;

/// Memory nobody computes in now. There is never more of it than hashes were computed at once.
static IDLE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// Hashes with the parameters of new passwords; verifies with those that are stored beside a hash.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hasher {
    /// KiB of memory a hash takes: 12 MiB are about 15 ms of a core.
    pub(crate) memory: u32,
}

impl Hasher {
    /// What could be stored of a password, and is of nobody's: comparing with it takes as long as with a real one.
    pub(crate) fn nobody(self) -> String {
        let memory = self.memory;
        format!(
            "$argon2id$v=19$m={memory},t={PASSES},p=1$bm9ib2R5J3Mgc2FsdA$bm9ib2R5J3Mgc2VjcmV0IGluIDMyIGNoYXJhY3RlcnM"
        )
    }
}

impl PasswordHasher<PasswordHash> for Hasher {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        let params = Params::new(self.memory, PASSES, 1, None)?;
        self.hash_password_customized(password, salt, None, None, params)
    }
}

impl CustomizedPasswordHasher<PasswordHash> for Hasher {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        let algorithm = algorithm.map_or(Ok(Algorithm::Argon2id), Algorithm::try_from)?;
        let version = version.map_or(Ok(Version::V0x13), Version::try_from)?;
        let salt = Salt::new(salt)?;
        let mut hash = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
        let argon2 = Argon2::new(algorithm, version, params.clone());
        in_memory(params.block_count(), |memory| {
            argon2.hash_password_into_with_memory(password, &salt, &mut hash, memory)
        })?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(Output::new(&hash)?),
        })
    }
}

/// Computes in at least so many blocks.
fn in_memory<T>(blocks: usize, compute: impl FnOnce(&mut [Block]) -> T) -> T {
    let mut memory = IDLE.lock().pop().unwrap_or_default();
    if memory.len() < blocks {
        memory = vec![Block::new(); blocks];
    }
    let computed = compute(&mut memory);
    IDLE.lock().push(memory);
    computed
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use argon2::password_hash::PasswordVerifier;

    use super::*;

    const MEMORY: u32 = 256;
    const HASHER: Hasher = Hasher { memory: MEMORY };

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let somebody = HASHER.hash_password(b"secret").unwrap();
        let nobody = PasswordHash::new(&HASHER.nobody()).unwrap();
        assert_eq!(somebody.params, nobody.params);
        assert_eq!(
            somebody.hash.map(|hash| hash.len()),
            nobody.hash.map(|hash| hash.len())
        );
        assert!(HASHER.verify_password(b"nobody", &nobody).is_err());
    }

    #[test]
    fn it_is_argon2id() {
        let (password, salt) = (b"a client's hash", b"sixteen bytes ..");
        let params = Params::new(MEMORY, PASSES, 1, None).unwrap();
        let plain = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let right = plain.hash_password_with_salt(password, salt).unwrap();
        // The second one computes in what the first one left.
        for _ in 0..2 {
            let hash = HASHER.hash_password_with_salt(password, salt).unwrap();
            assert_eq!(hash.to_string(), right.to_string());
        }
    }

    #[test]
    fn passwords_stored_with_other_parameters_still_open() {
        for (memory, passes, lanes) in [(8, 1, 1), (1024, 3, 2), (2 * MEMORY, 1, 1)] {
            let params = Params::new(memory, passes, lanes, Some(24)).unwrap();
            let other = Argon2::new(Algorithm::Argon2i, Version::V0x10, params);
            let stored = other.hash_password(b"secret").unwrap();
            assert!(HASHER.verify_password(b"secret", &stored).is_ok());
            assert!(HASHER.verify_password(b"Secret", &stored).is_err());
        }
    }
}
