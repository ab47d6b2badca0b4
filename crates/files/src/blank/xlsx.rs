//! A workbook with one sheet.

use super::package::{OFFICE, PROLOGUE, Package};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The part that holds the sheet.
pub(crate) const SHEET: &str = "xl/worksheets/sheet1.xml";
/// What follows the rows.
pub(crate) const SHEET_ENDS: &str = "</sheetData>\
     <pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/></worksheet>";

/// The sheet up to its rows.
pub(crate) fn sheet_begins() -> String {
    format!("{PROLOGUE}{}", before_rows(""))
}

fn before_rows(dimension: &str) -> String {
    format!(
        "<worksheet xmlns=\"{MAIN}\">{dimension}\
         <sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"14.25\"/><sheetData>"
    )
}

/// A spreadsheet with the sheet "Sheet1".
pub(super) fn workbook() -> Vec<u8> {
    package().finish()
}

/// Names and texts of all parts but the sheet.
pub(crate) fn around_the_sheet() -> Vec<(String, String)> {
    let mut parts = package().into_parts();
    parts.retain(|(name, _)| name != SHEET);
    parts
}

fn package() -> Package {
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView/></bookViews>\
         <sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!("{}{SHEET_ENDS}", before_rows("<dimension ref=\"A1\"/>"));
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Arial\"/><family val=\"2\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
    );
    Package::default()
        .relations("", &[("rId1", "officeDocument", "xl/workbook.xml")])
        .part(
            "xl/workbook.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            &workbook,
        )
        .relations(
            "xl/workbook.xml",
            &[
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "styles", "styles.xml"),
            ],
        )
        .part(
            SHEET,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
            &sheet,
        )
        .part(
            "xl/styles.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
            &styles,
        )
}
