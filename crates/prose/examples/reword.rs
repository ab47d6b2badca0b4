//! Adds words to one paragraph of a document, writes it and says how long that took: what `tools/prose-fidelity` judges.
//!
//! `reword IN.docx OUT.docx` adds a word to the last paragraph that has text, through a Yjs document.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::time::{Duration, Instant};

use prose::{Block, Inline, PROSE, Paper, Paragraph, blocks, seed};
use yrs::{Doc, Transact as _};

fn main() -> std::io::Result<()> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = paths.as_slice() else {
        println!("reword IN.docx OUT.docx");
        return Ok(());
    };
    match reword(std::fs::read(from)?) {
        Ok((bytes, words)) => {
            std::fs::write(to, bytes)?;
            println!("ok\t{words}\t{from}");
        }
        Err(words) => println!("refused\t{words}\t{from}"),
    }
    Ok(())
}

fn reword(bytes: Vec<u8>) -> Result<(Vec<u8>, String), String> {
    let begun = Instant::now();
    let paper = Paper::open(bytes.into()).map_err(|error| error.to_string())?;
    let doc = Doc::new();
    let fragment = doc.get_or_insert_xml_fragment(PROSE);
    seed(&mut doc.transact_mut(), &fragment, paper.blocks());
    let opened = begun.elapsed();
    let mut tree = blocks(&doc.transact(), &fragment).map_err(|error| error.to_string())?;
    if tree != paper.blocks() {
        return Err("the tree came back another one".to_owned());
    }
    let last = tree.iter_mut().rev().find_map(|block| match block {
        Block::Paragraph(paragraph) => last_text(paragraph),
        _ => None,
    });
    // The word that is added stands at the end of one that is there, so that lines stay as they are.
    match last {
        Some(text) => text.push('.'),
        None => tree.push(Block::Paragraph(Paragraph::default())),
    }
    let begun = Instant::now();
    let bytes = paper.write(&tree).map_err(|error| error.to_string())?;
    let written = begun.elapsed();
    let again = Paper::open(bytes.clone().into()).map_err(|error| error.to_string())?;
    if again.blocks().len() != tree.len() {
        return Err("what was written is not in the file".to_owned());
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let words = format!("open {:.1}\twrite {:.1}", ms(opened), ms(written));
    Ok((bytes, words))
}

fn last_text(paragraph: &mut Paragraph) -> Option<&mut String> {
    paragraph
        .content
        .iter_mut()
        .rev()
        .find_map(|piece| match piece {
            Inline::Text(text, _) => Some(text),
            _ => None,
        })
}
