//! Pictures that are more than they seem: a few bytes on the wire, gigabytes in memory.

use futures::future::join_all;
use portal::Role;
use serde_json::Value;
use testkit::{Client, Kit, for_each_database};

/// Zeros as zlib data: 13 bits for 258 of them.
fn zeros(count: u64) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let (mut bits, mut filled) = (0_u32, 0);
    let mut write = |out: &mut Vec<u8>, value: u32, length: u32| {
        bits |= value << filled;
        filled += length;
        while filled >= 8 {
            out.push((bits & 0xff) as u8);
            bits >>= 8;
            filled -= 8;
        }
    };
    write(&mut out, 0b011, 3); // the last block, with the fixed code
    let single = 0b0000_1100; // the literal 0: 00110000, the first bit first
    let run = 0b1010_0011; // length 258: 11000101 likewise; followed by distance 1: 00000
    for _ in 0..=(count - 1) % 258 {
        write(&mut out, single, 8);
    }
    for _ in 0..(count - 1) / 258 {
        write(&mut out, run, 8);
        write(&mut out, 0, 5);
    }
    write(&mut out, 0, 7); // the end
    write(&mut out, 0, 8);
    let adler = ((count % 65_521) as u32) << 16 | 1;
    out.extend(adler.to_be_bytes());
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| match crc & 1 {
            1 => crc >> 1 ^ 0xedb8_8320,
            _ => crc >> 1,
        })
    })
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let body = [kind, data].concat();
    png.extend(&body);
    png.extend(crc(&body).to_be_bytes());
}

/// Bytes of pixels that are written: bombs of sizes that cannot be end early.
const MOST_DATA: u64 = 256 << 20;

/// A black PNG of a size, with 8 or 16 bits for each of its channels, and chunks before the picture.
fn png(width: u32, height: u32, bits: u8, channels: u8, before: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let color = if channels == 4 { 6 } else { 2 };
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[bits, color, 0, 0, 0],
    ]
    .concat();
    chunk(&mut png, b"IHDR", &head);
    for (kind, data) in before {
        chunk(&mut png, kind, data);
    }
    let row = 1 + u64::from(width) * u64::from(channels) * u64::from(bits / 8);
    let length = u64::from(height).saturating_mul(row).min(MOST_DATA);
    chunk(&mut png, b"IDAT", &zeros(length));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// An ordinary PNG.
pub(crate) fn flat_png(width: u32, height: u32) -> Vec<u8> {
    png(width, height, 8, 3, &[])
}

/// The begin of a JPEG that says it has a size; no picture follows.
fn jpeg_head(width: u16, height: u16, marker: u8) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8, 0xff, marker, 0, 17, 8];
    jpeg.extend(height.to_be_bytes());
    jpeg.extend(width.to_be_bytes());
    jpeg.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    jpeg.extend([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
    jpeg
}

async fn upload(person: &Client, picture: &[u8]) -> Value {
    let path = format!("people/{}/photo", person.id);
    let (status, answer) = person.upload(&path, "me.png", picture).await;
    assert_eq!(status, 200, "{answer}");
    answer["response"].clone()
}

/// Peak memory of this process since [`forget_peak`], in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim()
        .trim_end_matches("kB")
        .trim()
        .parse::<u64>()
        .unwrap()
        / 1024
}

/// Makes the present memory the peak; gives it.
fn forget_peak() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    peak()
}

#[tokio::test]
async fn pixel_bombs_are_refused_before_they_explode() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let profile = [b"x\0\0".to_vec(), zeros(300 << 20)].concat();
        let bombs = [
            ("gigapixels", png(60_000, 60_000, 8, 3, &[])),
            (
                "as many as two bytes say",
                png(u32::MAX >> 1, u32::MAX >> 1, 8, 3, &[]),
            ),
            ("one row", png(40_000_000, 1, 8, 3, &[])),
            ("one column", png(1, 40_000_000, 8, 3, &[])),
            (
                "as wide as may be, and too high",
                png(16_000, 16_000, 8, 3, &[]),
            ),
            ("few pixels, many bytes", png(6_200, 6_200, 16, 4, &[])),
            (
                "a colour profile",
                png(64, 64, 8, 3, &[(b"iCCP", profile.clone())]),
            ),
            ("a comment", png(64, 64, 8, 3, &[(b"zTXt", profile)])),
            ("a JPEG", jpeg_head(65_500, 65_500, 0xc0)),
            ("a progressive JPEG", jpeg_head(65_500, 65_500, 0xc2)),
            ("a JPEG without pixels", jpeg_head(0, 0, 0xc0)),
            ("a JPEG that ends early", jpeg_head(4_000, 4_000, 0xc0)),
            ("half a picture", flat_png(64, 64)[..60].to_vec()),
        ];
        let before = forget_peak();
        for (name, bomb) in bombs {
            assert!(bomb.len() < 5 << 20, "{name}: {} bytes", bomb.len());
            let answer = upload(&user, &bomb).await;
            let good_picture = name == "a colour profile" || name == "a comment";
            assert!(
                good_picture || answer["success"] == false,
                "{name}: {answer}"
            );
            let room = user.upload("files/logos", "logo.png", &bomb).await;
            assert!(room.0 < 500, "{name}: {room:?}");
        }
        let used = peak() - before;
        assert!(used < 150, "{used} MiB");
        assert_eq!(upload(&user, &flat_png(64, 64)).await["success"], true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn big_pictures_are_drawn_one_after_another() {
    let kit = Kit::sqlite().await;
    let portal = kit.portal().await;
    let user = portal.person(Role::User).await;
    let big = png(5_000, 4_000, 8, 4, &[]);
    let before = forget_peak();
    let all = join_all((0..3).map(|_| upload(&user, &big))).await;
    assert!(
        all.iter().all(|answer| answer["success"] == true),
        "{all:?}"
    );
    let used = peak() - before;
    // One decoded takes 80 MiB.
    assert!(used < 240, "{used} MiB");
}

#[tokio::test]
async fn a_form_cannot_fill_the_memory() {
    let kit = Kit::sqlite().await;
    let user = kit.portal().await.person(Role::User).await;
    const EDGE: &str = "edge";
    let part = |name: &str, file: &str| {
        format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n")
    };
    let filler = bytes::Bytes::from(vec![b'x'; 1 << 20]);
    let path = format!("people/{}/photo", user.id);
    let before = forget_peak();
    for head in [
        part("autosave", ""),
        part("other", ""),
        part("file", "; filename=\"a.png\""),
    ] {
        let begin = futures::stream::iter([bytes::Bytes::from(head)]);
        let filler = filler.clone();
        let middle = futures::stream::iter((0..200).map(move |_| filler.clone()));
        let end = futures::stream::iter([bytes::Bytes::from(format!("\r\n--{EDGE}--\r\n"))]);
        let body = futures::StreamExt::chain(futures::StreamExt::chain(begin, middle), end);
        // A network gives piece after piece, with time between them.
        let body = futures::StreamExt::then(body, async |piece| {
            tokio::task::yield_now().await;
            Ok::<_, std::io::Error>(piece)
        });
        let request = user
            .request("POST", &path)
            .header(
                "content-type",
                format!("multipart/form-data; boundary={EDGE}"),
            )
            .body(axum::body::Body::from_stream(body))
            .unwrap();
        let answer = user.send(request).await;
        assert_eq!(answer.status(), 200);
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!(answer["response"]["success"], false, "{answer}");
    }
    let used = peak() - before;
    assert!(used < 50, "{used} MiB");
}
