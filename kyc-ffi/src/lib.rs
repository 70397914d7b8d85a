//! The C ABI: one opaque engine and one call, JSON in and JSON out, pictures beside it as raw bytes.
//!
//! Every function that can fail answers 0 or the stable number of an error code; what went wrong is kept for the
//! calling thread. Nothing is written through an `out` pointer unless the answer is 0. No panic crosses the boundary.

// The one crate where unsafe is allowed: a C ABI cannot be written without it.
#![allow(unsafe_code)]
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks, clippy::missing_safety_doc)]

#[cfg(feature = "conformance")]
pub mod scripted;

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use kyc_core::{Code, Config, Engine, Error, Result};

/// An engine. Free it with `kyc_engine_free`. It may be used from several threads at the same time.
pub struct KycEngine(Engine);

/// Bytes that a request names by index. They are only read during the call.
#[repr(C)]
pub struct KycBlob {
    /// First byte; may be NULL when `len` is 0.
    pub data: *const u8,
    /// Number of bytes.
    pub len: usize,
}

struct LastError {
    message: CString,
    name: CString,
}

thread_local! {
    static LAST_ERROR: RefCell<Option<LastError>> = const { RefCell::new(None) };
}

/// Builds an engine from its configuration in JSON; `{}` is an engine that only judges.
///
/// Answers 0 and writes the engine to `out`, or answers an error code's number.
///
/// # Safety
/// `config_json` is NULL or a NUL-terminated string; `out` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyc_engine_new(config_json: *const c_char, out: *mut *mut KycEngine) -> u16 {
    entry(|| {
        refuse_null(out, "out")?;
        // SAFETY: the caller promises a NUL-terminated string or NULL.
        let config = unsafe { text(config_json, "config_json") }?;
        let engine = Box::new(KycEngine(Engine::new(Config::from_json(config)?)?));
        // SAFETY: `out` is not NULL and the caller promises that it is writable.
        unsafe { out.write(Box::into_raw(engine)) };
        Ok(())
    })
}

/// Runs an operation: `op` is its name, `request_json` its request, `blobs` the bytes that the request names by index.
///
/// Answers 0 and writes the response (JSON, UTF-8, NUL-terminated) to `out_json`, to be freed with `kyc_free_string`;
/// or answers an error code's number.
///
/// # Safety
/// `engine` is NULL or comes from `kyc_engine_new` and was not freed; the strings are NULL or NUL-terminated; `blobs`
/// points to `blob_count` blobs, each with `len` readable bytes (it may be NULL when there are none); `out_json` is NULL
/// or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyc_call(
    engine: *const KycEngine,
    op: *const c_char,
    request_json: *const c_char,
    blobs: *const KycBlob,
    blob_count: usize,
    out_json: *mut *mut c_char,
) -> u16 {
    entry(|| {
        refuse_null(out_json, "out_json")?;
        // SAFETY: the caller promises a live engine or NULL.
        let engine = unsafe { engine.as_ref() }.ok_or_else(|| null("engine"))?;
        // SAFETY: the caller promises NUL-terminated strings or NULL.
        let (op, request) = unsafe { (text(op, "op")?, text(request_json, "request_json")?) };
        // SAFETY: the caller promises `blob_count` blobs of readable bytes.
        let blobs = unsafe { bytes(blobs, blob_count) }?;
        let response = CString::new(engine.0.call(op, request, &blobs)?)
            .map_err(|_| Error::new(Code::Internal, "a response holds a NUL byte"))?;
        // SAFETY: `out_json` is not NULL and the caller promises that it is writable.
        unsafe { out_json.write(response.into_raw()) };
        Ok(())
    })
}

/// Frees a response. NULL is allowed.
///
/// # Safety
/// `json` is NULL or comes from `kyc_call` and was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyc_free_string(json: *mut c_char) {
    if !json.is_null() {
        // SAFETY: the caller promises a string of ours that was not freed.
        drop(unsafe { CString::from_raw(json) });
    }
}

/// Frees an engine. NULL is allowed.
///
/// # Safety
/// `engine` is NULL or comes from `kyc_engine_new`, was not freed before and is in no call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyc_engine_free(engine: *mut KycEngine) {
    if !engine.is_null() {
        // SAFETY: the caller promises an engine of ours that was not freed.
        drop(unsafe { Box::from_raw(engine) });
    }
}

/// What went wrong in this thread's last failed call; NULL when nothing has. Valid until the thread's next call.
#[unsafe(no_mangle)]
pub extern "C" fn kyc_last_error_message() -> *const c_char {
    LAST_ERROR.with_borrow(|last| last.as_ref().map_or(ptr::null(), |error| error.message.as_ptr()))
}

/// The stable name of the error code of this thread's last failed call, such as `blob_missing`; NULL when nothing has
/// failed. Valid until the thread's next call.
#[unsafe(no_mangle)]
pub extern "C" fn kyc_last_error_name() -> *const c_char {
    LAST_ERROR.with_borrow(|last| last.as_ref().map_or(ptr::null(), |error| error.name.as_ptr()))
}

/// Version of the engine. Valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn kyc_version() -> *const c_char {
    const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => c"",
    };
    VERSION.as_ptr()
}

fn entry(work: impl FnOnce() -> Result<()>) -> u16 {
    // The engine catches its own panics; this one is for the few lines of this crate.
    let done = catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::new(Code::Internal, "the C binding panicked; this is a defect of the engine")));
    let (number, last) = match done {
        Ok(()) => (0, None),
        Err(error) => (error.code().number(), Some(remember(&error))),
    };
    LAST_ERROR.set(last);
    number
}

fn remember(error: &Error) -> LastError {
    let c = |text: &str| CString::new(text.replace('\0', " ")).unwrap_or_default();
    LastError { message: c(error.message()), name: c(error.code().name()) }
}

fn null(name: &str) -> Error {
    Error::new(Code::InvalidRequest, format!("`{name}` is NULL"))
}

fn refuse_null<T>(pointer: *const T, name: &str) -> Result<()> {
    if pointer.is_null() { Err(null(name)) } else { Ok(()) }
}

/// # Safety
/// `pointer` is NULL or a NUL-terminated string that outlives `'c`.
unsafe fn text<'c>(pointer: *const c_char, name: &str) -> Result<&'c str> {
    refuse_null(pointer, name)?;
    // SAFETY: not NULL, and the caller promises the rest.
    let text = unsafe { CStr::from_ptr(pointer) };
    text.to_str().map_err(|_| Error::new(Code::InvalidRequest, format!("`{name}` is not UTF-8")))
}

/// # Safety
/// `blobs` is NULL or points to `count` blobs, each NULL or with `len` readable bytes, all outliving `'c`.
unsafe fn bytes<'c>(blobs: *const KycBlob, count: usize) -> Result<Vec<&'c [u8]>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    refuse_null(blobs, "blobs")?;
    // SAFETY: not NULL, and the caller promises `count` of them.
    let blobs = unsafe { std::slice::from_raw_parts(blobs, count) };
    let mut all = Vec::with_capacity(count);
    for blob in blobs {
        if blob.len == 0 {
            all.push([].as_slice());
        } else {
            refuse_null(blob.data, "data of a blob")?;
            // SAFETY: not NULL, and the caller promises `len` readable bytes.
            all.push(unsafe { std::slice::from_raw_parts(blob.data, blob.len) });
        }
    }
    Ok(all)
}
