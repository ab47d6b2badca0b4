//! An empty A4 page.

use super::package::Package;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A text document whose proofing language is `language`.
pub(super) fn document(language: &str) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"{MAIN}\"><w:body><w:p/><w:sectPr>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>"
    );
    let headings: String = [(1, 32), (2, 26), (3, 24)]
        .into_iter()
        .map(|(level, size)| {
            format!(
                "<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\">\
                 <w:name w:val=\"heading {level}\"/><w:basedOn w:val=\"Normal\"/>\
                 <w:next w:val=\"Normal\"/><w:uiPriority w:val=\"9\"/><w:qFormat/>\
                 <w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/>\
                 <w:outlineLvl w:val=\"{}\"/></w:pPr>\
                 <w:rPr><w:b/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
                level - 1
            )
        })
        .collect();
    let styles = format!(
        "<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/>\
         <w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"{language}\" w:eastAsia=\"en-US\" w:bidi=\"ar-SA\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         {headings}\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>\
         <w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         </w:styles>"
    );
    let settings = format!(
        "<w:settings xmlns:w=\"{MAIN}\"><w:defaultTabStop w:val=\"708\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat></w:settings>"
    );
    Package::default()
        .relations("", &[("rId1", "officeDocument", "word/document.xml")])
        .part(
            "word/document.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            &document,
        )
        .relations(
            "word/document.xml",
            &[
                ("rId1", "styles", "styles.xml"),
                ("rId2", "settings", "settings.xml"),
            ],
        )
        .part(
            "word/styles.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
            &styles,
        )
        .part(
            "word/settings.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
            &settings,
        )
        .finish()
}
