//! Shoppers: they come, are told "placed" or see an error, click again, give up, write to support.

use super::super::story::{MarkKind, StepKind};
use super::stock::Stock;
use super::things::Order;
use super::{Engine, Kind, lane};

/// Unused retries that a budget saves up at most.
const BUDGET_CAP: f64 = 100.0;

impl Engine<'_> {
    #[inline(always)]
    pub(super) fn shopper_comes(&mut self) {
        let id = self.ledger.orders;
        let item = Stock::pick(&self.model.stock, id);
        let order = self.orders.insert(Order { id, born: self.now, item, ..Order::default() });
        if let Some(share) = self.model.client.budget {
            self.desk.budget = (self.desk.budget + share).min(BUDGET_CAP);
        }
        self.click(order);
    }

    /// The shopper is told "placed".
    #[inline(always)]
    pub(super) fn tell_placed(&mut self, index: u32, click: u8) {
        let (now, model) = (self.now, self.model);
        let order = &mut self.orders[index];
        if order.told > 0 {
            return;
        }
        order.told = now.max(1);
        let (born, waits) = (order.born, model.promises_email && order.emailed == 0);
        if waits {
            order.flags |= Order::NO_EMAIL;
        }
        self.ledger.placed += 1;
        self.ledger.goodput += u64::from(now - born <= model.deadline);
        if born >= model.warmup {
            self.desk.answer.note(now - born);
        }
        self.watch.placed(now - born);
        self.note(StepKind::Placed, index, None, click, 0);
        if waits {
            self.desk.awaiting_email += 1;
            self.may_write(index);
        }
    }

    /// The shopper will look again after their patience.
    pub(super) fn may_write(&mut self, index: u32) {
        let after = self.model.client.ticket_after;
        let order = &mut self.orders[index];
        if after == super::NEVER || order.has(Order::MAY_WRITE) {
            return;
        }
        order.flags |= Order::MAY_WRITE;
        self.set_timer(lane::TICKET, after, self.orders.key(index));
    }

    /// A click ended without "placed".
    pub(super) fn shopper_fails(&mut self, index: u32, sold_out: bool) {
        self.ledger.failed_clicks += 1;
        if sold_out {
            self.ledger.sold_out += 1;
            self.orders[index].flags |= Order::OVER;
            self.note(StepKind::SoldOut, index, None, self.orders[index].clicks, 0);
            return;
        }
        self.mark(MarkKind::FailedClick, Some(index), None);
        let model = &self.model.client;
        let Order { id, clicks, .. } = self.orders[index];
        let wants = u32::from(clicks) < model.attempts
            && (model.retry >= 1.0 || model.stream.at(id, u32::from(clicks)).happens(model.retry));
        if wants && self.spend_budget() {
            let wait = model.backoff.wait(u32::from(clicks), id);
            self.orders[index].holds += 1;
            self.calendar.push(self.now.saturating_add(wait), Kind::ClickAgain.of(index));
        } else {
            self.gives_up(index, clicks);
        }
    }

    fn gives_up(&mut self, index: u32, clicks: u8) {
        self.orders[index].flags |= Order::OVER;
        self.ledger.gave_up += 1;
        self.note(StepKind::GivesUp, index, None, clicks, 0);
        self.may_write(index);
    }

    fn spend_budget(&mut self) -> bool {
        if self.model.client.budget.is_none() {
            return true;
        }
        let enough = self.desk.budget >= 1.0;
        self.desk.budget -= f64::from(u8::from(enough));
        enough
    }

    /// The shopper clicks again, unless told "placed" meanwhile.
    pub(super) fn click_again(&mut self, index: u32) {
        if self.orders[index].told == 0 {
            self.click(index);
        }
        self.let_go(index);
    }

    /// The shopper looks: is what was promised there? Was money taken for nothing?
    pub(super) fn ticket_due(&mut self, index: u32) {
        let order = &self.orders[index];
        let no_email = self.model.promises_email && order.emailed == 0;
        let harmed = no_email && (order.told > 0 || (order.has(Order::OVER) && order.charged > 0))
            || order.has(Order::TAKEN_BACK);
        let (id, lingers) = (order.id, order.has(Order::LINGERS));
        let writes = self.model.client.stream.at(id, 99).share() < self.model.client.ticket_share;
        if harmed && writes {
            self.write_ticket(index);
        }
        self.orders[index].flags &= !Order::MAY_WRITE;
        if lingers {
            self.remove_order(index);
        }
    }

    fn write_ticket(&mut self, index: u32) {
        self.ledger.tickets += 1;
        let at = super::super::sampler::seconds(self.now);
        self.ledger.first_ticket_at.get_or_insert(at);
        self.note(StepKind::Ticket, index, None, self.orders[index].clicks, 0);
        self.mark(MarkKind::Ticket, Some(index), None);
        self.watch.tickets += 1;
        if self.watch.tickets >= self.model.team.tickets {
            self.watch.tickets = 0;
            self.notice("support sees the tickets pile up");
        }
    }

    /// One holder fewer; the last one settles the order.
    #[inline(always)]
    pub(super) fn let_go(&mut self, index: u32) {
        let order = &mut self.orders[index];
        order.holds -= 1;
        if order.holds == 0 {
            self.settle_order(index);
        }
    }

    #[inline(never)]
    pub(super) fn settle_order(&mut self, index: u32) {
        let order = &mut self.orders[index];
        self.desk.settled_orders += 1;
        if order.born >= self.model.warmup {
            self.desk.settled.note(self.now - order.born);
        }
        if order.has(Order::MAY_WRITE) && Self::unfinished(order) {
            order.flags |= Order::LINGERS;
        } else {
            self.remove_order(index);
        }
    }

    #[inline(always)]
    fn remove_order(&mut self, index: u32) {
        self.orders.remove(index);
        if self.arrivals.over() && self.nothing_left() {
            self.calendar.push(self.now, Kind::Finish.of(0));
        }
    }

    /// Settled without what was promised.
    const fn unfinished(order: &Order) -> bool {
        order.has(Order::NO_EMAIL)
            || order.has(Order::TAKEN_BACK)
            || (order.has(Order::OVER) && order.charged > 0)
    }
}
