//! An empty PDF form: one A4 page without fields. Its first object embeds the text document it
//! was made from, under the key by which ONLYOFFICE editors know such forms.

/// The PDF that embeds `source`.
pub(super) fn pdf(source: &[u8]) -> Vec<u8> {
    let length = source.len();
    let mut out = b"%PDF-1.7\r%\xCD\xCA\xD2\xA9\r".to_vec();
    let mut offsets = vec![out.len()];
    out.extend_from_slice(
        format!(
            "1 0 obj\n<<\n/Length {length}\n/ONLYOFFICEFORM [ 0 {length} ]\n/Type /MetaOForm\n>>\nstream\r\n"
        )
        .as_bytes(),
    );
    out.extend_from_slice(source);
    out.extend_from_slice(b"\r\nendstream\nendobj\n");
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
