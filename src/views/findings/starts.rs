//! Starts that are near or named: what stands in their way.

use super::{Builder, Group};
use crate::assess::{Assessment, Standing, Subject, assess};
use crate::records::{Placement, Stage};
use crate::rulebook::About;
use crate::views::gate;
use std::collections::BTreeSet;

impl<'a> Builder<'a, '_> {
    /// Judges the start of placements that are named and have not started, or
    /// that start within `[limits] gate-ahead` school days.
    pub(super) fn gates(&mut self) -> BTreeSet<String> {
        let mut gated = BTreeSet::new();
        let on = self.case.on;
        let ahead = self.case.records.limit("gate-ahead", 5.0);
        for placement in self.case.records.all_placements() {
            if placement.stage(on) != Stage::BeforeStart {
                continue;
            }
            let named =
                !self.choice.ids.is_empty() && self.concerns(&Subject::Placement(placement));
            let near = self.choice.ids.is_empty()
                && placement
                    .start()
                    .is_some_and(|start| gate::is_near(&self.case, start, ahead));
            if named || near {
                gated.insert(placement.id().to_owned());
                self.gate(placement);
            }
        }
        gated
    }

    fn gate(&mut self, placement: Placement<'a>) {
        let (mut gate, in_the_way) = gate::judge(self.case, placement, self.choice.fail_on());
        for answer in &in_the_way {
            let key = (
                answer.requirement.id.clone(),
                answer.subject.id().to_owned(),
            );
            // What is in breach today already is said under its own record.
            if self.choice.wants(&key.0)
                && !(self.choice.ids.is_empty() && self.is_breached_today(answer))
            {
                self.fails = true;
                self.gate_finding(&placement, answer);
            }
            self.said_by_gate.insert(key);
        }
        let files = [
            placement.id(),
            placement.provider_id().unwrap_or_default(),
            "school",
        ];
        gate.faults = self
            .list
            .iter()
            .filter(|finding| {
                finding.standing == "fault" && files.contains(&finding.subject.as_str())
            })
            .count();
        // With a part of the requirements only, nothing can be said of the start.
        if self.choice.select.is_empty() && self.choice.ignore.is_empty() {
            self.fails |= gate.in_the_way > 0;
            self.gates.push(gate);
        }
    }

    fn is_breached_today(&self, answer: &Assessment<'a>) -> bool {
        let today = assess(self.case, answer.requirement, answer.subject);
        matches!(answer.subject, Subject::Provider(_) | Subject::Commissioner)
            && today.iter().any(Assessment::is_breached)
    }

    fn gate_finding(&mut self, placement: &Placement<'_>, answer: &Assessment<'_>) {
        let mut finding = self.finding(answer, Group::BeforeYouStart);
        if let Standing::NotEvaluated { .. } = answer.standing {
            self.not_evaluated += 1;
        }
        finding.fails = true;
        finding.subject = placement.id().to_owned();
        finding.order = About::Placement;
        if matches!(answer.subject, Subject::Provider(_) | Subject::Commissioner) {
            finding.message = format!("{} ({})", finding.message, answer.subject.id());
        }
        self.list.push(finding);
    }
}
