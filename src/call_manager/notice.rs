//! How do people hear of it who look elsewhere? By a notice of the desktop, one for many calls, and no more than one every
//! few seconds.
//!
//! Told on a thread of its own: a desktop that does not answer holds up nobody.

use super::alerter::Why;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// What comes within this time goes into one notice.
const GATHERING: Duration = Duration::from_millis(300);

/// Between two notices.
const PAUSE: Duration = Duration::from_secs(6);

/// So many calls are named; the others are counted.
const MOST_NAMED: usize = 3;

/// A call that draws attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub why: Why,
    /// The alert, or what there is in its place.
    pub message: String,
    /// The call and its workflow.
    pub call: String,
}

/// What the desktop is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
    pub has_sound: bool,
}

/// How loud it may be, and whether anybody is looking at the window anyway.
#[derive(Debug, Default)]
pub struct Loudness {
    pub are_notices_shown: AtomicBool,
    pub has_sound: AtomicBool,
    pub is_watched: AtomicBool,
}

/// Gathers news and tells it. Ends when it is dropped.
pub struct Herald {
    news: Sender<Vec<News>>,
    pub loudness: Arc<Loudness>,
}

/// Shows a notice, or says why it cannot.
pub type Show = Box<dyn FnMut(&Notice) -> Result<(), String> + Send>;

impl Herald {
    /// `show` is called on another thread.
    pub fn new(show: Show) -> Self {
        Self::with_pause(show, GATHERING, PAUSE)
    }

    fn with_pause(show: Show, gathering: Duration, pause: Duration) -> Self {
        let (sender, receiver) = channel();
        let loudness = Arc::new(Loudness::default());
        let of_thread = Arc::clone(&loudness);
        std::thread::spawn(move || tell(show, &receiver, &of_thread, gathering, pause));
        Self {
            news: sender,
            loudness,
        }
    }

    pub fn tell(&self, news: Vec<News>) {
        if !news.is_empty() {
            // Without its thread there are no notices; the list shows all the same.
            let _ = self.news.send(news);
        }
    }
}

fn tell(
    mut show: Show,
    news: &Receiver<Vec<News>>,
    loudness: &Loudness,
    gathering: Duration,
    pause: Duration,
) {
    let mut gathered: Vec<News> = Vec::new();
    let mut rest_until: Option<Instant> = None;
    while let Ok(first) = news.recv() {
        gathered.extend(first);
        let now = Instant::now();
        let until = rest_until.map_or(now + gathering, |until| until.max(now + gathering));
        loop {
            match news.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(more) => gathered.extend(more),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        let is_wanted = loudness.are_notices_shown.load(Ordering::Relaxed)
            && !loudness.is_watched.load(Ordering::Relaxed);
        let told = std::mem::take(&mut gathered);
        if is_wanted {
            // A desktop without notices is no fault of the calls': the list shows them.
            let _ = show(&notice_of(
                &told,
                loudness.has_sound.load(Ordering::Relaxed),
            ));
            rest_until = Some(Instant::now() + pause);
        }
    }
}

/// One notice of all that is new.
fn notice_of(news: &[News], has_sound: bool) -> Notice {
    let overdue = news.iter().filter(|news| news.why == Why::Overdue).count();
    let fresh = news.len() - overdue;
    if let [only] = news {
        let what = match only.why {
            Why::New => "New call",
            Why::Overdue => "Call overdue",
        };
        return Notice {
            title: format!("{what}: {}", only.message),
            body: only.call.clone(),
            has_sound,
        };
    }
    let counted = |count: usize| format!("{count} call{}", if count == 1 { "" } else { "s" });
    let title = match (fresh, overdue) {
        (_, 0) => format!("{} new", counted(fresh)),
        (0, _) => format!("{} overdue", counted(overdue)),
        _ => format!("{} new, {overdue} overdue", counted(fresh)),
    };
    // What is overdue is named first.
    let by_urgency = [Why::Overdue, Why::New].into_iter().flat_map(|why| {
        let of_kind = news.iter().filter(move |news| news.why == why);
        of_kind.map(|news| news.message.as_str())
    });
    let mut lines: Vec<String> = by_urgency.take(MOST_NAMED).map(str::to_owned).collect();
    if news.len() > MOST_NAMED {
        lines.push(format!("and {} more", news.len() - MOST_NAMED));
    }
    Notice {
        title,
        body: lines.join("\n"),
        has_sound,
    }
}

/// Shows it on this machine's desktop.
pub fn on_desktop() -> Show {
    Box::new(|notice| {
        let mut shown = notify_rust::Notification::new();
        shown
            .appname("Legwork")
            .summary(&notice.title)
            .body(&escaped(&notice.body))
            .icon("call-start");
        set_sound(&mut shown, notice.has_sound);
        shown.show().map(drop).map_err(|error| error.to_string())
    })
}

/// Desktops that follow the standard of freedesktop.org read the body as markup.
fn escaped(body: &str) -> String {
    if cfg!(all(unix, not(target_os = "macos"))) {
        body.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        body.to_owned()
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn set_sound(shown: &mut notify_rust::Notification, has_sound: bool) {
    use notify_rust::Hint;
    shown.hint(if has_sound {
        Hint::SoundName("message-new-instant".to_owned())
    } else {
        Hint::SuppressSound(true)
    });
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn set_sound(shown: &mut notify_rust::Notification, has_sound: bool) {
    if has_sound {
        shown.sound_name("Default");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(why: Why, message: &str) -> News {
        News {
            why,
            message: message.to_owned(),
            call: "C-1, Complaint".to_owned(),
        }
    }

    #[test]
    fn a_single_call_is_named() {
        let notice = notice_of(&[news(Why::Overdue, "Ring Ann")], true);
        assert_eq!(notice.title, "Call overdue: Ring Ann");
        assert_eq!(notice.body, "C-1, Complaint");
    }

    #[test]
    fn many_calls_are_one_notice_that_names_the_overdue_first() {
        let all = ["A", "B", "C", "D"].map(|name| news(Why::New, name));
        let mut all = all.to_vec();
        all.push(news(Why::Overdue, "E"));
        let notice = notice_of(&all, false);
        assert_eq!(notice.title, "4 calls new, 1 overdue");
        assert_eq!(notice.body, "E\nA\nB\nand 2 more");
    }

    #[test]
    fn news_that_come_together_are_told_together_and_muted_ones_not_at_all() {
        let (sender, told) = channel();
        let show: Show = Box::new(move |notice| {
            sender
                .send(notice.clone())
                .map_err(|error| error.to_string())
        });
        let pause = Duration::from_millis(40);
        let herald = Herald::with_pause(show, pause, pause);
        let patience = Duration::from_secs(10);
        herald
            .loudness
            .are_notices_shown
            .store(true, Ordering::Relaxed);
        herald.tell(vec![news(Why::New, "A")]);
        herald.tell(vec![news(Why::New, "B")]);
        assert_eq!(told.recv_timeout(patience).unwrap().title, "2 calls new");
        let first = Instant::now();
        herald.tell(vec![news(Why::New, "C")]);
        assert_eq!(told.recv_timeout(patience).unwrap().title, "New call: C");
        assert!(first.elapsed() >= pause);

        herald.loudness.is_watched.store(true, Ordering::Relaxed);
        herald.tell(vec![news(Why::New, "D")]);
        std::thread::sleep(pause * 4);
        herald.loudness.is_watched.store(false, Ordering::Relaxed);
        herald.loudness.has_sound.store(true, Ordering::Relaxed);
        herald.tell(vec![news(Why::New, "E")]);
        let heard = told.recv_timeout(patience).unwrap();
        assert_eq!(
            (heard.title.as_str(), heard.has_sound),
            ("New call: E", true)
        );
    }

    #[test]
    fn what_a_customer_has_said_is_no_markup() {
        if cfg!(all(unix, not(target_os = "macos"))) {
            assert_eq!(escaped("<b>A&B"), "&lt;b>A&amp;B");
        }
    }
}
