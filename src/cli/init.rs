use super::{Common, Outcome};
#[derive(Debug, clap::Args)]
pub(super) struct Init {}
impl Init {
    pub(super) fn run(&self, _common: &Common) -> anyhow::Result<Outcome> {
        Ok(Outcome::success(String::new()))
    }
}
