//! The log as CSV (RFC 4180), safe to be opened as a spreadsheet.

use super::Logged;
use crate::web::Moment;

/// The first line.
pub const HEAD: &str = "id,when,who,action,kind,subject,why,before,after\r\n";

/// A line of the log as a line of CSV.
#[must_use]
pub fn row(id: i64, line: &Logged) -> String {
    let cells = [
        id.to_string(),
        Moment(line.at).machine(),
        line.actor.clone().unwrap_or_default(),
        line.action.clone(),
        line.kind.clone(),
        line.subject.to_string(),
        line.why.clone(),
        line.before.to_string(),
        line.after.to_string(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell in quotes. Where a spreadsheet would take its text for a formula, a mark before it says that it is none.
fn quoted(cell: &str) -> String {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@']) || cell.starts_with(['\t', '\r', '\n']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_are_doubled_and_lines_stay_in_their_cell() {
        assert_eq!(quoted("He said \"no\",\ntwice"), "\"He said \"\"no\"\",\ntwice\"");
        assert_eq!(quoted(""), "\"\"");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r=1"] {
            assert!(quoted(cell).starts_with("\"'"), "{cell:?}");
        }
        assert_eq!(quoted("a=1"), "\"a=1\"");
    }
}
