"use strict";
const form = document.getElementById("filters");
const rows = [...document.querySelectorAll("#claims tbody tr")].map((row) => {
  const [label, verdict, rigour, kind] = [...row.cells].map((cell) => cell.textContent);
  return { row, text: row.textContent.toLowerCase(), values: { paper: label.split("/")[0], verdict, rigour, kind } };
});
const shown = document.getElementById("shown");

function apply() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, text, values } of rows) {
    const fits = Object.keys(values).every((name) => !wanted[name] || values[name] === wanted[name]);
    row.hidden = !(fits && words.every((word) => text.includes(word)));
    count += row.hidden ? 0 : 1;
  }
  shown.textContent = `${count} of ${rows.length} claims`;
}

for (const [name, value] of new URLSearchParams(location.search)) {
  if (form.elements[name]) form.elements[name].value = value;
}
form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
apply();
