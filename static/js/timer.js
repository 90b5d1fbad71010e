// The quiet timer of a session: one bar a half, no sound, nothing is sent. It counts by the clock, so a sleeping tab is right again.
const words = (seconds) => {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "1 minute left" : `${minutes} minutes left`;
};

for (const timer of document.querySelectorAll("[data-timer]")) {
  const total = Number(timer.dataset.timer) * 60;
  const bar = timer.querySelector("progress");
  const left = timer.querySelector("[data-timer-left]");
  const button = timer.querySelector("button");
  let began = 0;
  let spent = 0;
  let ticking = 0;

  const show = () => {
    const now = spent + (ticking ? (Date.now() - began) / 1000 : 0);
    bar.value = Math.min(now, total);
    left.textContent = now >= total ? "This half has had its time." : words(total - now);
    if (now >= total && ticking) stop();
  };
  const stop = () => {
    spent += (Date.now() - began) / 1000;
    clearInterval(ticking);
    ticking = 0;
    button.textContent = spent >= total ? "Begin this half again" : "Go on";
    if (spent < total) show();
  };
  button.addEventListener("click", () => {
    if (ticking) {
      stop();
      return;
    }
    if (spent >= total) spent = 0;
    began = Date.now();
    ticking = setInterval(show, 1000);
    button.textContent = "Pause";
    show();
  });
  bar.max = total;
  left.textContent = words(total);
  timer.hidden = false;
}
