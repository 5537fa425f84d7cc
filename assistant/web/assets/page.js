// What the browser does by itself: theme, cart drawer, scrolling to a new turn, pictures that fail,
// and keeping back what is sent while the server is not ready for it.
// Loaded once in the document's head; taps on cards go to the server through Gradio's own events.
(() => {
  const dark = () => {
    const kept = localStorage.getItem("aisle-theme");
    return kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const paint = () => document.body.classList.toggle("dark", dark());
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  const drawer = (open, from) => {
    document.body.classList.toggle("drawer", open);
    document.querySelector(".cart-toggle")?.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector("#side .drawer-close")?.focus();
    else if (from) document.querySelector(".cart-toggle")?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-do]");
    if (button?.dataset.do === "theme") {
      localStorage.setItem("aisle-theme", dark() ? "light" : "dark");
      paint();
    } else if (button?.dataset.do === "drawer") {
      drawer(!document.body.classList.contains("drawer"), button);
    } else if (!event.target.closest?.("#side") && document.body.classList.contains("drawer")) {
      drawer(false);
    }
    if (event.target.closest?.(".skip")) {
      event.preventDefault();
      document.querySelector("#message textarea")?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("drawer")) drawer(false, true);
  });
  // Another shopper or conversation takes the server a moment, and requests overtake each other.
  // What is sent meanwhile, before the page knows whose visit it is, or while a reply is under way,
  // waits here, so that it goes to the visit the page shows; of several choices the last one holds.
  const PATIENCE_MS = 15000;
  const TWICE_MS = 1500;
  let leaving = null; // the visit that is being left
  let asked = null; // the shopper asked for, and the one chosen since
  let wanted = null;
  let held = null; // the button whose tap waits
  let giveUp = 0;
  let sending = 0;
  const shopper = () => document.querySelector("#shopper");
  const replying = () => document.querySelector("#talk-feed .turn:last-of-type .reply:not(.done)");
  const sent = () => { clearTimeout(sending); sending = 0; };
  const leave = (user) => {
    leaving = shopper().dataset.visit;
    asked = user;
    wanted = user;
    giveUp = setTimeout(() => { leaving = null; settle(); }, PATIENCE_MS);
  };
  const settle = () => {
    const box = shopper();
    if (!box) return;
    if (leaving !== null && box.dataset.visit !== leaving) {
      clearTimeout(giveUp);
      sent();
      leaving = null;
      if (wanted !== asked) {
        box.value = wanted;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    if (leaving !== null) return;
    if (box.value !== box.dataset.user) box.value = box.dataset.user;
    if (replying()) sent();
    if (sending || replying()) return;
    const button = held;
    held = null;
    if (button?.isConnected) button.click();
  };
  const keep = (event, button) => {
    const { do: what } = button.dataset;
    const leaves = what === "new";
    const speaks = !leaves && what !== "quantity";
    if (!shopper() || leaving !== null || (speaks && (sending || replying()))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      held = button;
    } else if (leaves) {
      leave(shopper().value);
    } else if (speaks) {
      sending = setTimeout(() => { sending = 0; settle(); }, TWICE_MS);
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target.id !== "shopper") return;
    if (leaving === null) {
      leave(event.target.value);
    } else {
      wanted = event.target.value;
      event.stopImmediatePropagation();
    }
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#send, [data-do]");
    if (button && !["theme", "drawer"].includes(button.dataset.do)) keep(event, button);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (event.target.matches?.("#message textarea")) keep(event, document.querySelector("#send"));
  }, true);

  // Gradio patches the document to the server's HTML and takes classes of ours off again, so what
  // is set here is set anew after each patch.
  const broken = new WeakSet();
  const mend = () => {
    document.querySelectorAll(".picture img").forEach((image) => {
      if (broken.has(image) && !image.classList.contains("gone")) image.classList.add("gone");
    });
    document.querySelectorAll(".shelf").forEach((shelf) => {
      const chosen = shelf.querySelectorAll(".pick input:checked").length > 1;
      if (chosen !== shelf.classList.contains("chosen")) shelf.classList.toggle("chosen", chosen);
    });
  };
  document.addEventListener("error", (event) => {
    if (!event.target.matches?.(".picture img")) return;
    broken.add(event.target);
    mend();
  }, true);
  document.addEventListener("change", mend);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

  const start = () => {
    paint();
    let turns = 0;
    let following = false;
    let shown = "";
    for (const moved of ["wheel", "touchmove", "keydown"]) {
      addEventListener(moved, () => { following = false; }, { passive: true });
    }
    // Keep the newest turn in view while it grows: its start where it is tall, else its end.
    const follow = (turn) => {
      const tall = turn.offsetHeight > innerHeight - 200;
      const state = `${turns} ${tall} ${turn.offsetHeight}`;
      if (state === shown) return;
      shown = state;
      turn.scrollIntoView({ block: tall ? "start" : "end", behavior: calm() ? "auto" : "smooth" });
    };
    new MutationObserver(() => {
      if (document.body.classList.contains("dark") !== dark()) paint();
      mend();
      settle();
      const all = document.querySelectorAll("#talk-feed .turn");
      if (all.length > turns) following = true;
      turns = all.length;
      if (following && turns) follow(all[turns - 1]);
    }).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["class", "data-visit"],
    });
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
