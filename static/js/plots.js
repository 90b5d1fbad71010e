// Draws a plot above each table of figures, out of that table: nothing is shown that the table does not say, and
// without script the table and its bars stand alone. Colours are the page's own variables, so that a plot follows the
// theme and turns light on paper by itself. Bars are drawn as wide as what is told: a step, never a point within it.
const INK = "var(--ink)", MUTED = "var(--muted)", LINE = "var(--hairline)", EDGE = "var(--control)";
const OFFER = "var(--offer)", LEARN = "var(--learn)";
const HATCH = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "var(--card)" };
// A name with a number in it must stand in quotes, or no browser knows the face and every width is measured wrong.
const FACE = '"Source Sans 3", sans-serif';
// Lines of text in a plot, and how much of its width names and words may take.
const LINE_HEIGHT = 17, NAMES = 0.6, WORDS = 0.36;

const text = (more) => ({ color: INK, fontSize: 14, fontFamily: FACE, ...more });
const bar = (more) => ({ type: "bar", silent: true, emphasis: { disabled: true }, ...more });

// One cell: where on its scale it lies, both ends from 0 to 1, and its words. Empty where nothing is told.
const cell = (td) => {
  if (td.dataset.step === undefined && td.dataset.count === undefined) return null;
  const words = td.querySelector("[data-words]").textContent.trim();
  if (td.dataset.count !== undefined) return { count: Number(td.dataset.count), words };
  const [step, steps] = [Number(td.dataset.step), Number(td.dataset.steps)];
  return { step, steps, from: step / steps, to: (step + 1) / steps, words };
};

const read = (table) => ({
  columns: [...table.tHead.rows[0].cells].slice(1).map((th) => th.dataset.head),
  rows: [...table.tBodies[0].rows].map((tr) => ({
    name: tr.querySelector("[data-name]").textContent.trim(),
    key: tr.dataset.row,
    cells: [...tr.cells].filter((td) => td.tagName === "TD").map(cell),
  })),
});

// What stands above each bar: its name to the left, its words to the right, so that a phone has room for both.
const above = (words, more) => ({
  type: "category", inverse: true, data: words,
  axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
  axisLabel: text({ inside: true, margin: 0, verticalAlign: "bottom", padding: [0, 0, 13, 0], overflow: "break", lineHeight: LINE_HEIGHT, interval: 0, ...more }),
});
const heads = (names, words, width) => [
  above(names, { align: "left", width: width * NAMES }),
  { ...above(words, { align: "right", fontWeight: 600, width: width * WORDS }), position: "right" },
];
const scale = (more) => ({
  type: "value", min: 0, max: 1, axisLabel: { show: false }, axisLine: { show: false }, axisTick: { show: false },
  splitLine: { show: false }, ...more,
});
const grid = (more) => ({ left: 1, right: 1, top: 12, bottom: 0, ...more });

// How tall the rows must be for the longest name, broken into lines, to stand above its bar.
const rows = (names, words, width) => {
  const lines = Math.max(...[[names, NAMES], [words, WORDS]].flatMap(([those, share]) =>
    those.map((each) => Math.ceil((each.length * 7.5) / (width * share)))));
  const top = 9 * lines + 4;
  return { top, height: names.length * (LINE_HEIGHT * lines + 36) + top };
};

const LOOKS = { offer: { color: OFFER }, learn: { color: LEARN, decal: HATCH }, plain: { color: MUTED } };

// What was told last of a figure, in which column, and what was told before that.
const newest = ({ name, cells }) => {
  const at = cells.findIndex((told) => told?.to);
  return { name, at, now: cells[at], then: cells.slice(at + 1).find((told) => told?.to) };
};

// A row for each figure: its scale as a chain of steps, the one it reached filled, a mark where it stood before.
const spans = (table, width) => {
  const { columns } = table;
  const told = table.rows.map(newest).filter(({ now }) => now);
  const before = told.map(({ then }, at) => (then ? [(then.from + then.to) / 2, at] : null)).filter(Boolean);
  const links = Math.max(0, ...told.map(({ now }) => now.steps));
  if (!told.length) return null;
  const names = told.map(({ name }) => name);
  const words = told.map(({ now, at }) => (at ? `${now.words}, ${columns[at]}` : now.words));
  const { top, height } = rows(names, words, width);
  return {
    height,
    option: {
      grid: grid({ top }),
      yAxis: heads(names, words, width),
      xAxis: scale(),
      series: [
        ...Array.from({ length: links }, (_, step) => bar({
          stack: "steps", barWidth: 14,
          data: told.map((row) => ({
            value: step < row.now.steps ? 1 / row.now.steps : 0,
            itemStyle: {
              borderColor: "var(--paper)", borderWidth: 2, borderRadius: 4,
              ...(step === row.now.step ? LOOKS.plain : { color: LINE }),
            },
          })),
        })),
        {
          type: "scatter", silent: true, symbol: "triangle", symbolSize: 9, symbolOffset: [0, 14], data: before,
          itemStyle: { color: INK },
        },
      ],
    },
    key: before.length ? "▲ where it stood in the release before" : "",
  };
};

// Releases from left to right: how far one figure has come against all of it.
const time = (table, width, wanted) => {
  const row = table.rows.find((each) => each.key === wanted);
  if (!row || row.cells.filter((told) => told?.to).length < 2) return spans(table, width);
  const cells = [...row.cells].reverse();
  return {
    height: 240,
    option: {
      grid: grid({ top: 44, bottom: 28 }),
      xAxis: {
        type: "category",
        data: [...table.columns].reverse(),
        axisLine: { lineStyle: { color: EDGE } },
        axisTick: { show: false },
        axisLabel: text({ width: width / cells.length - 8, overflow: "break", interval: 0 }),
      },
      yAxis: scale(),
      series: [
        bar({
          data: cells.map(() => 1), barWidth: "44%", barGap: "-100%",
          itemStyle: { color: "none", borderColor: EDGE, borderType: "dashed", borderRadius: 3 },
          label: text({
            show: true, position: "top", width: width / cells.length - 8, overflow: "break", fontWeight: 600,
            formatter: ({ dataIndex }) => cells[dataIndex]?.words ?? "not told",
          }),
        }),
        bar({
          stack: "held", barWidth: "44%", data: cells.map((told) => told?.from ?? 0), itemStyle: { color: MUTED },
        }),
        bar({
          stack: "held", barWidth: "44%",
          data: cells.map((told) => ({
            value: told ? told.to - told.from : 0,
            itemStyle: { color: MUTED, decal: HATCH },
          })),
        }),
      ],
    },
    key: "Outline: all that is planned. Hatched: where within its step it stands is not told.",
  };
};

// Counts, one below the other, as shares of the largest.
const counts = (table, width) => {
  const told = table.rows.filter((row) => row.cells[0]?.count !== undefined);
  const most = Math.max(1, ...told.map((row) => row.cells[0].count));
  if (!told.length) return null;
  const names = told.map((row) => row.name);
  const words = told.map((row) => row.cells[0].words);
  const { top, height } = rows(names, words, width);
  return {
    height,
    option: {
      grid: grid({ top }),
      yAxis: heads(names, words, width),
      xAxis: scale(),
      series: [bar({
        barWidth: 14,
        data: told.map((row) => ({ value: row.cells[0].count / most, itemStyle: { borderRadius: 4, ...LOOKS.plain } })),
      })],
    },
  };
};

// Two columns back to back: what people would like to learn to the left, what others can show to the right.
const mirror = (table, width) => {
  const { columns } = table;
  const told = table.rows.filter((row) => row.cells.some(Boolean));
  const side = (at, sign, style) => bar({
    stack: "both", barWidth: 14,
    data: told.map((row) => ({ value: sign * (row.cells[at]?.to ?? 0), itemStyle: { borderRadius: 4, ...style } })),
  });
  const words = (row, at) => row.cells[at]?.words ?? "not told";
  if (!told.length) return null;
  const left = told.map((row) => `${row.name}: ${words(row, 0).toLowerCase()}`);
  const right = told.map((row) => words(row, 1));
  const { top, height } = rows(left, right, width);
  return {
    height: height + 28,
    option: {
      grid: grid({ top: top + 28 }),
      yAxis: heads(left, right, width),
      xAxis: scale({
        min: -1, position: "top", interval: 2,
        axisLabel: text({
          formatter: (value) => (value < 0 ? `↙ ${columns[0]}` : `${columns[1]} ↗`), fontWeight: 600,
          alignMinLabel: "left", alignMaxLabel: "right", margin: 16,
        }),
      }),
      series: [side(0, -1, LOOKS.learn), side(1, 1, LOOKS.offer)],
    },
  };
};

const KINDS = { spans, time, counts, mirror };

const draw = (place) => {
  const plot = KINDS[place.dataset.plot](read(document.getElementById(place.dataset.table)), place.clientWidth, place.dataset.row);
  if (!plot) return false;
  place.style.height = `${plot.height}px`;
  const chart = place.chart || echarts.init(place, null, { renderer: "svg" });
  place.chart = chart;
  chart.resize({ width: place.clientWidth, height: plot.height });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: FACE },
    aria: { enabled: true, label: { description: `${place.dataset.says} The table below says the same.` } },
    ...plot.option,
  }, true);
  const svg = place.querySelector("svg");
  svg.setAttribute("viewBox", `0 0 ${place.clientWidth} ${plot.height}`);
  const key = place.parentElement.querySelector("[data-key]");
  if (key) key.textContent = [key.dataset.key, plot.key].filter(Boolean).join(" ");
  return true;
};

for (const place of document.querySelectorAll("[data-plot]")) {
  place.hidden = false;
  place.hidden = !draw(place);
  if (place.hidden) continue;
  place.closest(".plotted").classList.add("plotted--drawn");
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(place.clientWidth - width) < 2) return;
    width = place.clientWidth;
    draw(place);
  }).observe(place);
}

// On paper everything stands open.
const closed = [];
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("main details:not([open])")) {
    closed.push(each);
    each.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const each of closed.splice(0)) each.open = false;
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
