
"use strict";
(() => {
  // Figures as the program formats them: three significant digits and the unit.
  const digits = (v) => v.toLocaleString("en", { maximumSignificantDigits: 3 });
  const formats = {
    us: (v) => v >= 6e7 ? formats.s(v / 1e6) : v >= 999500 ? digits(v / 1e6) + " s"
      : v >= 999.5 ? digits(v / 1e3) + " ms" : digits(v) + " µs",
    per_s: (v) => v.toLocaleString("en", { maximumFractionDigits: v < 100 ? 1 : 0 }) + "/s",
    ratio: (v) => digits(v * 100) + "%",
    bytes: (v) => v >= 1e9 ? digits(v / 1e9) + " GB" : v >= 1e6 ? digits(v / 1e6) + " MB"
      : v >= 1e3 ? digits(v / 1e3) + " kB" : digits(v) + " B",
    bytes_per_s: (v) => formats.bytes(v) + "/s",
    s: (v) => v < 60 ? v.toFixed(1) + " s"
      : v < 3600 ? Math.floor(v / 60) + "m " + String(Math.floor(v % 60)).padStart(2, "0") + "s"
      : Math.floor(v / 3600) + "h " + String(Math.floor(v % 3600 / 60)).padStart(2, "0") + "m",
    share: (v) => +(v * 100).toFixed(v > 0.999 ? 5 : v > 0.99 ? 3 : 1) + "% of requests",
  };
  const add = (parent, tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };

  function theme() {
    const button = document.getElementById("theme");
    const root = document.documentElement;
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    });
  }

  // Shows the values nearest to the pointer.
  function readout(chart) {
    const source = chart.querySelector("script");
    if (!source) return;
    const data = JSON.parse(source.textContent);
    const area = chart.querySelector(".area");
    const rule = add(area, "div", "rule");
    const box = add(area, "div", "readout");
    const hide = () => { rule.hidden = box.hidden = true; };
    hide();
    area.addEventListener("pointerleave", hide);
    area.addEventListener("pointermove", (event) => {
      const frame = area.getBoundingClientRect();
      const place = (event.clientX - frame.left) / frame.width;
      let nearest = 0;
      data.at.forEach((at, i) => {
        if (Math.abs(at - place) < Math.abs(data.at[nearest] - place)) nearest = i;
      });
      rule.hidden = box.hidden = false;
      rule.style.left = data.at[nearest] * 100 + "%";
      box.replaceChildren();
      add(box, "b", "", formats[data.xUnit](data.x[nearest]));
      for (const line of data.series) {
        const value = line.v[nearest];
        const row = add(box, "div");
        add(row, "i", "key " + line.style);
        row.append(line.name + " " + (value === null ? "–" : (formats[data.yUnit] || digits)(value)));
      }
      const x = data.at[nearest] * frame.width;
      const left = x + 12 + box.offsetWidth > frame.width ? x - 12 - box.offsetWidth : x + 12;
      box.style.left = Math.max(0, left) + "px";
    });
  }

  function sortable(table) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down < 0 ? "descending" : "ascending");
        const rows = [...body.rows];
        rows.sort((a, b) => {
          const [x, y] = [a.cells[column], b.cells[column]];
          return down * (x.dataset.v !== undefined ? x.dataset.v - y.dataset.v
            : x.textContent.localeCompare(y.textContent));
        });
        const shown = +table.dataset.shown;
        rows.forEach((row, i) => row.classList.toggle("more", i >= shown));
        body.append(...rows);
      });
    });
  }

  function filterable(table) {
    const total = +table.dataset.rows;
    const shown = +table.dataset.shown;
    const tools = document.createElement("div");
    tools.className = "tools";
    const filter = add(tools, "input");
    filter.type = "search";
    filter.placeholder = "Filter by name";
    filter.setAttribute("aria-label", "Filter requests by name");
    const count = add(tools, "span");
    table.before(tools);
    const all = document.createElement("button");
    all.type = "button";
    all.textContent = "Show all " + total;
    if (total > shown) table.after(all);
    let everything = false;
    const update = () => {
      const wanted = filter.value.toLowerCase();
      let found = 0;
      for (const row of table.tBodies[0].rows) {
        const matches = row.cells[0].textContent.toLowerCase().includes(wanted);
        row.classList.toggle("filtered", !matches);
        found += matches;
      }
      table.classList.toggle("all", everything || wanted !== "");
      all.hidden = everything || wanted !== "";
      const visible = wanted !== "" || everything ? found : Math.min(shown, total);
      count.textContent = visible + " of " + total + " shown";
    };
    all.addEventListener("click", () => { everything = true; update(); });
    filter.addEventListener("input", update);
    update();
  }

  theme();
  document.querySelectorAll(".chart").forEach(readout);
  document.querySelectorAll("table.requests").forEach((table) => {
    if (+table.dataset.rows > 1) sortable(table);
    if (+table.dataset.rows > 10) filterable(table);
  });
})();
