// A button with data-print prints the page; without script it is not shown (.only-script).

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
