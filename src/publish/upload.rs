//! The icon and the script on their way to where the service takes them from.

use super::client::{Client, Repeat, Unanswered};
use super::failure::{Failure, Kind};
use super::package::{Blob, Package};
use super::payload::Uploaded;
use super::plan::{Part, Plan};
use super::refusal::Refusal;
use super::remote;
use super::service;
use super::target::Target;
use super::transport::{Answer, may_be_asked};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest, Md5};

/// Uploads what changes; asks for no storage if nothing does.
///
/// # Errors
/// Something could not be uploaded. The connector is as it was.
pub fn upload(
    client: &mut Client<'_>,
    target: &Target,
    package: &Package,
    plan: &Plan,
) -> Result<Uploaded, Failure> {
    let wanted = |part: &Part, blob: &Option<Blob>| match part {
        Part::Replaced { .. } => blob.clone(),
        _ => None,
    };
    let icon = wanted(&plan.icon, &package.icon);
    let script = wanted(&plan.script, &package.script);
    let mut uploaded = Uploaded::default();
    if icon.is_none() && script.is_none() {
        return Ok(uploaded);
    }
    let mut uploads = Uploads { client, target, place: None };
    if let Some(icon) = icon {
        uploaded.icon = Some(uploads.send("upload-icon", &icon, Some("image/png"))?);
    }
    if let Some(script) = script {
        uploaded.script = Some(uploads.send("upload-script", &script, None)?);
    }
    Ok(uploaded)
}

struct Uploads<'u, 'w> {
    client: &'u mut Client<'w>,
    target: &'u Target,
    place: Option<String>,
}

impl Uploads<'_, '_> {
    /// Uploads a file, if need be once more to another place: a signature may have ended.
    fn send(&mut self, name: &'static str, blob: &Blob, kind: Option<&str>) -> Result<String, Failure> {
        for last in [false, true] {
            let place = match self.place.clone() {
                Some(place) => place,
                None => self.storage()?,
            };
            self.place = Some(place.clone());
            let request = |_: &_| service::upload(&place, &blob.name, kind, &blob.bytes);
            let answer = self.client.call(name, Repeat::Safe, &request);
            match answer {
                Ok(answer) if answer.status == 201 && arrived(&answer, &blob.bytes) => {
                    return Ok(service::blob(&place, &blob.name));
                }
                Ok(answer) if last || !may_be_the_place(answer.status) => return Err(failed(blob, &answer)),
                Err(unanswered) if last => return Err(upload_failure(blob, unanswered)),
                _ => self.place = None,
            }
        }
        unreachable!("internal error: the second upload is the last")
    }

    fn storage(&mut self) -> Result<String, Failure> {
        let target = self.target;
        let answer = remote::json(self.client, "storage", &|grant| service::storage(target, grant))?;
        let place = answer.get("sharedAccessSignature").and_then(serde_json::Value::as_str);
        let place = place.filter(|place| place.contains('?') && may_be_asked(place));
        place.map(str::to_owned).ok_or_else(|| remote::missing("sharedAccessSignature"))
    }
}

/// Whether another place may help: the signature has ended, or somebody has the blob.
fn may_be_the_place(status: u16) -> bool {
    matches!(status, 403 | 404 | 409 | 412 | 500..=599)
}

/// Whether what storage has is what was sent, as far as it says.
fn arrived(answer: &Answer, bytes: &[u8]) -> bool {
    let sum = BASE64_STANDARD.encode(Md5::digest(bytes));
    answer.header("content-md5").is_none_or(|there| there == sum)
}

fn failed(blob: &Blob, answer: &Answer) -> Failure {
    let name = &blob.name;
    let told = match answer.status {
        201 => format!("{name} arrived in storage with other bytes than were sent"),
        413 => format!("{name} has {} bytes, which is more than storage takes", blob.bytes.len()),
        _ => format!("{name} could not be uploaded ({})", Refusal::of(answer).told()),
    };
    let mut failure = Failure::new(Kind::Upload, told).help("the connector is as it was");
    failure.status = Some(answer.status);
    failure
}

fn upload_failure(blob: &Blob, unanswered: Unanswered) -> Failure {
    let failure = unanswered.failure();
    let told = format!("{} could not be uploaded: {}", blob.name, failure.message);
    Failure { message: told, kind: Kind::Upload, ..failure }.help("the connector is as it was")
}
