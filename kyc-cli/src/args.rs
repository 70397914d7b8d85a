//! The arguments.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use kyc_synth::forge::Forgery;

use crate::accuracy::DocumentsArguments;
use crate::accuracy_faces::FacesArguments;
use crate::accuracy_screening::ScreeningArguments;
use crate::commands::synth::kind;
use crate::dossier::DossierArguments;

const EXIT_CODES: &str = "\
Exit codes:
  0   accepted, matched, live, valid, on no list
  10  review; a zone whose check digits fail; perhaps on a list
  11  rejected, no match, not live, nothing found, on a list
  2   wrong usage     3  wrong input     4  models or runtime missing     1  a defect of kyc

Examples:
  kyc demo                                       everything once, on a specimen
  kyc verify --document id.jpg --selfie me.jpg   decide a case
  kyc mrz passport.jpg                           read the machine-readable zone";

/// Verify identity documents and faces, offline.
#[derive(Debug, Parser)]
#[command(name = "kyc", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// Print the operation's JSON response instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Day to judge for [default: today]
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<NaiveDate>,
    /// Language of sentences, ISO 639-1
    #[arg(long, global = true, default_value = "en", value_name = "LANG")]
    pub(crate) language: String,
    /// Threads for one call
    #[arg(long, global = true, default_value_t = 2, value_name = "N")]
    pub(crate) threads: usize,
    /// Folder of prepared models [default: the user's cache]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) models_dir: Option<PathBuf>,
    /// ONNX Runtime's shared library, instead of the prepared one
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) runtime_library: Option<PathBuf>,
    /// A second embedder beside the first, e.g. face-embedding-dlib; prepare it with `kyc models prepare --with`
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) second_embedder: Option<String>,
    /// A second PAD network of your own, declared in JSON: {"path", "crop_scale", "side", "colours", "live"}
    #[arg(long, global = true, value_name = "FILE.json")]
    pub(crate) second_pad: Option<PathBuf>,
    /// Never fetch anything; missing models are an error
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// Colours
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: When,
}

/// A share as an argument.
fn share(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "it is a number from 0 to 1".to_owned())
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Verify a document and a selfie: evidence, checks, score, decision
    #[command(after_help = "Example:\n  kyc verify --document front.jpg --back back.jpg --selfie me.jpg --annotate out.png")]
    Verify(VerifyArguments),
    /// Read a document: class, fields with their sources, machine-readable zone
    #[command(after_help = "Example:\n  kyc read passport.jpg --json")]
    Read {
        /// The side with the portrait
        file: PathBuf,
        /// The other side of a card
        #[arg(long)]
        back: Option<PathBuf>,
    },
    /// Read a machine-readable zone from a picture, a folder of pictures, or text
    #[command(
        after_help = "Examples:\n  kyc mrz passport.jpg\n  kyc mrz pictures/      a folder with a manifest.json of labels: prints exact k/n\n  kyc mrz --text 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n  L898902C36UTO7408122F1204159ZE184226B<<<<<10'\n  kyc mrz --text -       text from standard input"
    )]
    Mrz {
        /// Pictures or folders
        #[arg(required_unless_present = "text")]
        files: Vec<PathBuf>,
        /// Lines of text, `-` for standard input
        #[arg(long, conflicts_with = "files")]
        text: Option<String>,
    },
    /// Read barcodes from pictures, and the licence in them; needs no models
    #[command(
        after_help = "Examples:\n  kyc barcode back.jpg\n  kyc barcode data/      a folder with labelled pdf417/ and aamva/: prints exact k/n"
    )]
    Barcode {
        /// Pictures or folders
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Whether a photo shows a live person (passive presentation attack detection)
    #[command(after_help = "Example:\n  kyc liveness selfie.jpg")]
    Liveness {
        /// The photo
        file: PathBuf,
    },
    /// Whether two pictures show the same person
    #[command(after_help = "Example:\n  kyc match passport.jpg selfie.jpg --threshold 0.75")]
    Match {
        /// One picture
        a: PathBuf,
        /// The other
        b: PathBuf,
        /// Calibrated similarity from which it is a match, 0 to 1
        #[arg(long, value_parser = share)]
        threshold: Option<f64>,
    },
    /// Read a chip's files (EF_COM, EF_SOD, DG1 …) and authenticate them passively; needs no models
    #[command(after_help = "Example:\n  kyc chip passport-files/ --trust masterlist.ml")]
    Chip {
        /// Folder with EF_SOD and the data groups
        folder: PathBuf,
        /// Certificates of country signing authorities, and revocation lists (.crl): a file or a folder
        #[arg(long, value_name = "DIR|FILE")]
        trust: Vec<PathBuf>,
        /// Departures from the standard to allow
        #[arg(long, value_enum, value_name = "LENIENCY")]
        allow: Vec<Leniency>,
    },
    /// Judge stored evidence again, perhaps under another policy; needs no models
    #[command(
        after_help = "Example:\n  kyc verify --document id.jpg --selfie me.jpg --json > case.json\n  kyc judge --evidence case.json --today 2026-11-21"
    )]
    Judge {
        /// JSON of evidence, or of a `verify` response
        #[arg(long)]
        evidence: PathBuf,
        /// Name of a policy, or a TOML or JSON file of one
        #[arg(long, default_value = "api-v1")]
        policy: String,
    },
    /// Look for a name on watchlists; needs no models
    #[command(
        after_help = "Examples:\n  kyc screen 'Jane Roe' --list sdn.csv --list alt.csv --born 1971-02-03\n  kyc screen 'Jane Roe' --list lists/ --pep peps.csv --json\n  kyc screen index lists.index --list lists/ && kyc screen 'Jane Roe' --index lists.index"
    )]
    Screen(ScreenArguments),
    /// A stored case for people, as HTML or PDF; needs no models
    #[command(
        after_help = "Example:\n  kyc verify --document id.jpg --selfie me.jpg --json > case.json\n  kyc report --case case.json --picture id.jpg --picture me.jpg --html case.html --pdf case.pdf"
    )]
    #[command(group = clap::ArgGroup::new("form").args(["html", "pdf"]).required(true).multiple(true))]
    Report {
        /// JSON of a `verify` response, of evidence, or a bundle
        #[arg(long, value_name = "FILE")]
        case: PathBuf,
        /// The pictures of the case, which are found by their hashes
        #[arg(long, value_name = "FILE")]
        picture: Vec<PathBuf>,
        #[command(flatten)]
        to: DossierArguments,
    },
    /// Check, explain or test policies; needs no models
    #[command(
        after_help = "Examples:\n  kyc policy check mine.toml\n  kyc policy explain flow\n  kyc policy test cases.toml\n  kyc policy schema > policy.schema.json"
    )]
    Policy {
        #[command(subcommand)]
        command: PolicyCommand,
    },
    /// Seal a decided case as one signed record; verify, replay or redact it; needs no models
    #[command(
        after_help = "Examples:\n  openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out public.pem\n  kyc verify --document id.jpg --selfie me.jpg --json > case.json\n  kyc bundle seal --case case.json --key key.pem --out case.bundle.json\n  kyc bundle verify case.bundle.json --trust public.pem --picture id.jpg\n  kyc bundle replay case.bundle.json --policy nist-800-63a-4\n  kyc bundle redact case.bundle.json --personal --out public.bundle.json"
    )]
    Bundle {
        #[command(subcommand)]
        command: BundleCommand,
    },
    /// What this engine is and supports
    #[command(after_help = "Example:\n  kyc describe documents")]
    Describe {
        /// What to describe
        #[arg(value_enum, default_value = "all")]
        what: Topic,
    },
    /// Fetch, list or verify the models
    Models {
        #[command(subcommand)]
        command: ModelsCommand,
    },
    /// Play a whole case on a specimen passport with the real pipeline
    #[command(
        after_help = "Examples:\n  kyc demo                 a good passport and its holder\n  kyc demo --print-attack  a print held before the camera\n  kyc demo --all           the five stories and what came of them"
    )]
    Demo(DemoArguments),
    /// Draw specimen documents, honest and forged, with their ground truth; needs no models
    #[command(
        after_help = "Kinds: genuine, glare, blur, shadow, low_light, screen, print, photocopy, digital, copy_move, splice, font, ghost, recompressed, edited\n\nExample:\n  kyc synth --out made/ --kind genuine,screen --seed 7 --count 20"
    )]
    Synth(SynthArguments),
    /// Measure accuracy on a folder of labelled pictures
    Accuracy {
        #[command(subcommand)]
        command: AccuracyCommand,
    },
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  kyc completions bash > /etc/bash_completion.d/kyc")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The side of the document with the portrait
    #[arg(long, value_name = "FILE")]
    pub(crate) document: PathBuf,
    /// The other side of a card
    #[arg(long, value_name = "FILE")]
    pub(crate) back: Option<PathBuf>,
    /// The live photo
    #[arg(long, value_name = "FILE")]
    pub(crate) selfie: Option<PathBuf>,
    /// Folder of the files of the document's chip, as for `kyc chip`
    #[arg(long, value_name = "DIR")]
    pub(crate) chip: Option<PathBuf>,
    /// Certificates, master lists and revocation lists to hold the chip against
    #[arg(long, value_name = "FILE|DIR", requires = "chip")]
    pub(crate) trust: Vec<PathBuf>,
    /// JSON of what the capture code says of its device and camera
    #[arg(long, value_name = "FILE.json")]
    pub(crate) device: Option<PathBuf>,
    /// Name of a policy, or a TOML or JSON file of one
    #[arg(long, default_value = "api-v1", value_name = "NAME")]
    pub(crate) policy: String,
    /// Sanctions lists to look for the person on
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) list: Vec<PathBuf>,
    /// Lists of politically exposed persons to look for the person on
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) pep: Vec<PathBuf>,
    /// Draw what was seen on the pictures
    #[arg(long, value_name = "OUT.png")]
    pub(crate) annotate: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) dossier: DossierArguments,
}

/// Arguments of `synth`.
#[derive(Debug, Args)]
pub(crate) struct SynthArguments {
    /// Folder for the pictures and manifest.json
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// What the pictures show [default: one of every kind a seed]
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind)]
    pub(crate) kind: Vec<Forgery>,
    /// First seed
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
    /// Pictures of a kind, each with the next seed
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) count: usize,
}

/// Arguments of `screen`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ScreenArguments {
    #[command(subcommand)]
    pub(crate) command: Option<ScreenCommand>,
    /// Full name, in any order and script
    #[arg(required = true)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) lists: ListArguments,
    /// An index that `kyc screen index` wrote, instead of lists
    #[arg(long, value_name = "FILE", conflicts_with_all = ["list", "pep", "adverse_media"])]
    pub(crate) index: Option<PathBuf>,
    /// Date of birth as far as it is known
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub(crate) born: Option<String>,
    /// Nationality as the lists write it: an English name or a code
    #[arg(long)]
    pub(crate) nationality: Option<String>,
    /// Number of a passport or identity card
    #[arg(long, value_name = "NUMBER")]
    pub(crate) document: Option<String>,
}

/// Commands of `screen`.
#[derive(Debug, Subcommand)]
pub(crate) enum ScreenCommand {
    /// Build an index of lists once, to be searched from then on
    Index {
        /// Where to write it
        out: PathBuf,
        #[command(flatten)]
        lists: ListArguments,
    },
}

/// Lists to search.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Sanctions lists: OFAC, UN, EU, UK HMT, OpenSanctions or a plain CSV; files or folders
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) list: Vec<PathBuf>,
    /// Lists of politically exposed persons
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) pep: Vec<PathBuf>,
    /// Lists of adverse media
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) adverse_media: Vec<PathBuf>,
}

/// Topics of `describe`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Topic {
    /// Everything, in short.
    All,
    /// Supported documents and by which means.
    Documents,
    /// Policies.
    Policies,
    /// Models with licences.
    Models,
    /// Operations of the door.
    Operations,
    /// Error codes.
    Errors,
}

/// Subcommands of `policy`.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Whether policies make sense; says the first thing that is wrong
    Check {
        /// Names of policies, or TOML or JSON files
        #[arg(required = true)]
        policies: Vec<String>,
    },
    /// What a policy says, in words
    Explain {
        /// Name of a policy, or a TOML or JSON file
        policy: String,
    },
    /// Judge a tenant's cases and compare with what they expect
    Test {
        /// TOML or JSON files of cases
        #[arg(required = true)]
        cases: Vec<PathBuf>,
    },
    /// JSON Schema of a policy
    Schema,
}

/// Subcommands of `bundle`.
#[derive(Debug, Subcommand)]
pub(crate) enum BundleCommand {
    /// Judge a case and seal it
    Seal(SealArguments),
    /// Whether a bundle is as it was sealed (0), sealed by nobody knows whom (10), or changed (11)
    Verify {
        /// The bundle
        bundle: PathBuf,
        /// Public keys to trust, PEM or hex
        #[arg(long, value_name = "FILE")]
        trust: Vec<PathBuf>,
        /// Pictures that must be of this case
        #[arg(long, value_name = "FILE")]
        picture: Vec<PathBuf>,
    },
    /// Judge again: the same report (0) or another (11); under another policy, its decision
    Replay {
        /// The bundle
        bundle: PathBuf,
        /// "What if": name of a policy, or a TOML or JSON file of one
        #[arg(long)]
        policy: Option<String>,
    },
    /// Take values out; the signature stays valid
    Redact {
        /// The bundle
        bundle: PathBuf,
        /// JSON pointer of what to take out, e.g. /content/evidence/profile
        #[arg(long, value_name = "POINTER", required_unless_present = "personal")]
        remove: Vec<String>,
        /// All personal data: what was read, what was declared, the name of the case
        #[arg(long)]
        personal: bool,
        /// File for the redacted bundle
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Arguments of `bundle seal`.
#[derive(Debug, Args)]
pub(crate) struct SealArguments {
    /// JSON of evidence, or of a `verify` response
    #[arg(long, value_name = "FILE")]
    pub(crate) case: PathBuf,
    /// Ed25519 signing key: PEM (PKCS #8), or the seed as hex
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// File for the bundle
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Name of a policy, or a TOML or JSON file of one [default: the one the case was judged under, else api-v1]
    #[arg(long, value_name = "NAME")]
    pub(crate) policy: Option<String>,
    /// Your name of the case
    #[arg(long, value_name = "TEXT")]
    pub(crate) reference: Option<String>,
    /// When it is sealed [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) sealed_at: Option<String>,
    /// Pictures that must be those of the case
    #[arg(long, value_name = "FILE")]
    pub(crate) picture: Vec<PathBuf>,
}

/// Departures from the standard that `chip` may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Leniency {
    /// ECDSA signatures as plain r‖s where DER is due.
    RawEcdsaSignature,
    /// A signer identifier that names no certificate.
    SignerIdentifier,
    /// A security object without the tag of EF.SOD.
    FileTag,
    /// An ECDSA signature over a longer hash than its algorithm names.
    SignatureHash,
}

/// Subcommands of `models`.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// Fetch and convert what is missing; offline once done
    Prepare {
        /// Keep the registry files in the cache
        #[arg(long)]
        keep_downloads: bool,
        /// Fetch this optional model too, e.g. face-embedding-dlib
        #[arg(long, value_name = "ID")]
        with: Vec<String>,
    },
    /// Show every model, its licence and whether it is there
    List,
    /// Hash every prepared file and compare it with the manifest
    Verify,
}

/// Subcommands of `accuracy`.
#[derive(Debug, Subcommand)]
pub(crate) enum AccuracyCommand {
    /// Face match (ISO/IEC 19795-1) and passive liveness (ISO/IEC 30107-3)
    #[command(after_help = "Example:\n  kyc accuracy faces --data labelled/ --write docs/accuracy.md")]
    Faces(FacesArguments),
    /// Machine-readable zones, barcodes and chips
    #[command(
        after_help = "Example:\n  kyc accuracy documents --data labelled/ --turn 0,90,180,270,10,-10 --write docs/accuracy.md"
    )]
    Documents(DocumentsArguments),
    /// Names against watchlists, and phone numbers
    #[command(after_help = "Example:\n  kyc accuracy screening --data labelled/ --write docs/accuracy.md")]
    Screening(ScreeningArguments),
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Somebody else holds the passport
    #[arg(long, group = "story")]
    pub(crate) impostor: bool,
    /// The passport has expired
    #[arg(long, group = "story")]
    pub(crate) expired: bool,
    /// A date in the machine-readable zone was altered
    #[arg(long, group = "story")]
    pub(crate) tampered_mrz: bool,
    /// A print of the holder is held before the camera
    #[arg(long, group = "story")]
    pub(crate) print_attack: bool,
    /// All five stories
    #[arg(long, group = "story")]
    pub(crate) all: bool,
    /// Seed of light, noise and table
    #[arg(long, default_value_t = 7)]
    pub(crate) seed: u64,
    /// Folder for the pictures
    #[arg(long, default_value = "kyc-demo", value_name = "DIR")]
    pub(crate) out: PathBuf,
}
