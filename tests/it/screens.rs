//! Interview, history, review, result and the mouse, driven by keys and clicks on a screen of 80×24.

use frontdesk::tui::event::Event;
use frontdesk::tui::shell::Outer;
use insta::assert_snapshot;

use crate::session::Session;

const ANSWER: &str = "Charging the card, reserving the stock and saving the order stay on the request path, \
    because the page may only say placed when they are true. The email goes to a queue after the response, \
    since nobody waits for it; workers retry and an idempotency key keeps it from going out twice.";

/// Everything but title bar and footer.
fn body(session: &Session) -> String {
    let screen = session.screen();
    let rows: Vec<&str> = screen.lines().collect();
    rows[2..rows.len() - 2].join("\n").trim_end().to_owned()
}

fn handed_in() -> Session {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down><Enter><Enter>");
    session.press(ANSWER);
    session.wait(65);
    session.press("<C-d>s");
    session.expect("Overall");
    session
}

#[test]
fn home_shows_all_there_is() {
    let session = Session::new(80, 24);
    assert_snapshot!(body(&session), @r#"
    ╭─ Next ───────────────────────────────────────────────────────────────────╮
    │  ▸ Read: Queues, streams, and asynchronous processing (50 min)           │
    │    then: Practise: Checkout: what happens before "order placed" (30 min) │
    ╰──────────────────────────────────────────────────────────────────────────╯

    Chapters ───────────────────────────────────────────────────────────────────
      ○ Queues, streams, and asynchronous processing                      50 min

    Interview questions ────────────────────────────────────────────────────────
      ○ Checkout: what happens before "order placed"                      30 min
      ○ Groceries within the hour, from the warehouse around the corner   45 min
      ○ PDF invoices after payment                                        30 min
      ○ Video upload: from the creator's phone to the first viewer        30 min

    Looking back ───────────────────────────────────────────────────────────────
      ✓ Review                                                       nothing due
      ○ History                                                      nothing yet
    "#);
}

#[test]
fn a_whole_interview_by_keys() {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down>m");
    assert_snapshot!(body(&session), @r#"
    Checkout: what happens before "order placed"

    An interviewer listens, asks about what is missing, and changes something on
    the way. The clock starts when you begin; you can leave and come back to the
    same second.

    ▸ Level      mid-level    senior    staff
      Length     20 min    30 min    45 min    60 min

    Where the time goes ────────────────────────────────────────────────────────
    Requirements                                                           5 min
    Estimates                                                              5 min
    Data and interface                                                     8 min
    Design                                                                15 min
    Deep dive                                                             10 min
    Wrap-up                                                                2 min
    "#);
    session.press("<Left><Down><Left><Enter>");
    session.expect("30:00, starts when you write");
    session.expect("Phase 1 of 6: Requirements");
    session.press("<Tab>");
    session.expect("A shopper presses Place order");
    session.press("<Enter>");
    session.press("Stock, money and the order must be true before the page says placed.");
    session.wait(30);
    session.expect("29:30 left");
    session.press("<C-d>");
    session.expect("Interviewer");
    session.press("nn");
    session.expect("Phase 3 of 6");
    session.press("p");
    session.expect("Phase 2 of 6");
    session.press("i<S-Tab>think of the peak first<S-Tab>A hundred orders a second.<C-d>");
    session.press("nn<Enter>");
    session.press(ANSWER);
    session.wait(15 * 60);
    session.press("<Esc><Tab><Tab>");
    for _ in 0..10 {
        if !session.sees("Twist") {
            session.press("<PgUp>");
        }
    }
    session.expect("Twist");
    session.press("E");
    session.expect("End the interview?");
    session.press("e");
    session.expect("Three things to do next");
    session.press("<PgDn><PgDn>");
    session.expect("Estimates");
    session.expect("2 visits");
    session.press("<Enter>");
    session.expect("Overall");
    session.press("<Esc>1");
    session.expect("starts when you write");
}

#[test]
fn an_interview_goes_on_at_the_same_second_and_letter() {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down>m<Enter>iwhat I said so far");
    session.wait(125);
    session.press("<Esc><Esc>");
    session.expect("Go on with the interview");
    session.expect("42:55 left");
    session.wait(60);
    session.press("<Enter>");
    session.expect("42:55 left, paused");
    session.press("i and more");
    session.expect("what I said so far and more");
}

#[test]
fn a_result_names_the_words_that_counted() {
    let mut session = handed_in();
    session.expect("Overall");
    session.expect("What leaves the request path");
    session.expect("of 4");
    session.press("<Up><Up><Up><Up><Up><Up>t");
    for _ in 0..8 {
        if !session.sees("Level by level") {
            session.press("<PgDn>");
        }
    }
    session.expect("Level by level");
    session.press("<Tab>");
    session.expect("Charging the card");
    session.press("<Tab>");
    session.expect("The promise");
}

#[test]
fn the_weakest_part_is_written_again_and_the_whole_scored_anew() {
    let mut session = handed_in();
    session.press("<Enter>");
    session.expect("Only this:");
    session.press(
        "<Enter>We alert when the oldest email job is older than five minutes, and page whoever is on call.",
    );
    session.press("<C-d>s");
    session.expect("Overall");
    session.press("<Tab>");
    session.expect("page whoever is on call");
    session.expect("Charging the card");
}

#[test]
fn hints_are_counted_and_pauses_stop_the_clock() {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down><Enter><Tab><Tab>a");
    session.expect("1 of 3");
    session.press("<Enter>");
    session.press(ANSWER);
    session.wait(10);
    session.press("<Esc>t");
    session.wait(60);
    session.expect("29:50 left, paused");
    session.press("+");
    session.expect("34:50 left, paused");
    session.press("s");
    session.expect("Hand in the answer?");
    session.press("<Enter>");
    session.expect("1 hint · ");
    session.expect("00:10 used");
}

#[test]
fn history_is_narrowed_opened_and_thinned_out() {
    let mut session = handed_in();
    session.press("<Esc>G<Enter>");
    session.expect("1 day of the last seven; 01:05 of writing in this list");
    session.expect("2023-11-14 Checkout: what happens before \"order placed\" practice");
    session.expect("What the shopper sees");
    session.press("/mock<Enter>");
    session.expect("Nothing of this kind");
    session.press("a");
    session.expect("1 attempt");
    session.press("<Enter>");
    session.expect("Overall");
    session.press("<Esc>x");
    session.expect("Delete this attempt?");
    session.press("<Esc>");
    session.expect("1 attempt");
    session.press("xx");
    session.expect("Nothing here yet");
}

#[test]
fn a_card_is_turned_graded_and_taken_back() {
    let mut session = handed_in();
    session.press("<Esc>Gk<Enter>");
    session.expect("card 1 of");
    session.expect("Say your answer aloud");
    session.press("<Enter>");
    session.expect("How well did you know it?");
    session.expect("again soon");
    session.press("3");
    session.expect("card 2 of");
    session.press("u");
    session.expect("card 1 of");
}

#[test]
fn the_editor_of_the_learner_gets_the_text_and_gives_it_back() {
    let mut session = Session::new(80, 24);
    session.press("<Down><Down><Enter><Enter>one two<Esc>");
    assert_eq!(session.press("e"), [Outer::Edit("one two".into())]);
    session.send(&Event::Edited("three\nfour".into()));
    session.expect("2 words");
    session.expect("saved");
    session.press("<Enter><C-u>");
    session.expect("one two");
}

#[test]
fn lists_footers_popups_tabs_and_texts_can_be_clicked() {
    let mut session = Session::new(80, 24);
    session.click("History");
    session.click("History");
    session.expect("Nothing here yet");
    session.click("Esc back");
    session.click("Checkout: what");
    session.click("m mock");
    session.expect("Level");
    session.click("staff");
    session.click("20 min");
    session.click("Enter begin");
    session.expect("20:00, starts when you write");
    session.press("ione two three<Esc>");
    session.click("two");
    session.press("and ");
    session.expect("one and two three");
    session.press("<Esc>");
    session.click("Tab question");
    session.click("What was said");
    session.expect("Interviewer");
    session.click("Question");
    session.expect("A shopper presses");
    session.press("?");
    session.click("end the interview");
    session.expect("End the interview?");
    session.click("throw it away");
    session.expect("Interview questions");
}

#[test]
fn a_task_is_placed_by_a_click_in_its_column() {
    let mut session = Session::new(80, 24);
    session.press("<Enter>");
    session.read_until("Place each task");
    session.press("<Enter>");
    let row = session.row_of("Save the order");
    session.send(&Event::Click { column: 58, row });
    session.expect("1 of 6 placed");
    session.expect("Save the order · ✓ async");
}

#[test]
fn a_chapter_opens_at_the_line_where_it_was_left() {
    let mut session = Session::new(80, 24);
    session.press("<Enter>");
    session.read_until("A concrete case");
    session.press("<Enter>");
    session.read_until("In line, the times add up");
    session.press("<PgDn>");
    let left = session.screen();
    session.press("<Esc><Enter>");
    assert_eq!(session.screen(), left);
}

#[test]
fn any_order_can_be_followed_by_its_number() {
    let mut session = Session::new(120, 34);
    session.press("<Down><Down>s<Down><Enter>");
    session.until_it_ran();
    session.press("o");
    session.until_it_ran();
    session.press("1234");
    session.expect("follow order 1234_");
    session.press("<Enter>");
    session.until_it_ran();
    session.expect("Order 1,234");
    session.press("]");
    session.until_it_ran();
    session.expect("Order 1,235");
    session.press("99999999<Enter>");
    session.expect("Orders of this run are numbered from 1 to");
}
