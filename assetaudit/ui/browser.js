// A scanner types wherever the focus is: the terminal has it from the start, and gets it back.
const focus = () => {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys && document.activeElement !== keys) keys.focus();
};
setInterval(focus, 200);
