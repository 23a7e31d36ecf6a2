//! Rules about an author's files, one a file.
