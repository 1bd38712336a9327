//! The `where` parameter: the confirmed grammar of `core-api.md` section 9, and nothing more.
//!
//! `comparison (AND|OR comparison)*`, where a comparison is `field operator value` or `field is null`.
//! AND binds closer than OR. Values become bound parameters; field names come from the catalogue.

use super::errors::ApiError;
use crate::store::{Column, ColumnKind, Query, Table};
use rusqlite::types::Value as SqlValue;

/// Reads an expression into a condition; an empty one asks for all rows.
pub(super) fn read(table: &Table, text: &str) -> Result<Query, ApiError> {
    let mut query = Query::default();
    if text.trim().is_empty() {
        return Ok(query);
    }
    let tokens = tokens(text).map_err(refused)?;
    let mut reader = Reader { table, tokens: &tokens, parameters: Vec::new() };
    query.condition = reader.expression()?;
    query.parameters = reader.parameters;
    Ok(query)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A name, a keyword, a bare number or a bare truth value.
    Word(String),
    Quoted(String),
    Operator(&'static str),
}

const OPERATORS: [&str; 5] = ["<=", ">=", "=", "<", ">"];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let (value, after) = quoted(&rest[1..]).ok_or("A quoted text does not end.")?;
            tokens.push(Token::Quoted(value));
            rest = after;
        } else if rest.starts_with("<>") {
            return Err("`<>` is no operator here.".to_owned());
        } else if let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
            tokens.push(Token::Operator(operator));
            rest = &rest[operator.len()..];
        } else {
            let end = rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || "_.-+".contains(letter))).unwrap_or(rest.len());
            if end == 0 {
                return Err(format!("`{first}` is not understood."));
            }
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// The text up to the closing quote, in which a doubled quote stands for one, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('\'')?;
        value.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                value.push('\'');
                rest = after;
            }
            None => return Some((value, rest)),
        }
    }
}

struct Reader<'a> {
    table: &'a Table,
    tokens: &'a [Token],
    parameters: Vec<SqlValue>,
}

impl Reader<'_> {
    /// SQL binds AND closer than OR as well, so the terms can stand in a row.
    fn expression(&mut self) -> Result<String, ApiError> {
        let mut sql = self.comparison()?;
        while let Some(token) = self.next() {
            let joint = match token {
                Token::Word(word) if word.eq_ignore_ascii_case("and") => " AND ",
                Token::Word(word) if word.eq_ignore_ascii_case("or") => " OR ",
                other => return Err(refused(format!("AND or OR is expected, not {}.", shown(&other)))),
            };
            sql.push_str(joint);
            sql.push_str(&self.comparison()?);
        }
        Ok(sql)
    }

    fn comparison(&mut self) -> Result<String, ApiError> {
        let field = match self.next() {
            Some(Token::Word(field)) => field,
            Some(other) => return Err(refused(format!("A field is expected, not {}.", shown(&other)))),
            None => return Err(refused("A comparison is missing.".to_owned())),
        };
        let table = self.table;
        let Some(column) = table.column(&field).filter(|column| column.filterable) else {
            return Err(refused(format!("{} cannot be filtered by `{field}`.", table.name())));
        };
        match self.next() {
            Some(Token::Operator(operator)) => {
                let value = self.value(column)?;
                self.parameters.push(value);
                Ok(format!("\"{field}\" {operator} ?"))
            }
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("is") => match self.next() {
                Some(Token::Word(word)) if word.eq_ignore_ascii_case("null") => Ok(format!("\"{field}\" IS NULL")),
                _ => Err(refused("After `is` only `null` is understood.".to_owned())),
            },
            _ => Err(refused(format!("After `{field}` a comparison is expected."))),
        }
    }

    fn value(&mut self, column: &Column) -> Result<SqlValue, ApiError> {
        let token = self.next().ok_or_else(|| refused(format!("The value for `{}` is missing.", column.name)))?;
        let read = match (&token, column.kind) {
            (Token::Quoted(text), ColumnKind::Text) => Some(SqlValue::Text(text.clone())),
            (Token::Quoted(text), ColumnKind::Id) => uuid::Uuid::try_parse(text).ok().map(|id| SqlValue::Text(id.to_string())),
            (Token::Quoted(text), ColumnKind::Moment) => moment(text),
            (Token::Word(word), ColumnKind::Number) => number(word),
            (Token::Word(word), ColumnKind::Flag) => flag(word),
            (Token::Quoted(_) | Token::Word(_) | Token::Operator(_), _) => None,
        };
        read.ok_or_else(|| refused(format!("{} is no value for `{}`.", shown(&token), column.name)))
    }

    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }
}

/// A moment as the table keeps it; a bare day is its midnight.
fn moment(text: &str) -> Option<SqlValue> {
    let text = text.trim_end_matches('Z');
    let whole = if text.len() == 10 { format!("{text}T00:00:00") } else { text.to_owned() };
    whole.parse::<jiff::civil::DateTime>().ok()?;
    Some(SqlValue::Text(whole))
}

fn number(word: &str) -> Option<SqlValue> {
    word.parse::<i64>()
        .map(SqlValue::Integer)
        .ok()
        .or_else(|| word.parse::<f64>().ok().filter(|value| value.is_finite()).map(SqlValue::Real))
}

fn flag(word: &str) -> Option<SqlValue> {
    match word.to_ascii_lowercase().as_str() {
        "true" => Some(SqlValue::Integer(1)),
        "false" => Some(SqlValue::Integer(0)),
        _ => None,
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(text) => format!("`{text}`"),
        Token::Quoted(text) => format!("`'{text}'`"),
        Token::Operator(text) => format!("`{text}`"),
    }
}

fn refused(message: String) -> ApiError {
    ApiError::bad_request("InvalidWhere", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Tables;

    fn condition(text: &str) -> Option<String> {
        let tables = Tables::new(&coredesk_catalogue::bqe_core::service().unwrap().catalogue);
        read(tables.get("timeentry").unwrap(), text).ok().map(|query| query.condition)
    }

    #[test]
    fn the_confirmed_pieces_are_read() {
        for (text, sql) in [
            ("date>='2026-01-01T00:00:00'", "\"date\" >= ?"),
            ("date < '2026-01-01'", "\"date\" < ?"),
            ("classId is null", "\"classId\" IS NULL"),
            ("billable=true AND billStatus = 0", "\"billable\" = ? AND \"billStatus\" = ?"),
            ("client='O''Neill' or billStatus=-1", "\"client\" = ? OR \"billStatus\" = ?"),
        ] {
            assert_eq!(condition(text).as_deref(), Some(sql), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "actualHours > 3",
            "nonsense = 1",
            "billStatus",
            "billStatus =",
            "billStatus = 'zero'",
            "billable = 1",
            "date = 2026-01-01",
            "date >= 'yesterday'",
            "resourceId = 'me'",
            "client = 'open",
            "client like '%a%'",
            "client != 'a'",
            "client <> 'a'",
            "billStatus in (1, 2)",
            "(billStatus = 1)",
            "classId is not null",
            "billStatus = 1 AND",
            "billStatus = 1 billable = true",
            "billStatus = 1; drop table timeentry",
        ] {
            assert_eq!(condition(text), None, "{text}");
        }
    }
}
