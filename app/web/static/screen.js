"use strict";
/* Keeps the screen at a door fresh: fetches this very page again and takes its middle, counts down, keeps the
 * device awake. Only the server makes codes. What is shown is the code of this step, then the next one, then, after
 * a minute without news, that the screen is out of date: never a code that has run out.
 *
 * Televisions come with browsers of ten years ago. A script that they cannot read would leave a dead code on the
 * wall, so this one is written in what all of them know.
 */
(function () {
  var STEP = 30000;
  var STALE = 60000;
  var RETRY = 5000;
  var PATIENCE = 10000;

  function part(id) { return document.getElementById(id); }
  function show(id, shown) { part(id).hidden = !shown; }
  function left() { return Number(part("face").getAttribute("data-left")); }

  /* --- how old the news is --- */

  var steady;
  var wall;

  function hear() {
    steady = performance.now();
    wall = Date.now();
  }

  // A device that slept has stopped one of its clocks: the later of the two is believed.
  function age() { return Math.max(performance.now() - steady, Date.now() - wall); }

  function draw() {
    var old = age();
    var now = left() - old;
    var stale = old >= STALE || now <= -STEP;
    var rest = Math.max(0, now > 0 ? now : now + STEP);
    show("symbol-now", !stale && now > 0);
    show("symbol-next", !stale && now <= 0);
    show("stale", stale);
    show("counted", !stale);
    show("hour", !stale); // by now it may be the next one
    part("seconds").textContent = String(Math.ceil(rest / 1000));
    part("bar").textContent = ""; // its own animation is for browsers without script
    part("bar").setAttribute("width", stale ? "0" : String((100 * rest) / STEP));
  }

  /* --- asking again --- */

  var next;
  var asking = false;

  function askIn(wait) {
    clearTimeout(next);
    next = setTimeout(ask, wait);
  }

  // After the change, not all screens of a city in the same second, and before the news is a minute old.
  function askInTime() { askIn(left() + 2000 + Math.random() * 18000); }

  function ask() {
    var asked = new XMLHttpRequest();
    if (asking) return;
    asking = true;
    asked.open("GET", location.href);
    asked.responseType = "document";
    asked.timeout = PATIENCE;
    asked.onloadend = function () {
      var fresh = asked.response && asked.response.getElementById("face");
      asking = false;
      if (asked.status === 200 && fresh) {
        part("face").parentNode.replaceChild(document.importNode(fresh, true), part("face"));
        hear();
        draw();
        askInTime();
      } else if (asked.status >= 200 && asked.status < 500) {
        location.reload(); // signed out, the link ended, the venue closed: the page itself says which
      } else {
        askIn(RETRY);
      }
    };
    asked.send();
  }

  /* --- staying awake --- */

  var playing = null;

  function awake(sure) {
    show("awake", sure);
    show("may-sleep", !sure);
  }

  // Where there is no wake lock, a video that plays keeps some browsers awake. Only some: the line stays.
  function play() {
    var canvas = document.createElement("canvas");
    var brush = canvas.getContext("2d");
    awake(false);
    if (playing || !canvas.captureStream) return;
    playing = document.createElement("video");
    playing.muted = true;
    playing.srcObject = canvas.captureStream(1);
    setInterval(function () { brush.fillRect(0, 0, 1, 1); }, 1000);
    playing.play();
  }

  function stayAwake() {
    if (!navigator.wakeLock) return play();
    return navigator.wakeLock.request("screen").then(function (lock) {
      lock.addEventListener("release", function () { awake(false); });
      awake(true);
    }, play);
  }

  /* --- the whole screen --- */

  function offerFull() { part("full").hidden = !document.fullscreenEnabled || !!document.fullscreenElement; }

  part("full").addEventListener("click", function () { document.documentElement.requestFullscreen(); });
  document.addEventListener("fullscreenchange", offerFull);

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) return;
    stayAwake();
    draw();
    if (age() > STEP) ask();
  });
  window.addEventListener("online", ask);

  hear();
  draw();
  offerFull();
  stayAwake();
  setInterval(draw, 250);
  askInTime();
})();
