//! A page of `spec/`: sections, and the files that are fenced in them.

use std::ops::Range;

/// A page in Markdown.
pub struct Page {
    /// The text of the first heading.
    pub title: String,
    /// The paragraphs between the title and the first section.
    pub intro: Vec<String>,
    /// The sections, in their order.
    pub sections: Vec<Section>,
}

/// What stands under a heading of the second level.
pub struct Section {
    /// The text of the heading.
    pub name: String,
    /// What is fenced in it.
    pub blocks: Vec<Block>,
}

/// A fenced block.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// The word behind the fence.
    pub language: String,
    /// The file that the block stands for: the rest of the fence's line. May be empty.
    pub file: String,
    /// What is fenced.
    pub text: String,
    /// The bytes of the page between the two fences.
    pub bytes: Range<usize>,
}

/// A file by its name.
pub type File = (String, Vec<u8>);

impl Page {
    /// Reads a page.
    pub fn parse(text: &str) -> Result<Page, String> {
        let mut page = Page { title: String::new(), intro: Vec::new(), sections: Vec::new() };
        let mut open: Option<Block> = None;
        let mut paragraph = String::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let line = line.trim_end();
            if let Some(block) = &mut open {
                if line == "```" {
                    block.bytes.end = start;
                    block.text = text[block.bytes.clone()].to_owned();
                    let section =
                        page.sections.last_mut().ok_or("a block stands before the first section")?;
                    section.blocks.extend(open.take());
                }
            } else if let Some(info) = line.strip_prefix("```") {
                let (language, file) = info.split_once(' ').unwrap_or((info, ""));
                let (language, file) = (language.to_owned(), file.to_owned());
                open = Some(Block { language, file, text: String::new(), bytes: at..at });
            } else if let Some(name) = line.strip_prefix("## ") {
                page.sections.push(Section { name: name.to_owned(), blocks: Vec::new() });
            } else if let Some(title) = line.strip_prefix("# ") {
                page.title = title.to_owned();
            } else if page.sections.is_empty() {
                match line {
                    "" if paragraph.is_empty() => {}
                    "" => page.intro.push(std::mem::take(&mut paragraph)),
                    _ if paragraph.is_empty() => paragraph = line.to_owned(),
                    _ => paragraph = paragraph + "\n" + line,
                }
            }
        }
        match open {
            Some(block) => Err(format!("the block of `{}` is not closed", block.file)),
            None => Ok(page),
        }
    }

    /// The section with this name.
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }
}

impl Section {
    /// The files that the blocks stand for.
    pub fn files(&self) -> Vec<File> {
        let content = |block: &Block| match block.language.as_str() {
            "base64" => base64(&block.text),
            _ => repeated(&block.text).into_bytes(),
        };
        self.blocks.iter().map(|block| (block.file.clone(), content(block))).collect()
    }
}

/// A text in which each line with `{{1..300}}` is written once for each number.
fn repeated(text: &str) -> String {
    let range = |line: &str| {
        let (_, rest) = line.split_once("{{1..")?;
        let (last, _) = rest.split_once("}}")?;
        Some((format!("{{{{1..{last}}}}}"), last.parse::<usize>().ok()?))
    };
    let lines = text.split_inclusive('\n').map(|line| match range(line) {
        Some((mark, last)) => (1..=last).map(|number| line.replace(&mark, &number.to_string())).collect(),
        None => line.to_owned(),
    });
    lines.collect()
}

#[test]
fn a_line_can_stand_for_many() {
    assert_eq!(repeated("a\n{{1..3}}: b{{1..3}},\nc\n"), "a\n1: b1,\n2: b2,\n3: b3,\nc\n");
}

/// The bytes that base64 stands for; what is not of its alphabet is passed over.
fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u32> = text
        .bytes()
        .filter_map(|byte| ALPHABET.iter().position(|digit| *digit == byte))
        .map(|digit| u32::try_from(digit).expect("there are 64 digits"))
        .collect();
    let bytes = digits.chunks(4).flat_map(|group| {
        let bits = group.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - group.len()));
        bits.to_be_bytes()[1..group.len()].to_vec()
    });
    bytes.collect()
}

#[test]
fn a_page_is_read_into_its_sections() {
    let text = "# Name\n\nOne line.\n\nTwo\nlines.\n\n## Bad\n\nProse.\n\n```yaml a/b.yaml\n# not a title\nx: 1\n```\n\n\
                ```base64 icon.png\niVBO\nRw==\n```\n\n## We say\n\n```text\nwords\n```\n";
    let page = Page::parse(text).expect("a good page");
    assert_eq!(page.title, "Name");
    assert_eq!(page.intro, ["One line.", "Two\nlines."]);
    let bad = page.section("Bad").expect("a section");
    let files = [
        ("a/b.yaml".to_owned(), b"# not a title\nx: 1\n".to_vec()),
        ("icon.png".to_owned(), b"\x89PNG".to_vec()),
    ];
    assert_eq!(bad.files(), files);
    let words = &page.section("We say").expect("a section").blocks[0];
    assert_eq!((words.text.as_str(), &text[words.bytes.clone()]), ("words\n", "words\n"));
    assert!(page.section("Good").is_none());
    assert!(Page::parse("# Name\n\n## Bad\n\n```yaml a.yaml\n").is_err());
}
