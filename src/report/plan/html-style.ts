/** How the page of a plan looks: on a screen, light or dark, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: #fff; --text: #1d2129; --soft: #f3f4f6; --line: #d6d9de; --dim: #59606b; --link: #0b57d0;
  --safe: #1a7f37; --unsafe: #8a6100; --manual: #b3490f; --left: #c02626;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #15181d; --text: #e6e8eb; --soft: #1f242b; --line: #3a414b; --dim: #a2aab5; --link: #8ab4f8;
    --safe: #4cc26b; --unsafe: #e0b13c; --manual: #f28f4f; --left: #ff7b72;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem 1.25rem 3rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0.25rem 0; } small, .dim { color: var(--dim); }
a { color: var(--link); }
code, pre { font: 0.87em/1.45 ui-monospace, monospace; }
code { background: var(--soft); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere; }
pre { background: var(--soft); padding: 0.5rem 0.75rem; border-radius: 6px; margin: 0.35rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
ul, ol { margin: 0.25rem 0; padding-left: 1.4rem; } li { margin: 0.3rem 0; }
.bar { display: flex; height: 0.7rem; border-radius: 6px; overflow: hidden; gap: 2px; margin: 1rem 0; }
.bar span { background: currentColor; }
.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; padding: 0; margin: 0; list-style: none; }
.totals li { border: 1px solid var(--line); border-left: 5px solid currentColor; border-radius: 6px; padding: 0.4rem 0.9rem; margin: 0; }
.totals b { display: block; font-size: 1.7rem; line-height: 1.3; } .totals span { color: var(--text); }
.safe { color: var(--safe); } .unsafe { color: var(--unsafe); } .manual { color: var(--manual); } .left { color: var(--left); }
.first { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 0 2.5rem; }
.first > * { min-width: 0; }
.first pre { max-height: 20rem; overflow: auto; }
.first ol > li { margin: 0.7rem 0; }
.tools { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin: 0.5rem 0; }
.tools[hidden] { display: none; }
.tools input, .tools select { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--dim); border-radius: 6px; padding: 0.3rem 0.6rem; }
.tools input { flex: 1 1 16rem; max-width: 28rem; }
.scroll { overflow-x: auto; } .scroll table { min-width: 44rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.6rem; border-bottom: 1px solid var(--line); }
th { background: var(--soft); white-space: nowrap; }
th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
th[aria-sort] button::after { content: " \\2195"; color: var(--dim); }
th[aria-sort=ascending] button::after { content: " \\2191"; } th[aria-sort=descending] button::after { content: " \\2193"; }
.scroll .units { min-width: 60rem; }
.units td:nth-child(1) { min-width: 11rem; } .units td:nth-child(2) { min-width: 9.5rem; } .units td:nth-child(3) { min-width: 8rem; font-weight: 600; } .units td:nth-child(4) { min-width: 13rem; }
.units { font-size: 0.93em; } .units td:nth-child(5) { width: 50%; }
.units td ul { padding-left: 1rem; margin: 0; } .units td li { margin: 0 0 0.3rem; }
.unit { font-weight: 600; }
.mark { color: var(--manual); font-weight: 700; }
.steps input { margin-right: 0.5rem; }
@media screen and (max-width: 48rem) {
  .scroll .units { min-width: 0; } .units thead { display: none; }
  .units tbody, .units tr, .units td { display: block; } .units td, .units td:nth-child(n) { border: 0; padding: 0.15rem 0; width: auto; min-width: 0; }
  .units tr { border-bottom: 1px solid var(--line); padding: 0.6rem 0; } .units tr[hidden] { display: none; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; } .tools { display: none; }
  .scroll table, .scroll .units { min-width: 0; } .scroll { overflow: visible; } tr, li, pre { break-inside: avoid; }
  h2, h3 { break-after: avoid; } .first { display: block; } .first pre { max-height: none; }
  .bar, .totals li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
