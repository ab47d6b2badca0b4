//! Types into one cell of a workbook, writes it and says how long that took: what `tools/sheet-fidelity` judges.
//!
//! `retype IN.xlsx OUT.xlsx` puts 21 and a formula of it below the last row of the first sheet.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::time::{Duration, Instant};

use sheets::{At, Book, Edit, within};

const LIMIT: Duration = Duration::from_secs(30);

fn main() -> std::io::Result<()> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = paths.as_slice() else {
        println!("retype IN.xlsx OUT.xlsx");
        return Ok(());
    };
    let bytes = std::fs::read(from)?;
    match within(LIMIT, || retype(bytes)) {
        Ok(Ok((bytes, words))) => {
            std::fs::write(to, bytes)?;
            println!("ok\t{words}\t{from}");
        }
        Ok(Err(words)) => println!("refused\t{words}\t{from}"),
        Err(stopped) => println!("stopped\t{stopped}\t{from}"),
    }
    Ok(())
}

fn retype(bytes: Vec<u8>) -> Result<(Vec<u8>, String), String> {
    let begun = Instant::now();
    let mut book = Book::open(bytes.into(), true).map_err(|error| error.to_string())?;
    let opened = begun.elapsed();
    let overview = book.overview();
    let sheet = overview.sheets.iter().position(|sheet| !sheet.hidden);
    let sheet = sheet.ok_or("no sheet is shown")?;
    let row = overview.sheets.get(sheet).map_or(0, |sheet| sheet.rows + 1);
    let sheet = u32::try_from(sheet).unwrap_or(0);
    let typed = |column, input: String| Edit {
        at: At { sheet, row, column },
        input,
    };
    let edits = [
        typed(0, "21".to_owned()),
        typed(1, format!("=A{}*2", row + 1)),
    ];
    let begun = Instant::now();
    let changed = book.apply(&edits).len();
    let applied = begun.elapsed();
    let begun = Instant::now();
    let bytes = book.write().map_err(|error| error.to_string())?;
    let written = begun.elapsed();
    let again = Book::open(bytes.clone().into(), true).map_err(|error| error.to_string())?;
    let cells = again.rows(sheet, row, row).cells;
    // What it shows depends on the format of the column: 42 may be 4200 %.
    let sum = cells.iter().find(|cell| cell.2 == 1);
    if !sum.is_some_and(|cell| cell.3.contains("42") && cell.4.starts_with("=A")) {
        return Err(format!("what was typed is not in the file: {sum:?}"));
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let words = format!(
        "open {:.1}\tapply {:.1}\twrite {:.1}\tchanged {changed}",
        ms(opened),
        ms(applied),
        ms(written)
    );
    Ok((bytes, words))
}
