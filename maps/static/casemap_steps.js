"use strict";
/* A map in time: a slider, and a button that walks it. Only classes and lines change; shapes stay. */
(() => {
  const controls = document.querySelector(".steps");
  if (!controls) return;
  const { data, receivers, post, setStep, whenStep } = caseMap;
  const A_STEP = 700; // milliseconds: slow enough to follow one ward, fast enough for a month
  const range = controls.querySelector("input");
  const button = controls.querySelector("button");
  const output = document.querySelector("header .step");
  let walking = null;

  const go = (step) => {
    range.value = step;
    setStep(step);
  };

  const stop = () => {
    window.clearInterval(walking);
    walking = null;
    button.textContent = data.words.play;
    button.setAttribute("aria-pressed", "false");
    post({ type: "ghe-map:step", step: Number(range.value) });
  };

  const walk = () => {
    const next = Number(range.value) + 1;
    if (next < data.steps.length) go(next);
    if (next >= data.steps.length - 1) stop();
  };

  const play = () => {
    if (Number(range.value) === data.steps.length - 1) go(0);
    button.textContent = data.words.pause;
    button.setAttribute("aria-pressed", "true");
    walking = window.setInterval(walk, A_STEP);
  };

  button.addEventListener("click", () => (walking === null ? play() : stop()));
  range.addEventListener("input", () => {
    if (walking !== null) stop();
    go(Number(range.value));
  });
  range.addEventListener("change", () => post({ type: "ghe-map:step", step: Number(range.value) }));
  whenStep.push((step) => {
    output.textContent = data.steps[step];
    range.setAttribute("aria-valuetext", data.steps[step]);
  });
  range.setAttribute("aria-valuetext", data.steps[data.start]);

  receivers["ghe-map:go"] = ({ step }) => {
    if (Number.isInteger(step) && step >= 0 && step < data.steps.length) go(step);
  };
})();
