//! Sentences for the tenant and the one fixed message for the end user.
