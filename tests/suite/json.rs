//! Reading and writing JSON.
