//! PDF forms made by hand: with the mark by which forms are told, and fields with values.

/// Fields of a form: name and value, all of them texts.
pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

/// A form with these text fields.
pub(crate) fn form(fields: Fields<'_>) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\r%\xCD\xCA\xD2\xA9\r".to_vec();
    let mut places = Vec::new();
    let mut add = |pdf: &mut Vec<u8>, object: String| {
        places.push(pdf.len());
        pdf.extend_from_slice(object.as_bytes());
    };
    add(
        &mut pdf,
        "1 0 obj\n<<\n/Length 4\n/ONLYOFFICEFORM [ 0 4 ]\n/Type /MetaOForm\n>>\nstream\r\nPK..\r\nendstream\nendobj\n"
            .to_owned(),
    );
    let list: Vec<String> = (5..5 + fields.len())
        .map(|id| format!("{id} 0 R"))
        .collect();
    let list = list.join(" ");
    add(
        &mut pdf,
        format!(
            "2 0 obj\n<< /Type /Catalog /Pages 3 0 R /AcroForm << /Fields [{list}] >> >>\nendobj\n"
        ),
    );
    add(
        &mut pdf,
        "3 0 obj\n<< /Type /Pages /Kids [4 0 R] /Count 1 >>\nendobj\n".to_owned(),
    );
    add(
        &mut pdf,
        format!(
            "4 0 obj\n<< /Type /Page /Parent 3 0 R /MediaBox [0 0 300 300] /Annots [{list}] >>\nendobj\n"
        ),
    );
    for (id, (name, value)) in (5..).zip(fields) {
        add(
            &mut pdf,
            format!(
                "{id} 0 obj\n<< /Type /Annot /Subtype /Widget /Rect [20 20 200 40] /P 4 0 R /FT /Tx \
                 /T ({name}) /V ({value}) >>\nendobj\n"
            ),
        );
    }
    let start = pdf.len();
    let count = places.len() + 1;
    pdf.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        pdf.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    pdf.extend_from_slice(
        format!("trailer\n<< /Size {count} /Root 2 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    pdf
}
