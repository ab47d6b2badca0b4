// PDF forms made by hand: the mark by which the product knows forms, text fields with a label, and what is in them.

/** A form on one page with these fields; a box stands beside each label. */
export function pdfForm(fields: string[]): Buffer {
  const objects: string[] = [
    '1 0 obj\n<<\n/Length 4\n/ONLYOFFICEFORM [ 0 4 ]\n/Type /MetaOForm\n>>\nstream\r\nPK..\r\nendstream\nendobj\n',
  ];
  const first = 7;
  const list = fields.map((_, at) => `${first + at} 0 R`).join(' ');
  const labels = fields.map((name, at) => `1 0 0 1 40 ${725 - at * 60} Tm (${name}) Tj`).join(' ');
  const words = `BT /Helv 14 Tf 1 0 0 1 40 790 Tm (Leave request) Tj ${labels} ET`;
  const font = '/Font << /Helv 6 0 R >>';
  objects.push(
    `2 0 obj\n<< /Type /Catalog /Pages 3 0 R /AcroForm << /Fields [${list}] /DA (/Helv 12 Tf 0 g) /DR << ${font} >> >> >>\nendobj\n`,
    '3 0 obj\n<< /Type /Pages /Kids [4 0 R] /Count 1 >>\nendobj\n',
    `4 0 obj\n<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Resources << ${font} >> /Contents 5 0 R /Annots [${list}] >>\nendobj\n`,
    `5 0 obj\n<< /Length ${words.length} >>\nstream\n${words}\nendstream\nendobj\n`,
    '6 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n',
    ...fields.map((name, at) => {
      const y = 715 - at * 60;
      return `${first + at} 0 obj\n<< /Type /Annot /Subtype /Widget /Rect [160 ${y} 500 ${y + 28}] /F 4 /P 4 0 R /FT /Tx /T (${name}) /TU (${name}) /DA (/Helv 12 Tf 0 g) /MK << /BC [0.5] >> >>\nendobj\n`;
    }),
  );
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\r%\xCD\xCA\xD2\xA9\r', 'latin1')];
  const places: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const object of objects) {
    places.push(length);
    const bytes = Buffer.from(object, 'latin1');
    parts.push(bytes);
    length += bytes.length;
  }
  const count = objects.length + 1;
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 2 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
