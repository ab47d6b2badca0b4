//! Programs that behave and programs that do not, as Debian has them.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::{Duration, Instant};

use isolate::{Error, Folder, Limits, Program, Task};

fn shell(script: &str, limits: Limits) -> Task {
    Task::new(&Program::find(&["sh"]).unwrap(), limits)
        .arg("-c")
        .arg(script)
}

#[tokio::test]
async fn a_program_says_something_in_a_folder_of_its_own() {
    let folder = Folder::new().unwrap();
    let task = shell("pwd; cat; env", Limits::default());
    let output = task.run(&folder).await.unwrap();
    let text = String::from_utf8(output.bytes).unwrap();
    let own = folder.path().canonicalize().unwrap();
    assert!(output.whole);
    assert_eq!(text.lines().next(), own.to_str());
    assert!(text.contains(&format!("HOME={}", folder.path().display())));
    assert!(
        !text.contains("CARGO"),
        "the environment is its own: {text}"
    );

    let path = folder.path().to_owned();
    drop(folder);
    assert!(!path.exists());
}

#[tokio::test]
async fn nothing_of_a_program_outlives_its_time() {
    let folder = Folder::new().unwrap();
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    let begun = Instant::now();
    let task = shell("sleep 60 & echo $! > child; wait", limits);
    assert!(matches!(task.run(&folder).await, Err(Error::TooLong)));
    assert!(begun.elapsed() < Duration::from_secs(10));
    let child = std::fs::read_to_string(folder.path().join("child")).unwrap();
    assert!(dies(child.trim()), "the grandchild is alive");
}

#[tokio::test]
async fn what_a_program_leaves_running_ends_with_it() {
    let folder = Folder::new().unwrap();
    let script = "sleep 60 >/dev/null 2>&1 & echo $!";
    let output = shell(script, Limits::default()).run(&folder).await.unwrap();
    let child = String::from_utf8(output.bytes).unwrap();
    assert!(dies(child.trim()), "the grandchild is alive");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn memory_processor_and_files_are_limited() {
    let folder = Folder::new().unwrap();
    let limits = Limits {
        memory: 64 << 20,
        processor: Duration::from_secs(1),
        file: 1 << 20,
        ..Limits::default()
    };
    // `tail` keeps the last line in memory, and this one has no end.
    let hungry = Task::new(&Program::find(&["tail"]).unwrap(), limits).arg("/dev/zero");
    let error = hungry.run(&folder).await.unwrap_err();
    assert!(
        matches!(&error, Error::Failed(1, text) if text.contains("memory")),
        "{error}"
    );

    let busy = shell("while :; do :; done", limits).run(&folder).await;
    assert!(matches!(busy, Err(Error::Stopped(..))), "{busy:?}");

    let _ = shell("head -c 4000000 /dev/zero > big", limits)
        .run(&folder)
        .await;
    assert_eq!(
        std::fs::metadata(folder.path().join("big")).unwrap().len(),
        1 << 20
    );
}

#[tokio::test]
async fn endless_talk_is_cut_off() {
    let folder = Folder::new().unwrap();
    let limits = Limits {
        output: 1000,
        ..Limits::default()
    };
    let output = shell("yes", limits).run(&folder).await.unwrap();
    assert_eq!((output.bytes.len(), output.whole), (1000, false));
}

#[tokio::test]
async fn a_failure_comes_with_its_words() {
    let folder = Folder::new().unwrap();
    let task = shell("echo no such thing >&2; exit 3", Limits::default());
    let error = task.run(&folder).await.unwrap_err();
    assert!(
        matches!(&error, Error::Failed(3, text) if text == "no such thing"),
        "{error}"
    );
    assert!(Program::find(&["no-such-program-anywhere"]).is_none());
}

/// Whether a process is gone, or dead and not yet buried, within ten seconds.
fn dies(process: &str) -> bool {
    let state = || std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let end = Instant::now() + Duration::from_secs(10);
    while Instant::now() < end {
        let state = state();
        if state.is_empty() || state.contains(") Z ") {
            return true;
        }
        std::thread::yield_now();
    }
    false
}
