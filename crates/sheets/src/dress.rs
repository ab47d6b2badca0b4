//! Cells get another look. Whole rows and columns keep it as their own, so that what is typed there later has it too.

use std::collections::HashMap;

use xlsx_model::{
    Border, BorderEdge, BorderStyle, Cell, CellFormat, CellRef, ColStyle, Color, Fill, HAlign,
    NumberFormat, Sheet, Stylesheet, VAlign, Workbook, numfmt::builtin_format_code,
};

use crate::book::At;
use crate::deed::{Across, Area, Deed, Dress, Lines, Upright, Worn};
use crate::perform::Unfit;

/// Cells, or rows, that get a look of their own, at most.
const MOST: u64 = 100_000;
/// Stretches of cells whose looks can be taken back.
const MOST_BACK: usize = 20_000;

/// What came of it: the cells that look different, and what takes it back.
pub(crate) type Dressed = (Vec<At>, Option<Deed>);

/// A look before, and which of the area's edges its cell is at: the look after is the same for all of them.
type Looked = (Option<u32>, [bool; 4]);

/// Dresses cells.
///
/// # Errors
/// [`Unfit::Large`], and [`Unfit::Full`] when the workbook takes no more looks.
pub(crate) fn dress(model: &mut Workbook, area: Area, dress: &Dress) -> Result<Dressed, Unfit> {
    let (rows, columns) = (area.rows(), area.right - area.left + 1);
    let whole = area.is_whole_columns() || area.is_whole_rows();
    if !whole && u64::from(rows) * u64::from(columns) > MOST
        || area.is_whole_rows() && !area.is_whole_columns() && u64::from(rows) > MOST
    {
        return Err(Unfit::Large);
    }
    let Workbook { sheets, styles, .. } = model;
    let index = usize::try_from(area.sheet).map_err(|_| Unfit::Gone)?;
    let sheet = sheets.get_mut(index).ok_or(Unfit::Gone)?;
    let mut made: HashMap<Looked, Option<u32>> = HashMap::new();
    let mut look = |old: Option<u32>, edges: [bool; 4]| {
        if let Some(style) = made.get(&(old, edges)) {
            return Ok(*style);
        }
        let style = changed(styles, old, dress, edges)?;
        made.insert((old, edges), style);
        Ok(style)
    };
    let places = match whole {
        true => there(sheet, area),
        false => (area.top..=area.bottom)
            .flat_map(|row| (area.left..=area.right).map(move |column| CellRef::new(row, column)))
            .collect(),
    };
    // Everything is looked up before anything changes: a workbook that takes no more looks stays as it is.
    let mut cells = Vec::with_capacity(places.len());
    for at in places {
        let old = sheet.effective_style(at);
        let new = look(old, edges(area, at))?;
        if new != old {
            cells.push((at, old, new));
        }
    }
    let mut lines = Vec::new();
    if whole {
        let edges = [false; 4];
        if area.is_whole_columns() {
            for column in area.left..=area.right {
                let old = sheet.col_style(column);
                lines.push((1, column, old, look(old, edges)?));
            }
        } else {
            for row in area.top..=area.bottom {
                let old = sheet.row_styles.get(&row).copied();
                lines.push((0, row, old, look(old, edges)?));
            }
        }
    }
    let back = taken_back(styles, area.sheet, &cells, &lines);
    for (kind, line, _, new) in lines {
        put_on_line(sheet, kind, line, new);
    }
    sheet.col_styles = sheet.col_style_runs();
    let touched = cells.into_iter().map(|(at, _, new)| {
        put_on_cell(sheet, at, new);
        at_of(area.sheet, at)
    });
    Ok((touched.collect(), back))
}

/// Gives cells back what they had.
///
/// # Errors
/// [`Unfit::Full`].
pub(crate) fn redress(
    model: &mut Workbook,
    sheet: u32,
    (cells, lines): (&[[u32; 4]], &[[u32; 4]]),
    Worn(looks): &Worn,
) -> Result<Dressed, Unfit> {
    let Workbook { sheets, styles, .. } = model;
    let index = usize::try_from(sheet).map_err(|_| Unfit::Gone)?;
    let found = sheets.get_mut(index).ok_or(Unfit::Gone)?;
    let plain = styles.cell_format(Some(0));
    let mut style_of = |old: Option<u32>, look: u32| {
        let look = usize::try_from(look).ok().and_then(|look| looks.get(look));
        let Some(look) = look else {
            return Ok(old);
        };
        if *look == plain {
            return Ok(None);
        }
        let mut format = look.clone();
        // A named style is the workbook's own: what comes back from outside may name one that is not there.
        format.xf_id = styles.cell_format(old).xf_id;
        let style = styles.intern_derived_cell_format(old.unwrap_or(0), &format);
        style.map(Some).map_err(|_| Unfit::Full)
    };
    let mut changes = Vec::new();
    for [row, first, last, look] in cells {
        for column in *first..=*last {
            if changes.len() as u64 > MOST {
                return Err(Unfit::Large);
            }
            let at = CellRef::new(*row, column);
            let old = found.effective_style(at);
            changes.push((at, old, style_of(old, *look)?));
        }
    }
    let mut changed_lines = Vec::new();
    for [kind, first, last, look] in lines {
        for line in *first..=*last {
            if changed_lines.len() as u64 > MOST {
                return Err(Unfit::Large);
            }
            let old = match kind {
                0 => found.row_styles.get(&line).copied(),
                _ => found.col_style(line),
            };
            changed_lines.push((*kind, line, old, style_of(old, *look)?));
        }
    }
    let back = taken_back(styles, sheet, &changes, &changed_lines);
    for (kind, line, _, new) in changed_lines {
        put_on_line(found, kind, line, new);
    }
    found.col_styles = found.col_style_runs();
    let touched = changes.into_iter().map(|(at, _, new)| {
        put_on_cell(found, at, new);
        at_of(sheet, at)
    });
    Ok((touched.collect(), back))
}

type Changed = (CellRef, Option<u32>, Option<u32>);
type ChangedLine = (u32, u32, Option<u32>, Option<u32>);

fn at_of(sheet: u32, at: CellRef) -> At {
    let (row, column) = (at.row, at.col);
    At { sheet, row, column }
}

/// Cells of whole rows or columns that hold something.
fn there(sheet: &Sheet, area: Area) -> Vec<CellRef> {
    let inside = |at: &CellRef| {
        (area.top..=area.bottom).contains(&at.row) && (area.left..=area.right).contains(&at.col)
    };
    let cells = sheet.iter_cells().map(|(at, _)| at);
    cells.filter(inside).collect()
}

fn put_on_cell(sheet: &mut Sheet, at: CellRef, style: Option<u32>) {
    let cell = sheet.cell(at).cloned().unwrap_or_default();
    // A cell without a look of its own would have that of its line.
    let style = match style {
        None if sheet.inherited_style(at).is_some() => Some(0),
        style => style,
    };
    sheet.set_cell(at, Cell { style, ..cell });
}

fn put_on_line(sheet: &mut Sheet, kind: u32, line: u32, style: Option<u32>) {
    match (kind, style) {
        (0, None) => drop(sheet.row_styles.remove(&line)),
        (0, Some(style)) => drop(sheet.row_styles.insert(line, style)),
        _ => sheet.col_styles.push(ColStyle {
            first: line,
            last: line,
            xf: style.unwrap_or(0),
        }),
    }
}

/// What gives cells back what they have now; nothing when that is too much to say.
fn taken_back(
    styles: &Stylesheet,
    sheet: u32,
    cells: &[Changed],
    lines: &[ChangedLine],
) -> Option<Deed> {
    let mut looks: Vec<CellFormat> = Vec::new();
    let mut known: HashMap<Option<u32>, u32> = HashMap::new();
    let mut number = |old: Option<u32>| {
        *known.entry(old).or_insert_with(|| {
            looks.push(styles.cell_format(Some(old.unwrap_or(0))));
            u32::try_from(looks.len() - 1).unwrap_or_default()
        })
    };
    let mut stretches: Vec<[u32; 4]> = Vec::new();
    for (at, old, _) in cells {
        let look = number(*old);
        match stretches.last_mut() {
            Some([row, _, last, same])
                if *row == at.row && *last + 1 == at.col && *same == look =>
            {
                *last = at.col;
            }
            _ => stretches.push([at.row, at.col, at.col, look]),
        }
    }
    let mut whole: Vec<[u32; 4]> = Vec::new();
    for (kind, line, old, _) in lines {
        let look = number(*old);
        match whole.last_mut() {
            Some([same_kind, _, last, same])
                if same_kind == kind && *last + 1 == *line && *same == look =>
            {
                *last = *line;
            }
            _ => whole.push([*kind, *line, *line, look]),
        }
    }
    (stretches.len() + whole.len() <= MOST_BACK).then_some(Deed::Redress {
        sheet,
        cells: stretches,
        lines: whole,
        looks: Worn(looks),
    })
}

/// Left, right, top, bottom.
fn edges(area: Area, at: CellRef) -> [bool; 4] {
    [
        at.col == area.left,
        at.col == area.right,
        at.row == area.top,
        at.row == area.bottom,
    ]
}

fn changed(
    styles: &mut Stylesheet,
    old: Option<u32>,
    dress: &Dress,
    edges: [bool; 4],
) -> Result<Option<u32>, Unfit> {
    let before = styles.cell_format(Some(old.unwrap_or(0)));
    let mut format = before.clone();
    if dress.plain {
        format = styles.cell_format(Some(0));
    }
    put_on(&mut format, dress, edges);
    if format == before {
        return Ok(old);
    }
    let style = styles.intern_derived_cell_format(old.unwrap_or(0), &format);
    style.map(Some).map_err(|_| Unfit::Full)
}

fn put_on(format: &mut CellFormat, dress: &Dress, edges: [bool; 4]) {
    let font = &mut format.font;
    let set = |there: &mut bool, wish: Option<bool>| *there = wish.unwrap_or(*there);
    set(&mut font.bold, dress.bold);
    set(&mut font.italic, dress.italic);
    set(&mut font.underline, dress.underline);
    set(&mut font.strike, dress.strike);
    if let Some(size) = dress.size {
        font.size_pt = Some(size);
    }
    if let Some(name) = &dress.font {
        font.name = Some(name.clone());
    }
    if let Some(color) = &dress.color {
        font.color = rgb(color);
    }
    if let Some(fill) = &dress.fill {
        format.fill = rgb(fill).map_or(Fill::None, Fill::Solid);
    }
    let alignment = &mut format.alignment;
    if let Some(align) = dress.align {
        alignment.h = match align {
            Across::General => None,
            Across::Left => Some(HAlign::Left),
            Across::Center => Some(HAlign::Center),
            Across::Right => Some(HAlign::Right),
        };
    }
    if let Some(vertical) = dress.vertical {
        alignment.v = Some(match vertical {
            Upright::Top => VAlign::Top,
            Upright::Center => VAlign::Center,
            Upright::Bottom => VAlign::Bottom,
        });
    }
    set(&mut alignment.wrap_text, dress.wrap);
    if let Some(pattern) = &dress.format {
        format.number_format = number_format(pattern);
    }
    if let Some(more) = dress.decimals {
        let code = match &format.number_format {
            NumberFormat::Custom { pattern } => pattern.clone(),
            NumberFormat::Builtin { id } => {
                builtin_format_code(*id).unwrap_or("General").to_owned()
            }
        };
        format.number_format = number_format(&with_decimals(&code, more > 0));
    }
    if let Some(lines) = dress.lines {
        draw(&mut format.border, lines, edges);
    }
}

/// Formats that every program knows by a number keep it.
fn number_format(pattern: &str) -> NumberFormat {
    let same = |id: &u16| builtin_format_code(*id).is_some_and(|code| code == pattern);
    match pattern {
        _ if pattern.eq_ignore_ascii_case("general") => NumberFormat::Builtin { id: 0 },
        _ => match (1..50).find(same) {
            Some(id) => NumberFormat::Builtin { id },
            None => NumberFormat::Custom {
                pattern: pattern.to_owned(),
            },
        },
    }
}

/// A number format with one place more, or one fewer, behind the decimal point.
fn with_decimals(code: &str, more: bool) -> String {
    if code.eq_ignore_ascii_case("general") {
        return if more { "0.0" } else { "0" }.to_owned();
    }
    let mut out = String::with_capacity(code.len() + 4);
    let mut rest = code;
    while !rest.is_empty() {
        let end = section_end(rest);
        let (section, behind) = rest.split_at(end);
        out.push_str(&section_with_decimals(section, more));
        match behind.strip_prefix(';') {
            Some(next) => {
                out.push(';');
                rest = next;
            }
            None => rest = "",
        }
    }
    out
}

/// Places of the characters of a number format that are not shown as they are.
fn placeholders(section: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut chars = section.char_indices();
    while let Some((at, one)) = chars.next() {
        match one {
            '"' => drop(chars.by_ref().find(|(_, next)| *next == '"')),
            '[' => drop(chars.by_ref().find(|(_, next)| *next == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            other => found.push((at, other)),
        }
    }
    found
}

fn section_end(code: &str) -> usize {
    let mut all = placeholders(code).into_iter();
    all.find(|(_, one)| *one == ';')
        .map_or(code.len(), |(at, _)| at)
}

fn section_with_decimals(section: &str, more: bool) -> String {
    let marks = placeholders(section);
    let is_digit = |one: char| matches!(one, '0' | '#' | '?');
    // Dates and texts have no places behind a point.
    if marks
        .iter()
        .any(|(_, one)| matches!(one, 'y' | 'd' | 'h' | 's' | '@'))
    {
        return section.to_owned();
    }
    let point = marks.iter().position(|(_, one)| *one == '.');
    let last = match point {
        Some(point) => marks
            .iter()
            .skip(point + 1)
            .take_while(|(_, one)| is_digit(*one))
            .last(),
        None => marks
            .iter()
            .skip_while(|(_, one)| !is_digit(*one))
            .take_while(|(_, one)| is_digit(*one) || *one == ',')
            .filter(|(_, one)| is_digit(*one))
            .last(),
    };
    let Some((at, _)) = last else {
        return section.to_owned();
    };
    let (before, behind) = section.split_at(at + 1);
    match (more, point) {
        (true, Some(_)) => format!("{before}0{behind}"),
        (true, None) => format!("{before}.0{behind}"),
        (false, None) => section.to_owned(),
        (false, Some(_)) => {
            let shorter = before.get(..*at).unwrap_or_default();
            format!("{}{behind}", shorter.strip_suffix('.').unwrap_or(shorter))
        }
    }
}

fn rgb(color: &str) -> Option<Color> {
    (!color.is_empty()).then(|| Color::Rgb(color.to_ascii_lowercase()))
}

fn draw(border: &mut Border, lines: Lines, [left, right, top, bottom]: [bool; 4]) {
    let line = || {
        Some(BorderEdge {
            style: BorderStyle::Thin,
            color: Some(Color::Rgb("#000000".to_owned())),
        })
    };
    let all = lines == Lines::All;
    let around = lines == Lines::Outer;
    if lines == Lines::None {
        *border = Border::default();
    }
    if all || (around && left) {
        border.left = line();
    }
    if all || (around && right) {
        border.right = line();
    }
    if all || (around && top) {
        border.top = line();
    }
    if all || ((around || lines == Lines::Bottom) && bottom) {
        border.bottom = line();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats_get_more_and_fewer_places() {
        for (code, more, fewer) in [
            ("General", "0.0", "0"),
            ("0", "0.0", "0"),
            ("0.00", "0.000", "0.0"),
            ("0.0", "0.00", "0"),
            ("#,##0", "#,##0.0", "#,##0"),
            ("0.00%", "0.000%", "0.0%"),
            ("\"0.0\" 0.0;-0.0", "\"0.0\" 0.00;-0.00", "\"0.0\" 0;-0"),
            ("yyyy-mm-dd", "yyyy-mm-dd", "yyyy-mm-dd"),
            ("@", "@", "@"),
        ] {
            assert_eq!(with_decimals(code, true), more, "{code}");
            assert_eq!(with_decimals(code, false), fewer, "{code}");
        }
    }
}
