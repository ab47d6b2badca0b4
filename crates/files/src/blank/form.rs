//! An empty PDF form: one A4 page without fields. Its first object embeds the text document it
//! was made from, under the key by which ONLYOFFICE editors know such forms.

/// Version line and marker by which editors know their own PDFs.
const HEAD: &[u8] = b"%PDF-1.7\r%\xCD\xCA\xD2\xA9\r";

/// The first object: the text document that the form is made from.
fn source_object(source: &[u8]) -> Vec<u8> {
    let length = source.len();
    let mut out = format!(
        "1 0 obj\n<<\n/Length {length}\n/ONLYOFFICEFORM [ 0 {length} ]\n/Type /MetaOForm\n>>\nstream\r\n"
    )
    .into_bytes();
    out.extend_from_slice(source);
    out.extend_from_slice(b"\r\nendstream\nendobj\n");
    out
}

/// A drawn PDF with `source` in front of its objects. The table of places at its end is moved along; no entry of it
/// leads to the new object, so that a number it has in common with another one does not matter. `None` for a PDF
/// without a plain table.
pub(crate) fn embed(pdf: &[u8], source: &[u8]) -> Option<Vec<u8>> {
    const START: &[u8] = b"startxref";
    let body = first_object(pdf)?;
    let mut out = HEAD.to_vec();
    out.extend(source_object(source));
    let moved = i64::try_from(out.len()).ok()? - i64::try_from(body).ok()?;
    let start = rposition(pdf, START)?;
    let table = number(pdf.get(start + START.len()..)?)?;
    out.extend_from_slice(pdf.get(body..table)?);
    let text = std::str::from_utf8(pdf.get(table..start)?).ok()?;
    let place = i64::try_from(table).ok()? + moved;
    for line in text.split_inclusive('\n') {
        match line.split_once(" 00000 n") {
            Some((at, rest)) if at.len() == 10 => {
                let at: i64 = at.parse().ok()?;
                out.extend_from_slice(format!("{:010} 00000 n{rest}", at + moved).as_bytes());
            }
            _ => out.extend_from_slice(line.as_bytes()),
        }
    }
    text.starts_with("xref").then_some(())?;
    out.extend_from_slice(format!("startxref\n{place}\n%%EOF\n").as_bytes());
    Some(out)
}

/// Where the objects of a PDF begin: behind the version line and the comments after it.
fn first_object(pdf: &[u8]) -> Option<usize> {
    let mut at = 0;
    while pdf.get(at) == Some(&b'%') {
        at += pdf.get(at..)?.iter().position(|byte| *byte == b'\n')? + 1;
    }
    (at > 0).then_some(at)
}

fn rposition(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).rposition(|window| window == part)
}

fn number(text: &[u8]) -> Option<usize> {
    std::str::from_utf8(text)
        .ok()?
        .lines()
        .nth(1)?
        .trim()
        .parse()
        .ok()
}

/// The PDF that embeds `source`.
pub(super) fn pdf(source: &[u8]) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    let mut offsets = vec![out.len()];
    out.extend(source_object(source));
    let objects = [
        "<< /Type /Catalog /Pages 3 0 R /AcroForm << /Fields [] /NeedAppearances true >> >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 5 0 R >>",
        "<< /Length 0 >>\nstream\n\nendstream",
    ];
    for (number, object) in (2..).zip(objects) {
        offsets.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let start = out.len();
    let count = offsets.len() + 1;
    out.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
    for offset in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(
        format!("trailer\n<< /Size {count} /Root 2 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    out
}
