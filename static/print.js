// A button with data-print prints the page; without script it is not shown (.only-script).

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});
