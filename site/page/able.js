// Whether this browser can run the lessons, asked and answered in words that an old one understands.
(function () {
  var needed = ["WebAssembly", "DecompressionStream", "BroadcastChannel", "Worker"];
  self.able = needed.every(function (name) { return name in self; });
  try { new RegExp("(?<=a)b"); } catch (error) { self.able = false; }
  if (self.able) return;
  document.addEventListener("DOMContentLoaded", function () {
    var old = document.getElementById("old");
    if (old) return (old.className = "warning");
    var note = document.createElement("div");
    note.id = "lesson-note";
    note.className = "alarm";
    var ja = /[?&]path=ja(\/|%2F)/i.test(location.search);
    note.lang = ja ? "ja" : "en";
    note.innerHTML = ja
      ? '<p role="alert">このブラウザでは、レッスンを実行できません。ブラウザが古いか、こうしたプログラムを実行しない設定になっています。' +
        '<a href="../index.ja.html#old">実行できるブラウザ</a></p>'
      : '<p role="alert">This browser cannot run the lesson: it is too old, or has been told ' +
        'not to run such programs. <a href="../index.html#old">Which browsers can</a></p>';
    document.body.appendChild(note);
  });
})();
