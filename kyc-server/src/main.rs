//! `kyc-server`: the engine's operations over HTTP.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use kyc_core::{Config, Engine};
use kyc_server::{Limits, router, serve};

/// The engine's operations over HTTP: POST /v1/ops/{op}, GET /v1/ops, GET /v1/openapi.json, GET /healthz; and two modules that take
/// pictures as base64 in JSON: POST /v1/liveness/analyze, POST /v1/face/match.
///
/// THERE IS NO AUTHENTICATION and no TLS: whoever reaches the port may call every operation. Listen on this machine only, or behind a
/// proxy that says who may come in. Nothing is stored, nothing about a call is logged.
#[derive(Parser)]
#[command(name = "kyc-server", version)]
struct Arguments {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8087")]
    listen: SocketAddr,
    /// Folder that `kyc models prepare` filled [default: the user's cache folder, or KYC_MODELS_DIR]
    #[arg(long, conflicts_with_all = ["config", "judge_only"])]
    models: Option<PathBuf>,
    /// The engine's whole configuration instead: a JSON file, as the bindings take it.
    #[arg(long, conflicts_with = "judge_only")]
    config: Option<PathBuf>,
    /// No models: judge stored evidence and read text only.
    #[arg(long)]
    judge_only: bool,
    /// Longest body of a request, MiB; a longer one is refused with 413.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    max_body: u16,
    /// Calls that run at the same time.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: u16,
    /// Calls that may wait for a worker; one more is refused with 503.
    #[arg(long, default_value_t = 16)]
    waiting: u16,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("kyc-server: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let engine = config(arguments).and_then(|config| Engine::new(config).map_err(|e| e.to_string()))?;
    let limits = Limits {
        body_bytes: usize::from(arguments.max_body) << 20,
        workers: usize::from(arguments.workers),
        waiting: usize::from(arguments.waiting),
        ..Limits::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let done = runtime.block_on(async {
        let cannot = |e: std::io::Error| format!("{} cannot be listened on: {e}", arguments.listen);
        let listener = tokio::net::TcpListener::bind(arguments.listen).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        // The one line that a program which starts this server waits for; whether anybody reads it does not matter.
        let _ = writeln!(std::io::stdout(), "listening on http://{address}");
        if !address.ip().is_loopback() {
            eprintln!("kyc-server: others than this machine may reach {address}, and there is no authentication");
        }
        serve(listener, router(engine, &limits), &limits, stopped()).await;
        Ok(())
    });
    // A call that outlived the time of grace is not waited for.
    runtime.shutdown_timeout(Duration::ZERO);
    done
}

fn config(arguments: &Arguments) -> Result<Config, String> {
    if arguments.judge_only {
        return Ok(Config::default());
    }
    if let Some(path) = &arguments.config {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        return Config::from_json(&text).map_err(|e| e.to_string());
    }
    let folder = arguments.models.clone().or_else(kyc_models::default_cache_dir);
    folder.map(Config::prepared).ok_or_else(|| "no cache folder is known for this user; give --models".to_owned())
}

/// Ready when the process is asked to end.
async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = terminate.recv() => return,
            _ = tokio::signal::ctrl_c() => return,
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
