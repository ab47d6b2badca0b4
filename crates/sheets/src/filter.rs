//! Filters: which rows of an area stay in sight. They are kept in the file as programs that read xlsx keep them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use xlsx_model::{AutoFilter, CellRange, CellRef, Sheet, SheetId};
use xlsx_ops::{Op, apply_in_place};

use crate::book::{At, Book};
use crate::deed::{Area, Choice, Deed};
use crate::perform::Unfit;

impl Book {
    /// Sets or takes away the filter of a sheet. Gives what takes it back.
    pub(crate) fn filter(
        &mut self,
        sheet: u32,
        area: Option<Area>,
        choices: &[Choice],
    ) -> Result<Deed, Unfit> {
        let before = self.filter_of(sheet);
        let hidden = match area {
            Some(area) => self.rows_out(area, choices),
            None => Vec::new(),
        };
        let id = SheetId(sheet);
        let visible = before.as_ref().map(|(area, _)| *area);
        for row in visible
            .into_iter()
            .flat_map(|area| area.top + 1..=area.bottom)
        {
            self.show_row(id, row, true)?;
        }
        self.change(&Op::SetAutoFilter {
            sheet: id,
            range: None,
        })?;
        if let Some(area) = area {
            let range = CellRange::new(
                CellRef::new(area.top, area.left),
                CellRef::new(area.bottom, area.right),
            );
            self.change(&Op::SetAutoFilter {
                sheet: id,
                range: Some(range),
            })?;
            if let Some(sheet) = self.model.sheet_mut(id)
                && let Some(filter) = &mut sheet.auto_filter
                && !choices.is_empty()
            {
                note(filter, area, choices);
            }
        }
        for row in hidden {
            self.show_row(id, row, false)?;
        }
        let (area, choices) =
            before.map_or((None, Vec::new()), |(area, choices)| (Some(area), choices));
        Ok(Deed::Filter {
            sheet,
            area,
            choices,
        })
    }

    fn change(&mut self, op: &Op) -> Result<(), Unfit> {
        apply_in_place(&mut self.model, op)
            .map(drop)
            .map_err(|error| Unfit::refused(&error))
    }

    fn show_row(&mut self, sheet: SheetId, row: u32, shown: bool) -> Result<(), Unfit> {
        let hidden = self
            .model
            .sheet(sheet)
            .is_some_and(|one| one.row_hidden(row));
        if hidden != shown {
            return Ok(());
        }
        self.change(&Op::SetRowVisibility {
            sheet,
            row,
            hidden: !shown,
        })
    }

    /// Rows below the first one with a cell that is not among the chosen ones.
    fn rows_out(&self, area: Area, choices: &[Choice]) -> Vec<u32> {
        let chosen: Vec<(u32, BTreeSet<&str>)> = choices
            .iter()
            .map(|one| (one.column, one.values.iter().map(String::as_str).collect()))
            .collect();
        let is_out = |row: &u32| {
            chosen.iter().any(|(column, values)| {
                let at = At {
                    sheet: area.sheet,
                    row: *row,
                    column: *column,
                };
                !values.contains(self.shown(at).as_str())
            })
        };
        (area.top + 1..=area.bottom).filter(is_out).collect()
    }

    /// The filter of a sheet with what is chosen, as far as it is a choice of values.
    pub(crate) fn filter_of(&self, sheet: u32) -> Option<(Area, Vec<Choice>)> {
        let filter = self.model.sheet(SheetId(sheet))?.auto_filter.as_ref()?;
        let range = filter.range;
        let area = Area {
            sheet,
            top: range.start.row,
            left: range.start.col,
            bottom: range.end.row,
            right: range.end.col,
        };
        let choices = filter.raw_xml.as_deref().map_or_else(Vec::new, |xml| {
            chosen(xml)
                .into_iter()
                .map(|(column, values)| Choice {
                    column: area.left + column,
                    values,
                })
                .filter(|one| one.column <= area.right)
                .collect()
        });
        Some((area, choices))
    }
}

/// What sheets have a filter over.
pub(crate) fn area_of(sheet: &Sheet) -> Option<[u32; 4]> {
    let range = sheet.auto_filter.as_ref()?.range;
    Some([
        range.start.row,
        range.start.col,
        range.end.row,
        range.end.col,
    ])
}

/// Writes choices into a filter as the file has them.
fn note(filter: &mut AutoFilter, area: Area, choices: &[Choice]) {
    let mut xml = format!("<autoFilter ref=\"{}\">", filter.range.to_a1());
    for Choice { column, values } in choices {
        let number = column - area.left;
        let blank = if values.iter().any(String::is_empty) {
            " blank=\"1\""
        } else {
            ""
        };
        let _ = write!(xml, "<filterColumn colId=\"{number}\"><filters{blank}>");
        for value in values.iter().filter(|value| !value.is_empty()) {
            let _ = write!(xml, "<filter val=\"{}\"/>", escaped(value));
        }
        xml.push_str("</filters></filterColumn>");
    }
    xml.push_str("</autoFilter>");
    filter.raw_xml = Some(xml);
    filter.filter_columns = choices.iter().map(|one| one.column - area.left).collect();
    filter.has_sort_state = false;
}

/// For an attribute; what no XML may hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            one if one.is_control() => {}
            one => out.push(one),
        }
    }
    out
}

fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for (written, means) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#10;", "\n"),
        ("&#9;", "\t"),
        ("&amp;", "&"),
    ] {
        text = text.replace(written, means);
    }
    text
}

/// Columns of a filter, counted from its first, with the values that are chosen in them.
fn chosen(xml: &str) -> Vec<(u32, Vec<String>)> {
    let mut found = Vec::new();
    for column in xml.split("<filterColumn").skip(1) {
        let column = column.split("</filterColumn").next().unwrap_or_default();
        let number = attribute(column, "colId").and_then(|number| number.parse().ok());
        let (Some(number), Some((_, filters))) = (number, column.split_once("<filters")) else {
            continue;
        };
        let mut values = Vec::new();
        let head = filters.split('>').next().unwrap_or_default();
        if matches!(attribute(head, "blank").as_deref(), Some("1" | "true")) {
            values.push(String::new());
        }
        let each = filters.split("<filter ").skip(1);
        values.extend(each.filter_map(|one| attribute(one, "val")));
        found.push((number, values));
    }
    found
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, behind) = element.split_once(&format!("{name}=\""))?;
    Some(plain(behind.split('"').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_as_they_are_written() {
        let area = Area {
            sheet: 0,
            top: 0,
            left: 2,
            bottom: 9,
            right: 4,
        };
        let range = CellRange::new(CellRef::new(0, 2), CellRef::new(9, 4));
        let mut filter = AutoFilter {
            range,
            raw_xml: None,
            source_count: 1,
            filter_columns: Vec::new(),
            has_sort_state: true,
        };
        let values = vec![String::new(), "a \"b\" <c> & d".to_owned()];
        let choices = [Choice { column: 3, values }];
        note(&mut filter, area, &choices);
        let xml = filter.raw_xml.unwrap_or_default();
        assert_eq!(chosen(&xml), [(1, choices[0].values.clone())], "{xml}");
        assert_eq!(filter.filter_columns, [1]);
    }
}
