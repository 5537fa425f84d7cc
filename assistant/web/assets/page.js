// What the browser does by itself: theme, cart drawer, scrolling to a new turn, pictures that fail.
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
      const all = document.querySelectorAll("#talk-feed .turn");
      if (all.length > turns) following = true;
      turns = all.length;
      if (following && turns) follow(all[turns - 1]);
    }).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["class"],
    });
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
