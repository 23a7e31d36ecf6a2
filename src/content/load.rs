//! Files, embedded or given, become a library.
