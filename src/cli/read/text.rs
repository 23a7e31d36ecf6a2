//! Blocks as lines of plain text.

use unicode_width::UnicodeWidthStr;

use crate::content::chapter::{Block, Inline};
use crate::text::wrap::{hang, wrap};

/// Blocks with an empty line between them.
pub(in crate::cli) fn blocks(blocks: &[Block], width: usize) -> String {
    blocks.iter().map(|it| block(it, width)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A title with a rule below it.
pub(super) fn heading(title: &str, rule: char, width: usize) -> String {
    let lines = wrap(title, width);
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    format!("{}\n{}", lines.join("\n"), rule.to_string().repeat(widest))
}

/// Every line two columns further in.
pub(super) fn indented(text: &str) -> String {
    let indent = |line: &str| if line.is_empty() { String::new() } else { format!("  {line}") };
    text.lines().map(indent).collect::<Vec<_>>().join("\n")
}

fn block(block: &Block, width: usize) -> String {
    match block {
        Block::Heading(_, line) => heading(&inlines(line), '.', width),
        Block::Paragraph(line) => wrap(&inlines(line), width).join("\n"),
        Block::List { start, items } => list(*start, items, width),
        Block::Quote(inner) => prefixed("> ", inner, width),
        Block::Table { head, rows } => table(head, rows, width),
        Block::Code(code) => indented(code),
        Block::Rule => "-".repeat(width.min(20)),
        Block::Move(_) => String::new(),
    }
}

fn prefixed(prefix: &str, inner: &[Block], width: usize) -> String {
    let text = blocks(inner, width.saturating_sub(prefix.len()));
    text.lines().map(|line| format!("{prefix}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn list(start: Option<u64>, items: &[Vec<Block>], width: usize) -> String {
    let mark = |index: usize| {
        start.map_or("- ".to_owned(), |first| format!("{}. ", first.saturating_add(index as u64)))
    };
    let lines = items.iter().enumerate().map(|(index, item)| {
        let mark = mark(index);
        let text = blocks(item, width.saturating_sub(mark.len()));
        let rest = format!("\n{}", " ".repeat(mark.len()));
        mark + text.replace("\n\n", "\n").replace('\n', &rest).as_str()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Columns beside each other where they fit, else each cell with its column's name.
fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], width: usize) -> String {
    let cells = |row: &[Vec<Inline>]| row.iter().map(|cell| inlines(cell)).collect::<Vec<_>>();
    let (head, rows): (_, Vec<_>) = (cells(head), rows.iter().map(|row| cells(row)).collect());
    let all = || std::iter::once(&head).chain(&rows);
    let column =
        |index: usize| all().filter_map(|row| row.get(index)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(column).collect();
    if widths.iter().sum::<usize>() + 2 * widths.len() > width {
        return rows.iter().map(|row| named_cells(&head, row, width)).collect::<Vec<_>>().join("\n\n");
    }
    let line = |row: &Vec<String>| {
        let padded =
            row.iter().zip(&widths).map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide - cell.width())));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let rule = widths.iter().map(|wide| "-".repeat(*wide)).collect::<Vec<_>>().join("  ");
    [vec![line(&head), rule], rows.iter().map(line).collect()].concat().join("\n")
}

fn named_cells(head: &[String], row: &[String], width: usize) -> String {
    let named = head.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    let lines = named.map(|(name, cell)| match name.as_str() {
        "" => wrap(cell, width).join("\n"),
        name => hang(&format!("{name}: "), cell, width),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn inlines(line: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Emphasis(text) => format!("*{text}*"),
        Inline::Strong(text) => format!("**{text}**"),
        Inline::Code(text) => format!("`{text}`"),
        Inline::Break => "\n".to_owned(),
    };
    line.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::parse;

    fn page(markdown: &str, width: usize) -> String {
        blocks(&parse::blocks(markdown), width)
    }

    #[test]
    fn paragraphs_lists_and_quotes_wrap() {
        insta::assert_snapshot!(page("one *two* three `four`\n\n9. five six\n10. seven\n\n> eight nine ten\n", 12), @r"
        one *two*
        three `four`

        9. five six
        10. seven

        > eight nine
        > ten
        ");
    }

    #[test]
    fn a_table_that_does_not_fit_is_told_row_by_row() {
        let markdown = "| job | time |\n|---|---|\n| charge | 200 ms |\n| email | 400 ms |\n";
        insta::assert_snapshot!(page(markdown, 40), @r"
        job     time
        ------  ------
        charge  200 ms
        email   400 ms
        ");
        insta::assert_snapshot!(page(markdown, 14), @r"
        job: charge
        time: 200 ms

        job: email
        time: 400 ms
        ");
    }

    #[test]
    fn code_keeps_its_shape() {
        assert_eq!(page("```\n a\n\n  b\n```\n", 3), "   a\n\n    b");
    }
}
