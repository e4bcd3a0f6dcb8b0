//! Are positions what an editor shows?

use connectorc::source::{FileId, LineColumn, SourceMap};

fn at(line: usize, column: usize) -> LineColumn {
    LineColumn { line, column }
}

fn one(text: &str) -> (SourceMap, FileId) {
    let mut sources = SourceMap::default();
    let file = sources.add("a", text);
    (sources, file)
}

#[test]
fn the_end_of_a_file_is_not_the_start_of_the_next() {
    let (mut sources, first) = one("a");
    let second = sources.add("b", "b");
    let end = sources.span(first).end;
    let start = sources.span(second).start;
    assert_eq!(sources.file_at(end), Some(first));
    assert_eq!(sources.file_at(start), Some(second));
    sources.append("made");
    assert_eq!(sources.file_at(sources.span(second).end + 1), None);
}

#[test]
fn columns_count_characters_and_no_byte_order_mark() {
    let (sources, file) = one("\u{FEFF}é日x\ny");
    let place = |byte| sources.line_column(file, byte);
    assert_eq!(place(3), at(1, 1));
    assert_eq!(place(5), at(1, 2));
    assert_eq!(place(8), at(1, 3));
    assert_eq!(place(10), at(2, 1));
}

#[test]
fn columns_of_a_very_long_line_are_exact() {
    let long = "aé日".repeat(40_000);
    let (mut sources, _) = one("first\nfile");
    let file = sources.add("long", &format!("x\n{long}\ny"));
    let start = sources.span(file).start;
    for many in [0, 1, 2_730, 2_731, 2_732, 20_000, 40_000] {
        assert_eq!(sources.line_column(file, start + 2 + many * 6), at(2, many as usize * 3 + 1));
    }
    assert_eq!(sources.line_column(file, sources.span(file).end), at(3, 2));
}
