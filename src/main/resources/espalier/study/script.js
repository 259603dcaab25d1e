"use strict";
// The page works without this: it adds keys for the answers, and keeps a second press from sending them again.
(function () {
  var sent = false;
  document.addEventListener("submit", function (event) {
    if (sent) {
      event.preventDefault();
    }
    sent = true;
  });
  // A page that the browser brings back from its memory is not sent yet.
  window.addEventListener("pageshow", function () { sent = false; });
  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.target.tagName === "INPUT") {
      return;
    }
    var buttons = document.querySelectorAll("button[data-key]");
    for (var i = 0; i < buttons.length; i++) {
      if (buttons[i].getAttribute("data-key") === event.key) {
        event.preventDefault();
        buttons[i].click();
        return;
      }
    }
  });
})();
