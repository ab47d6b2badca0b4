//! A PDF of pictures: one for each page, nothing else.

use std::io::Write as _;

/// A page: its size in points, and a JPEG with its pixels.
pub(crate) struct Sheet {
    pub(crate) size: (f64, f64),
    pub(crate) pixels: (u32, u32),
    pub(crate) jpeg: Vec<u8>,
}

/// The pages as one PDF.
pub(crate) fn bind(sheets: &[Sheet]) -> std::io::Result<Vec<u8>> {
    let mut out = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    let kids: Vec<String> = (0..sheets.len())
        .map(|at| format!("{} 0 R", 3 + at * 3))
        .collect();
    places.push(out.len());
    out.extend_from_slice(b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
    places.push(out.len());
    let (kids, count) = (kids.join(" "), sheets.len());
    write!(
        out,
        "2 0 obj\n<< /Type /Pages /Kids [{kids}] /Count {count} >>\nendobj\n"
    )?;
    for (at, sheet) in sheets.iter().enumerate() {
        let number = 3 + at * 3;
        let ((width, height), (across, down)) = (sheet.size, sheet.pixels);
        let draw = format!("q {width:.2} 0 0 {height:.2} 0 0 cm /P Do Q");
        places.push(out.len());
        write!(
            out,
            "{number} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2} {height:.2}] \
             /Resources << /XObject << /P {} 0 R >> >> /Contents {} 0 R >>\nendobj\n",
            number + 2,
            number + 1
        )?;
        places.push(out.len());
        let length = draw.len();
        write!(
            out,
            "{} 0 obj\n<< /Length {length} >>\nstream\n{draw}\nendstream\nendobj\n",
            number + 1
        )?;
        places.push(out.len());
        write!(
            out,
            "{} 0 obj\n<< /Type /XObject /Subtype /Image /Width {across} /Height {down} \
             /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length {} >>\nstream\n",
            number + 2,
            sheet.jpeg.len()
        )?;
        out.extend_from_slice(&sheet.jpeg);
        out.extend_from_slice(b"\nendstream\nendobj\n");
    }
    let start = out.len();
    let count = places.len() + 1;
    write!(out, "xref\n0 {count}\n0000000000 65535 f \n")?;
    for place in places {
        writeln!(out, "{place:010} 00000 n ")?;
    }
    write!(
        out,
        "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )?;
    Ok(out)
}
